"""The Concurred API over the engine."""

from arena.api.concurred.engines import Engines
from arena.api.concurred.routes import concurred_routes

__all__ = ["Engines", "concurred_routes"]
