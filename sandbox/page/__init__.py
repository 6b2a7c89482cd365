"""The page on which a person sees the sandbox: static files, and Discord's markdown as safe HTML."""

from pathlib import Path
from typing import Final

from sandbox.page.markdown import render

STATIC: Final = Path(__file__).parent / "static"
"""The folder that is served under ``/static/``; its ``index.html`` is also the page at ``/``."""

__all__ = ["STATIC", "render"]
