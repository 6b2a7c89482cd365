"""The counts that boards are made of: each battle is added in the transaction that reveals it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.ratings import PairStats
from community.battles.values import BattleId, State
from community.boards.counting import RULES, counted
from community.boards.values import Counted
from storage.community import blanked, rows
from storage.community.dialect import insert
from storage.community.tables import battles, board_counts, board_versions, facts

ALL: Final = ""
"""The category that holds every battle."""
STATS: Final = tuple(field.name for field in fields(PairStats))
_KEY: Final = tuple(column.name for column in board_counts.primary_key)
_CHUNK: Final = 500
_RULES_FACT: Final = "boards:rules"


async def count(connection: AsyncConnection, battle_id: BattleId) -> None:
    """Add the battle to its guild's boards, if it counts. Once a battle, in the transaction that reveals it."""
    found = await _counted(connection, [battle_id])
    await _add(connection, found)
    await _renew(connection, {one.guild_id for one in found})


async def discount(connection: AsyncConnection, battle_id: BattleId) -> None:
    """Take the battle out again, if it counted: in the transaction that voids it, and once."""
    voided = await rows.load(connection, battles.c.id == battle_id)
    kept = await blanked.categories(connection, [battle_id])
    found = [
        one for battle in voided if (one := counted(replace(battle, void=None), kept=kept.get(battle.id))) is not None
    ]
    for line in (line for one in found for line in _lines(one)):
        less = {name: board_counts.c[name] - line[name] for name in STATS}
        own = [board_counts.c[name] == line[name] for name in _KEY]
        await connection.execute(update(board_counts).where(*own).values(less))
    await _renew(connection, {one.guild_id for one in found})


async def count_anew(connection: AsyncConnection) -> bool:
    """Count all battles from the beginning where that was last done by other rules; say whether it was."""
    if await connection.scalar(select(facts.c.value).where(facts.c.name == _RULES_FACT)) == str(RULES):
        return False
    await connection.execute(delete(board_counts))
    ids = (await connection.scalars(select(battles.c.id).where(battles.c.state == State.REVEALED))).all()
    guilds: set[int] = set()
    for start in range(0, len(ids), _CHUNK):
        found = await _counted(connection, ids[start : start + _CHUNK])
        await _add(connection, found)
        guilds |= {one.guild_id for one in found}
    await _renew(connection, guilds)
    row = insert(facts).values(name=_RULES_FACT, value=str(RULES))
    await connection.execute(row.on_conflict_do_update(index_elements=[facts.c.name], set_={"value": str(RULES)}))
    return True


async def _counted(connection: AsyncConnection, ids: Sequence[str]) -> list[Counted]:
    found = await rows.load(connection, battles.c.id.in_(ids))
    kept = await blanked.categories(connection, ids)
    return [one for battle in found if (one := counted(battle, kept=kept.get(battle.id))) is not None]


async def _add(connection: AsyncConnection, found: Iterable[Counted]) -> None:
    lines = [line for one in found for line in _lines(one)]
    if not lines:
        return
    row = insert(board_counts)
    more: dict[str, Any] = {name: board_counts.c[name] + row.excluded[name] for name in STATS}
    more["last_closed_at"] = func.max(board_counts.c.last_closed_at, row.excluded.last_closed_at)
    await connection.execute(row.on_conflict_do_update(index_elements=list(board_counts.primary_key), set_=more), lines)


def _lines(one: Counted) -> Iterator[dict[str, Any]]:
    """A battle's rows: one among all battles, and one in each of its categories."""
    stats = {name: getattr(one.row.stats, name) for name in STATS}
    for category in (ALL, *sorted(one.categories)):
        yield {
            "guild_id": one.guild_id,
            "source": one.source,
            "modality": one.modality,
            "category": category,
            "day": one.day,
            "first": one.row.first,
            "second": one.row.second,
            "last_closed_at": one.closed_at,
            **stats,
        }


async def _renew(connection: AsyncConnection, guilds: Iterable[int]) -> None:
    for guild_id in guilds:
        row = insert(board_versions).values(guild_id=guild_id, version=1)
        newer = row.on_conflict_do_update(
            index_elements=[board_versions.c.guild_id], set_={"version": board_versions.c.version + 1}
        )
        await connection.execute(newer)
