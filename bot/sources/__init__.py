"""The systems that run battles, as the community knows them."""

from bot.sources.modelchorus import ModelChorusSource

__all__ = ["ModelChorusSource"]
