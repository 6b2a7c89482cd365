"""The hand-made bank: one JSON file a language in `data/`, each with prompts for text and for images."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from pydantic import TypeAdapter

from arena.wire import Modality, language_of

_FALLBACK: Final = "en"
_FILE: Final = TypeAdapter(dict[Modality, list[str]])


def _read() -> dict[str, Mapping[Modality, tuple[str, ...]]]:
    found: dict[str, Mapping[Modality, tuple[str, ...]]] = {}
    for file in sorted((files(__package__) / "data").iterdir(), key=lambda file: file.name):
        prompts = _FILE.validate_json(file.read_text(encoding="utf-8"))
        found[file.name.removesuffix(".json")] = {modality: tuple(texts) for modality, texts in prompts.items()}
    return found


BANK: Final[Mapping[str, Mapping[Modality, tuple[str, ...]]]] = _read()
"""Prompts by language and modality."""

LANGUAGES: Final = tuple(BANK)


def bank_language(locale: str) -> str:
    """The language of the bank that serves a locale: its own, or English."""
    language = language_of(locale)
    return language if language in BANK else _FALLBACK
