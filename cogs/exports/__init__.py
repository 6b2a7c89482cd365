"""Exports on Discord. The command stands below `/manage`, whose feature takes it in."""

from cogs.exports.commands import export_command
from cogs.exports.face import ExportFace

__all__ = ["ExportFace", "export_command"]
