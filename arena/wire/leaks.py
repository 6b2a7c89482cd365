"""Answers that say who wrote them: found and masked. A pure function over one answer; prompts are never searched.

Three things tell, and only these, so that an answer *about* models stays as it is:

- a sentence in the first person that names a maker or a model ("I am Claude", "trained by OpenAI, I …");
- a maker's rules called one's own ("I cannot, by OpenAI's usage policy");
- the full name of a model of the live catalogue, unless it names models of several makers, as a comparison does.

A catalogue name of a single word without a digit ("Mistral") is also a word, and a maker may be written about like any
company, so both tell in the first person only.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from arena.wire.generation import ModelCard
from arena.wire.makers import MAKERS, VERSION
from arena.wire.selves import FRAMES, NAME

MASK: Final = "█████"
"""Stands for a name, always of the same length."""

_DISTINCTIVE: Final = 4
"""Characters that a name needs at least to tell wherever it stands."""


_SMALL_WORDS: Final = frozenset(
    {"and", "da", "de", "des", "di", "do", "du", "et", "for", "für", "of", "the", "und", "y"}
)
"""What may stand without a capital inside a company's name."""


@dataclass(frozen=True, slots=True)
class TellingNames:
    """What tells who wrote an answer: full names and slugs of the models that compete, and their makers' names."""

    models: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MaskedText:
    """An answer as it may be shown while nobody may know who wrote it, and whether that took anything away."""

    text: str
    leaked: bool


def mask(text: str, catalogue: TellingNames) -> MaskedText:
    """Put `MASK` for every maker and model that an answer names, if it says that it is one of them.

    `catalogue` is of the models that compete.
    """
    finder = _finder(catalogue)
    if not finder.tells(text):
        return MaskedText(text, leaked=False)
    return MaskedText(finder.names.sub(MASK, text), leaked=True)


def _whole(pattern: str) -> str:
    """Not inside a longer word of Latin letters; scripts without spaces may stand directly beside a name."""
    return rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])"


_A_NAME: Final = "\ue000"
"""Stands for every name while frames are searched: so they are compiled once, and not with each catalogue's names."""
_FRAMES: Final = re.compile("|".join(frame.replace(NAME, _A_NAME) for frame in FRAMES), re.IGNORECASE)
_MAKERS: Final = tuple(re.compile(_whole(f"(?:{'|'.join(maker)})"), re.IGNORECASE) for maker in MAKERS)


@dataclass(frozen=True, slots=True)
class _Finder:
    names: re.Pattern[str]
    models: re.Pattern[str] | None

    def tells(self, text: str) -> bool:
        plain = text.replace(_A_NAME, " ").replace("’", "'")  # noqa: RUF001 - the apostrophe of print
        if _FRAMES.search(self.names.sub(_A_NAME, plain)):
            return True
        if self.models is None:
            return False
        named = {self._maker_of(found) for found in self.models.findall(text)}
        return bool(named) and len(named | self._makers_in(text)) == 1

    def _maker_of(self, name: str) -> object:
        made_by = (number for number, maker in enumerate(_MAKERS) if maker.search(name))
        return next(made_by, _spelled(name).lower())

    def _makers_in(self, text: str) -> set[object]:
        return {number for number, maker in enumerate(_MAKERS) if maker.search(text)}


@lru_cache(maxsize=64)
def _finder(catalogue: TellingNames) -> _Finder:
    models = _longest_first(catalogue.models)
    own = _longest_first(catalogue.models | catalogue.makers)
    known = [pattern for maker in MAKERS for pattern in maker]
    name = _whole(rf"(?:{'|'.join([*map(_spelled, own), *known])}){VERSION}")
    distinctive = [_spelled(entry) for entry in models if _is_distinctive(entry)]
    return _Finder(
        names=re.compile(name, re.IGNORECASE),
        models=re.compile(_whole(f"(?:{'|'.join(distinctive)})"), re.IGNORECASE) if distinctive else None,
    )


def _longest_first(names: frozenset[str]) -> list[str]:
    return sorted(filter(None, (name.strip() for name in names)), key=lambda name: (-len(name), name))


def _is_distinctive(name: str) -> bool:
    several_parts = re.search(r"\w[^\w]+\w", name) is not None
    return len(name) >= _DISTINCTIVE and (several_parts or any(character.isdigit() for character in name))


def _spelled(name: str) -> str:
    """A pattern for a name that people write with a space, a dash, or nothing between its parts."""
    return r"[-_\s]?".join(re.escape(part) for part in re.split(r"[-_\s]+", name) if part)


def names_that_tell(cards: Iterable[ModelCard]) -> TellingNames:
    """What `mask` looks for when these models compete: their names, with and without a note in brackets, and slugs.

    A provider counts where it is called like a company ("Cohere", "Black Forest Labs"); addresses and descriptions are
    no names.
    """
    models: set[str] = set()
    makers: set[str] = set()
    for card in cards:
        models |= {card.name, _without_note(card.name), card.slug}
        makers |= {maker} if _is_called_like_a_company(maker := _without_note(card.provider).strip()) else set()
    return TellingNames(frozenset(filter(None, models)), frozenset(makers))


def _without_note(name: str) -> str:
    return re.sub(r"\s*\([^()]*\)$", "", name)


def _is_called_like_a_company(provider: str) -> bool:
    """One word of letters, or several of which each has its capital, where its script knows capitals."""
    words = provider.split()
    if len(words) == 1:
        return provider.isalpha()
    return bool(words) and all(re.fullmatch(r"[\w&'’+-]+", word) and _is_proper(word) for word in words)  # noqa: RUF001 - the apostrophe of print


def _is_proper(word: str) -> bool:
    return not word[0].islower() or word in _SMALL_WORDS
