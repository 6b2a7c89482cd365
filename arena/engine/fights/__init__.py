"""Named models side by side: battles of two, and fights of up to eight in which they judge each other."""

from arena.engine.fights.battles import Battles
from arena.engine.fights.fights import Fights

__all__ = ["Battles", "Fights"]
