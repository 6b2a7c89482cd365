"""What a prompt is about, by rules that anybody can read and check. A prompt may be in several categories, or in none.

- coding: a code fence, something that looks like code, a programming language named beside a word of the trade, or one
  of the trade's unmistakable words;
- mathematics: an equation or a formula, LaTeX, or a word of the subject;
- creative-writing: asks to write, invent or continue a story, poem, song, scene and the like;
- instruction-following: sets the form of the answer, such as a length, a number of items, a format, or words to avoid;
- long-prompt: 1,500 characters or more;
- non-english: mostly not in Latin letters, or with more small words of another language than of English; where they are
  as many, an accented letter says so, and else the locale.

The words are those of the six languages that the suggestions are written in. Words are looked for as whole words.
Image prompts are in no category: the categories are about text.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from arena.wire import category_words as words
from arena.wire.locales import language_of
from arena.wire.models import Modality

LONG_PROMPT: Final = 1500
"""Characters from which a prompt counts as long."""
_FEW_LETTERS: Final = 3
_HALF: Final = 0.5
_ASCII: Final = "\x7f"
_LATIN: Final = "\u024f"
"""The last characters of ASCII and of the accented Latin letters."""


class Category(StrEnum):
    """The categories, by the slugs that addresses and rows hold."""

    CODING = "coding"
    MATHEMATICS = "mathematics"
    CREATIVE_WRITING = "creative-writing"
    INSTRUCTION_FOLLOWING = "instruction-following"
    LONG_PROMPT = "long-prompt"
    NON_ENGLISH = "non-english"


def categories_of(prompt: str, *, locale: str, modality: Modality) -> frozenset[Category]:
    """The categories of a prompt. `locale` decides only where the text itself does not say what language it is in."""
    if modality is not Modality.TEXT:
        return frozenset()
    found = {category for category, holds in _RULES.items() if holds(prompt)}
    if _is_foreign(prompt, locale):
        found.add(Category.NON_ENGLISH)
    return frozenset(found)


def _is_coding(prompt: str) -> bool:
    return bool(
        words.CODE.search(prompt)
        or words.TRADE.search(prompt)
        or (words.LANGUAGES.search(prompt) and words.PROGRAMMING.search(prompt))
    )


def _is_mathematics(prompt: str) -> bool:
    return bool(words.FORMULA.search(prompt) or words.MATHEMATICS.search(prompt))


def _is_creative(prompt: str) -> bool:
    return bool(words.INVENT.search(prompt) and words.FORMS.search(prompt))


def _sets_the_form(prompt: str) -> bool:
    return bool(words.CONSTRAINTS.search(prompt))


def _is_long(prompt: str) -> bool:
    return len(prompt) >= LONG_PROMPT


def _is_foreign(prompt: str, locale: str) -> bool:
    letters = [letter for letter in prompt if letter.isalpha()]
    if len(letters) < _FEW_LETTERS:
        return language_of(locale) != "en"
    if sum(letter > _LATIN for letter in letters) > len(letters) * _HALF:
        return True
    used = re.findall(r"[^\W\d_]+", prompt.lower())
    english = sum(word in words.ENGLISH for word in used)
    other = max(sum(word in small for word in used) for small in words.OTHER_LANGUAGES)
    if other != english:
        return other > english
    accented = any(letter > _ASCII for letter in letters)
    return accented or (english == 0 and language_of(locale) != "en")


_RULES: Final[Mapping[Category, Callable[[str], bool]]] = {
    Category.CODING: _is_coding,
    Category.MATHEMATICS: _is_mathematics,
    Category.CREATIVE_WRITING: _is_creative,
    Category.INSTRUCTION_FOLLOWING: _sets_the_form,
    Category.LONG_PROMPT: _is_long,
}
