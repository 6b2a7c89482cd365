"""What a scheduled post says: what was going on, and how the board changed since the last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.schedules.values import Placing
from community.statistics import Sums


class Move(StrEnum):
    """Where a model went on a board."""

    NEW = "new"
    SAME = "same"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Change:
    """How a model's place changed; `places` is 0 unless it went up or down."""

    move: Move
    places: int = 0


def change_of(placing: Placing, before: Sequence[Placing] | None) -> Change | None:
    """What became of the model's place since the last post; None where there was no last post."""
    if before is None:
        return None
    earlier = next((one.rank for one in before if one.model == placing.model), None)
    if earlier is None:
        return Change(Move.NEW)
    if earlier == placing.rank:
        return Change(Move.SAME)
    return Change(Move.UP if placing.rank < earlier else Move.DOWN, abs(earlier - placing.rank))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One post. `sums` cover the time from `since` until `until`; `sums_before` as long a time before that.

    `sums_before` is None for a schedule's first post, as are all changes.
    """

    since: datetime
    until: datetime
    sums: Sums
    sums_before: Sums | None
    placings: Sequence[Placing]
    changes: Sequence[Change | None]
