"""Which battle repeats which."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.values import BattleId
from community.errors import StartedAgain
from storage.community.dialect import insert
from storage.community.tables import battle_repeats


async def keep(connection: AsyncConnection, battle_id: BattleId, repeated_by: BattleId) -> None:
    """Let one battle repeat another, or raise StartedAgain where one does already."""
    kept = await connection.execute(
        insert(battle_repeats).values(battle_id=battle_id, repeated_by=repeated_by).on_conflict_do_nothing()
    )
    if kept.rowcount == 0:
        raise StartedAgain


async def forget(connection: AsyncConnection, repeated_by: BattleId) -> None:
    """Let another battle repeat what this one repeats."""
    await connection.execute(delete(battle_repeats).where(battle_repeats.c.repeated_by == repeated_by))
