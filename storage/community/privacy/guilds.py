"""What is kept of guilds that the bot is no longer in: `community.privacy.GuildKeeper` on the database."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Table, and_, delete, exists, or_, select, tuple_, union
from sqlalchemy.ext.asyncio import AsyncConnection

from community.quotas import Scope
from storage.community import dialect
from storage.community.tables import (
    battles,
    departed_guilds,
    fight_charges,
    fights,
    metadata,
    quota_charges,
    quota_windows,
    schedules,
)
from storage.database import Database

_PARENTS: Final = {
    "battle_id": (battles.c.id, battles.c.guild_id),
    "fight_id": (fights.c.id, fights.c.guild_id),
    "schedule_id": (schedules.c.id, schedules.c.guild_id),
}
"""By which column a table belongs to a guild where it does not name one."""


class SqlGuildKeeper:
    """What is kept of guilds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def left(self, guild_id: int, now: datetime) -> bool:
        """The bot was taken off the guild; say whether that was not known yet."""
        row = dialect.insert(departed_guilds).values(guild_id=guild_id, left_at=now).on_conflict_do_nothing()
        news = row.returning(departed_guilds.c.guild_id)

        async def job(connection: AsyncConnection) -> bool:
            return await connection.scalar(news) is not None

        return await self._database.write(job)

    async def there(self, guild_ids: Collection[int]) -> None:
        """The bot is in these guilds, perhaps again: nothing of them is deleted."""
        back = delete(departed_guilds).where(departed_guilds.c.guild_id.in_(guild_ids))
        await self._database.write(lambda connection: connection.execute(back))

    async def known(self) -> Sequence[int]:
        """All guilds of which something is kept."""
        named = [table.c.guild_id for table in metadata.sorted_tables if "guild_id" in table.c]
        async with self._database.read() as connection:
            return (await connection.scalars(union(*(select(column) for column in named)))).all()

    async def departed(self, before: datetime) -> Sequence[int]:
        """The guilds that the bot left before then."""
        async with self._database.read() as connection:
            return (
                await connection.scalars(select(departed_guilds.c.guild_id).where(departed_guilds.c.left_at < before))
            ).all()

    async def delete(self, guild_id: int) -> None:
        """Delete everything that is kept of the guild."""

        async def job(connection: AsyncConnection) -> None:
            for table in reversed(metadata.sorted_tables):
                await _delete(connection, table, guild_id)

        await self._database.write(job)

    async def purge_windows(self, before: datetime) -> None:
        """Delete the quota windows that ended before then, with what was charged to them."""
        place = (quota_windows.c.scope, quota_windows.c.subject, quota_windows.c.kind)
        ended = select(*place).where(quota_windows.c.ends_at < before)

        async def job(connection: AsyncConnection) -> None:
            for charges in (quota_charges, fight_charges):
                charged = tuple_(charges.c.scope, charges.c.subject, charges.c.kind)
                await connection.execute(delete(charges).where(charged.in_(ended)))
            await connection.execute(delete(quota_windows).where(quota_windows.c.ends_at < before))

        async with self._database.read() as connection:
            # A look shall not write to the disk when there is nothing to delete.
            if not await connection.scalar(select(exists().where(quota_windows.c.ends_at < before))):
                return
        await self._database.write(job)


async def _delete(connection: AsyncConnection, table: Table, guild_id: int) -> None:
    if "guild_id" in table.c:
        await connection.execute(delete(table).where(table.c.guild_id == guild_id))
        return
    if table is quota_windows:
        of_guild = and_(table.c.scope == Scope.GUILD, table.c.subject == str(guild_id))
        of_members = and_(table.c.scope == Scope.MEMBER, table.c.subject.startswith(f"{guild_id}:", autoescape=True))
        await connection.execute(delete(table).where(or_(of_guild, of_members)))
        return
    for name, (key, guild) in _PARENTS.items():
        if name in table.c:
            await connection.execute(delete(table).where(table.c[name].in_(select(key).where(guild == guild_id))))
