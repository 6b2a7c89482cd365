"""Telling whoever runs the bot that a source refuses its key."""

from cogs.keys.desk import OperatorsMail

__all__ = ["OperatorsMail"]
