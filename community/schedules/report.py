"""What a scheduled post says: what was going on, and how the board changed since the last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.boards.values import GuildBoard
from community.schedules.values import Order, Placing
from community.statistics import Result, Sums


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
class Line:
    """A model on the posted board. `rating` and `plus_minus`, half the 95 % interval, are in points.

    `plus_minus` is None where the board does not tell; `change` is None in a schedule's first post.
    """

    placing: Placing
    rating: float
    plus_minus: float | None
    change: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One post.

    `sums` cover the server's battles closed from `since` until `until`, `sums_before` as long a time before that: None
    for a schedule's first post. `lines` hold the whole board, the best first. `board` is the server's own, None where
    the world's is posted. `surprise` and `closest` are battles of that time on the server's own board.
    """

    order: Order
    since: datetime
    until: datetime
    next_at: datetime
    sums: Sums
    sums_before: Sums | None
    lines: Sequence[Line]
    board: GuildBoard | None
    surprise: Result | None = None
    closest: Result | None = None

    @property
    def placings(self) -> list[Placing]:
        """The models in the order of their places."""
        return [line.placing for line in self.lines]
