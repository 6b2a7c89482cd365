"""Live boards: the promises are those of `community.boards.live.LiveStore`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import Modality
from community.boards.live import LiveBoard
from community.boards.values import Filters, Picture
from community.places import MessageRef
from storage.community.tables import board_versions, live_boards
from storage.database import Database


class SqlLiveStore:
    """Where live boards are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, live: LiveBoard) -> LiveBoard | None:
        """Keep it in place of the server's earlier one, which is returned."""

        async def job(connection: AsyncConnection) -> LiveBoard | None:
            earlier = await _take(connection, live.guild_id)
            row = {
                "guild_id": live.guild_id,
                "channel_id": live.channel_id,
                "source": live.filters.source,
                "modality": live.filters.modality,
                "picture": live.picture,
            }
            await connection.execute(insert(live_boards).values(row))
            return earlier

        return await self._database.write(job)

    async def remove(self, guild_id: int) -> LiveBoard | None:
        """Forget the server's, which is returned."""
        return await self._database.write(lambda connection: _take(connection, guild_id))

    async def of_guild(self, guild_id: int) -> LiveBoard | None:
        """The server's, None where it has none."""
        async with self._database.read() as connection:
            row = (
                await connection.execute(select(live_boards).where(live_boards.c.guild_id == guild_id))
            ).one_or_none()
        return None if row is None else _live(row)

    async def stale(self) -> Sequence[LiveBoard]:
        """Those that do not show the newest counts."""
        query = (
            select(live_boards)
            .outerjoin(board_versions, board_versions.c.guild_id == live_boards.c.guild_id)
            .where(live_boards.c.shows.is_distinct_from(func.coalesce(board_versions.c.version, 0)))
        )
        async with self._database.read() as connection:
            return [_live(row) for row in await connection.execute(query)]

    async def shown(self, live: LiveBoard, message: MessageRef | None, version: int) -> bool:
        """Remember what it shows, and where; False where the server has decided otherwise meanwhile."""
        same = (live_boards.c.guild_id == live.guild_id, live_boards.c.channel_id == live.channel_id)
        now = (
            update(live_boards)
            .where(*same)
            .values(shows=version, message_id=None if message is None else message.message_id)
        )
        changed = await self._database.write(lambda connection: connection.execute(now))
        return changed.rowcount == 1


async def _take(connection: AsyncConnection, guild_id: int) -> LiveBoard | None:
    taken = delete(live_boards).where(live_boards.c.guild_id == guild_id).returning(*live_boards.c)
    row = (await connection.execute(taken)).one_or_none()
    return None if row is None else _live(row)


def _live(row: Row[Any]) -> LiveBoard:
    return LiveBoard(
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        filters=Filters(source=row.source, modality=Modality(row.modality)),
        picture=Picture(row.picture),
        message=None if row.message_id is None else MessageRef(row.channel_id, row.message_id),
    )
