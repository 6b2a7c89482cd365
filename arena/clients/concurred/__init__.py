"""The client of Concurred."""

from arena.clients.concurred.client import ConcurredClient, ConcurredLimits

__all__ = ["ConcurredClient", "ConcurredLimits"]
