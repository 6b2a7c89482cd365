"""The house arena over HTTP."""

from arena.api.app import create_app
from arena.api.concurred import Engines
from arena.api.reading import Reading

__all__ = ["Engines", "Reading", "create_app"]
