"""Turns beside how both of their answers look."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Column, Row, Select, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.engine.boards import Style
from arena.engine.values import Pair, Side
from storage.arena.tables import battles, styles, turns

_FEATURES = tuple(field.name for field in fields(Style))


def with_looks(*columns: Column[Any]) -> Select[tuple[object, ...]]:
    """These columns of turns and battles, and what `looks_of` reads."""
    sides = {side: styles.alias(f"style_{side}") for side in Side}
    looks = (style.c[name].label(_label(name, side)) for side, style in sides.items() for name in _FEATURES)
    statement: Select[tuple[object, ...]] = select(*columns, *looks)
    statement = statement.join_from(turns, battles, battles.c.id == turns.c.battle_id)
    for side, style in sides.items():
        statement = statement.outerjoin(
            style,
            (style.c.battle_id == turns.c.battle_id) & (style.c.turn_number == turns.c.number) & (style.c.side == side),
        )
    return statement


def looks_of(row: Row[tuple[object, ...]]) -> Pair[Style] | None:
    """How the two answers look, None where that is not kept of both."""
    found = row._mapping  # noqa: SLF001 - the documented way to a column whose name is not known here
    both = [{name: found[_label(name, side)] for name in _FEATURES} for side in Side]
    if any(value is None for look in both for value in look.values()):
        return None
    return Pair(*(Style(**look) for look in both))


async def keep_looks(connection: AsyncConnection, looks: Mapping[str, Pair[Style]]) -> None:
    """Keep how the answers of these votes look, where that is not kept yet."""
    found = await connection.execute(select(turns.c.id, turns.c.battle_id, turns.c.number).where(turns.c.id.in_(looks)))
    rows = [
        {"battle_id": row.battle_id, "turn_number": row.number, "side": side, **asdict(looks[row.id][side])}
        for row in found
        for side in Side
    ]
    await connection.execute(sqlite.insert(styles).on_conflict_do_nothing(), rows)


def _label(feature: str, side: Side) -> str:
    return f"{feature}_{side.lower()}"
