"""How revealed battles moved their models' ratings, as it was told at the reveal."""

from typing import Final

from sqlalchemy import FromClause, Row, and_, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.shifts import Leaning, Shift, Shifts
from community.battles.values import BattleId
from storage.community.tables import battle_ratings, battles

_SIDES: Final = ("A", "B")
_OF: Final = {side: battle_ratings.alias(f"rating_{side.lower()}") for side in _SIDES}

COLUMNS: Final = tuple(
    table.c[name].label(f"rating_{name}_{side.lower()}")
    for side, table in _OF.items()
    for name in ("before", "after", "within", "leaning")
)
"""What `read` needs of a statement that was `joined`."""


def joined(of_battles: FromClause) -> FromClause:
    """The rows of battles with the ratings that were told of them."""
    for side, table in _OF.items():
        of_battles = of_battles.outerjoin(table, and_(table.c.battle_id == battles.c.id, table.c.side == side))
    return of_battles


async def keep(connection: AsyncConnection, battle_id: BattleId, shifts: Shifts) -> None:
    """Keep what is told of the ratings; nothing where nothing is."""
    told = [
        {
            "battle_id": battle_id,
            "side": side,
            "before": shift.before,
            "after": shift.after,
            "within": shift.within,
            "leaning": shift.leaning,
        }
        for side, shift in zip(_SIDES, (shifts.a, shifts.b), strict=True)
        if shift is not None
    ]
    if told:
        await connection.execute(insert(battle_ratings), told)


def read(row: Row[tuple[object, ...]]) -> Shifts:
    """The ratings in a row that holds `COLUMNS`."""
    return Shifts(
        _shift(row.rating_before_a, row.rating_after_a, row.rating_within_a, row.rating_leaning_a),
        _shift(row.rating_before_b, row.rating_after_b, row.rating_within_b, row.rating_leaning_b),
    )


def _shift(before: float | None, after: float | None, within: float | None, leaning: str | None) -> Shift | None:
    if after is None or within is None or leaning is None:
        return None
    return Shift(before=before, after=after, within=within, leaning=Leaning(leaning))
