"""Slugs: how a model is called in addresses, commands and rows."""

import itertools
import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated

from pydantic import StringConstraints

MAX_SLUG_CHARACTERS = 64

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=MAX_SLUG_CHARACTERS)]
"""Lower-case letters, digits, `.`, `_` and `-`; the first is a letter or a digit, so that no path means another one."""


def slug_of(text: str) -> str:
    """The slug that a name or a model id suggests; empty where it has no letter or digit that a slug may hold.

    `"Llama 3.3 70B (café)"` becomes `llama-3.3-70b-cafe`. What comes out suggests itself.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9._-]+", "-", plain).strip("._-")[:MAX_SLUG_CHARACTERS].rstrip("._-")


def unique_slugs(names: Iterable[str]) -> list[str]:
    """A slug for every name, in order; a second one of the same kind gets `-2` and so on."""
    taken: set[str] = set()
    slugs = []
    for name in names:
        first = slug_of(name) or "model"
        numbered = (f"{first[: MAX_SLUG_CHARACTERS - 5]}-{number}" for number in itertools.count(2))
        slug = next(slug for slug in itertools.chain([first], numbered) if slug not in taken)
        taken.add(slug)
        slugs.append(slug)
    return slugs
