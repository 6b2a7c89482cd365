"""How long tests wait for what should come."""

from typing import Final

PATIENCE: Final = 40
"""Seconds. What takes one on an idle machine may take twenty on two cores with four test processes. A test that passes
never waits so long, and two waits in a row still end before pytest ends the whole process."""
