"""How long texts are, and text free of what cannot be seen or sent."""

import re
from typing import Final

_BREAKS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def units(text: str) -> int:
    """The length in UTF-16 units, the stricter reading of Discord's limits: an emoji counts two or more."""
    return len(text) + sum(character > "\uffff" for character in text)


def longest_prefix(text: str, limit: int) -> int:
    """How many characters from the start of `text` fit into `limit` UTF-16 units."""
    if len(text) * 2 <= limit:
        return len(text)
    used = 0
    for index, character in enumerate(text):
        used += 2 if character > "\uffff" else 1
        if used > limit:
            return index
    return len(text)


def clean(text: str) -> str:
    r"""The text with every kind of line break as `\n` and nothing that is invisible or cannot be sent.

    Gone are control characters and the marks that turn the direction of all the text after them.
    """
    return _SURROGATE.sub("\ufffd", _UNSEEN.sub("", _BREAKS.sub("\n", text)))


def words(text: str) -> int:
    """The number of words; where a script writes without spaces, every character is one."""
    spaced, unspaced = _UNSPACED.subn(" ", text)
    return unspaced + sum(any(map(str.isalnum, token)) for token in spaced.split())


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun: `1 word`, `1,204 words`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
