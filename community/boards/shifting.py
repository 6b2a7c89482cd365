"""What a battle that is about to be revealed does to the guild's board."""

from dataclasses import replace

import structlog

from arena.ratings import Board, PairTable, Prior, Standing
from community.battles.shifts import Leaning, Shift, Shifts
from community.battles.values import Battle, Names, State
from community.boards.boards import Boards
from community.boards.counting import counted
from community.boards.rating import rated
from community.boards.values import Filters
from community.errors import BoardUnrated

log = structlog.get_logger(__name__)


class RatingShifts:
    """Fulfils `community.battles.Rater`: the board without the battle, and with it."""

    def __init__(self, boards: Boards) -> None:
        self._boards = boards

    async def shifts(self, battle: Battle, names: Names) -> Shifts | None:
        """Both models' ratings here before and after; None where the ratings cannot be told."""
        filters = Filters(source=battle.source, modality=battle.modality)
        counts, prior = await self._boards.counts(battle.guild_id, filters)
        table = PairTable()
        for row in counts.rows:
            table.add(*row)
        new = counted(replace(battle, state=State.REVEALED, names=names))
        try:
            before = rated(table, prior)
            if new is not None:
                table.add(*new.row)
            after = before if new is None else rated(table, prior)
        except BoardUnrated as error:
            log.warning("battle.ratings_unknown", battle=battle.id, error=str(error))
            return None
        return Shifts(*(_shift(name, before, after, prior) for name in (names.a, names.b)))


def _shift(name: str, before: Board, after: Board, prior: Prior) -> Shift | None:
    now = _standing(name, after)
    if now is None:
        return None
    earlier = _standing(name, before)
    leaning = Leaning.BALLOTS if not now.mostly_prior else Leaning.WORLD if prior.world else Leaning.GUESS
    return Shift(
        before=None if earlier is None else earlier.rating,
        after=now.rating,
        within=(now.upper - now.lower) / 2,
        leaning=leaning,
    )


def _standing(name: str, board: Board) -> Standing | None:
    return next((row for row in board.standings if row.model == name), None)
