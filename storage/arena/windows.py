"""The battles that a key has started in its window of 24 hours."""

from datetime import datetime

from sqlalchemy import case, exists, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.engine.errors import QuotaExceeded
from arena.engine.values import QUOTA_WINDOW
from storage.arena.tables import answers, battle_windows, battles


async def take_one(connection: AsyncConnection, key_id: str, limit: int, now: datetime) -> None:
    """Open the key's window, or take one more from it; one statement decides, also between processes.

    Raises:
        QuotaExceeded: the window is full.
    """
    over = battle_windows.c.opened_at <= now - QUOTA_WINDOW
    first = sqlite.insert(battle_windows).values(key_id=key_id, opened_at=now, used=1)
    upsert = first.on_conflict_do_update(
        index_elements=["key_id"],
        set_={
            "used": case((over, first.excluded.used), else_=battle_windows.c.used + 1),
            "opened_at": case((over, first.excluded.opened_at), else_=battle_windows.c.opened_at),
        },
        where=over | (battle_windows.c.used < limit),
    )
    if (await connection.execute(upsert)).rowcount == 1:
        return
    opened = (
        await connection.execute(select(battle_windows.c.opened_at).where(battle_windows.c.key_id == key_id))
    ).scalar_one()
    raise QuotaExceeded(
        f"This key has started its {limit} battles of 24 hours.", retry_after=opened + QUOTA_WINDOW - now
    )


async def give_back(connection: AsyncConnection, battle_id: str) -> None:
    """Undo `take_one` for a battle in which no model has written anything, if its window is still the key's."""
    written = exists().where(answers.c.battle_id == battle_id, answers.c.text != "")
    await connection.execute(
        update(battle_windows)
        .where(
            battle_windows.c.key_id == battles.c.key_id,
            battles.c.id == battle_id,
            battle_windows.c.opened_at <= battles.c.created_at,
            battle_windows.c.used > 0,
            ~written,
        )
        .values(used=battle_windows.c.used - 1)
    )
