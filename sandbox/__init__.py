"""A Discord on loopback, to try and to test a bot without an account."""

from sandbox.clock import ManualClock, SystemClock
from sandbox.server import Sandbox, run

__all__ = ["ManualClock", "Sandbox", "SystemClock", "run"]
