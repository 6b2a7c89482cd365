"""The house arena over HTTP."""

from arena.api.app import create_app

__all__ = ["create_app"]
