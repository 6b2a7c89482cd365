"""The systems that run battles, as the community knows them."""

from bot.sources.concurred import ConcurredBattles, open_concurred_battles
from bot.sources.modelchorus import ModelChorusSource

__all__ = ["ConcurredBattles", "ModelChorusSource", "open_concurred_battles"]
