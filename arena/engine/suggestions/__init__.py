"""Prompts to begin with, by language and modality: hand-made, or written by a configured model and kept for a day."""

from arena.engine.suggestions.bank import BANK, LANGUAGES, bank_language
from arena.engine.suggestions.suggesting import Suggestions, open_suggestions

__all__ = ["BANK", "LANGUAGES", "Suggestions", "bank_language", "open_suggestions"]
