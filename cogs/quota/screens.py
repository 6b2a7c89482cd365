"""The answer to `/quota`."""

from collections.abc import Mapping, Sequence
from typing import Final

from discord import ui

from cogs.common.look import SLATE, card, words
from cogs.common.quotas import WHOSE, that_matter
from cogs.common.text import relative
from community.quotas import Kind, Left

_HEADINGS: Final = {Kind.BATTLE: "### Battles left for now", Kind.FIGHT: "### Fights left for now"}


def quota(left: Mapping[Kind, Sequence[Left]]) -> ui.LayoutView:
    """What is left of each kind."""
    return card(
        SLATE, *(words(_HEADINGS[kind], *map(_line, that_matter(allowances))) for kind, allowances in left.items())
    )


def _line(left: Left) -> str:
    again = f" · all of them again {relative(left.opens_at)}" if left.opens_at and left.used else ""
    return f"**{WHOSE[left.scope]}** {left.remaining:,} of {left.limit:,}{again}"
