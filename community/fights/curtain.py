"""Who is who on the screens of an anonymous fight: letters, also inside what the fighters say of each other."""

import re
from collections.abc import Mapping
from functools import lru_cache

from arena.wire import TellingNames, mask

LETTERS = "ABCDEFGH"


def letters(agents: tuple[str, ...]) -> dict[str, str]:
    """A letter for each agent: its seat."""
    return dict(zip(agents, LETTERS, strict=False))


def veiled(text: str, agents: tuple[str, ...], names: Mapping[str, str]) -> str:
    """What a fighter said, with each fighter called by its letter, and every maker masked where it says who it is.

    `names` are display names by agent, or by the model that an agent is one of several of.
    """
    called = _called(agents, tuple(sorted(names.items())))
    if called:
        text = _pattern(tuple(called)).sub(lambda found: called[found[0].casefold()], text)
    return mask(text, TellingNames(frozenset([*agents, *names, *names.values()]))).text


@lru_cache(maxsize=256)
def _called(agents: tuple[str, ...], names: tuple[tuple[str, str], ...]) -> dict[str, str]:
    known = dict(names)
    called: dict[str, str] = {}
    for agent, letter in letters(agents).items():
        for name in (agent, known.get(agent, agent)):
            if name.strip():
                called.setdefault(name.casefold(), letter)
    return called


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)
