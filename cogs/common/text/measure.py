"""How long texts are, and text free of what cannot be seen or sent."""

import re
import unicodedata
from typing import Final

_BREAKS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_INVISIBLE_RUN: Final = re.compile("([\u200b-\u200f\u2060-\u2064])[\u200b-\u200f\u2060-\u2064]+")
_JOINER: Final = "\u200d"
_SKIN_TONES: Final = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")
_LONGEST_SIGN: Final = 24
"""Characters; a family of four with skin tones has 11."""
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def units(text: str) -> int:
    """The length in UTF-16 units, the stricter reading of Discord's limits: an emoji counts two or more."""
    return len(text) + sum(character > "\uffff" for character in text)


def longest_prefix(text: str, limit: int) -> int:
    """How many characters from the start of `text` fit into `limit` UTF-16 units.

    What reads as one sign, a letter with its accents or an emoji of several, stays whole where there is a place to cut.
    """
    if len(text) * 2 <= limit:
        return len(text)
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return _before_sign(text, index)
    return len(text)


def _before_sign(text: str, cut: int) -> int:
    """The last place at or before `cut` where a sign begins; `cut` itself where none is near."""
    near = range(cut, max(cut - _LONGEST_SIGN, 0), -1)
    return next((at for at in near if not _joined(text, at)), cut)


def _joined(text: str, at: int) -> bool:
    character = text[at]
    accent = unicodedata.category(character)[0] == "M" or character in _SKIN_TONES
    return accent or _JOINER in text[at - 1 : at + 1]


def clean(text: str) -> str:
    r"""The text with every kind of line break as `\n` and nothing that is invisible or cannot be sent.

    Gone are control characters and the marks that turn the direction of all the text after them. Of invisible marks in
    a row, which scripts and emoji need one at a time, the first stays.
    """
    seen = _INVISIBLE_RUN.sub(r"\1", _UNSEEN.sub("", _BREAKS.sub("\n", text)))
    return _SURROGATE.sub("\ufffd", seen)


def columns(text: str) -> int:
    """How wide the text is in a font of one width: Chinese, Japanese and Korean letters take two columns."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def words(text: str) -> int:
    """The number of words; where a script writes without spaces, every character is one."""
    spaced, unspaced = _UNSPACED.subn(" ", text)
    return unspaced + sum(any(map(str.isalnum, token)) for token in spaced.split())


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun: `1 word`, `1,204 words`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
