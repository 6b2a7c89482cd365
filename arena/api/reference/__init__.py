"""The arena describes itself: `/openapi.json`, and the same as a page at `/docs`."""

from arena.api.reference.routes import install_reference

__all__ = ["install_reference"]
