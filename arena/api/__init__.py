"""The house arena over HTTP."""

from arena.api.app import create_app
from arena.api.reading import Reading

__all__ = ["Reading", "create_app"]
