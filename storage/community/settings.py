"""What guilds decided for themselves."""

from sqlalchemy import select

from community.settings import GuildSettings
from storage.community.dialect import insert
from storage.community.tables import guild_settings
from storage.database import Database


class SqlSettingsStore:
    """Where settings are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_guild(self, guild_id: int) -> GuildSettings:
        """The guild's settings, the defaults where it has made no choice."""
        async with self._database.read() as connection:
            row = (
                await connection.execute(select(guild_settings).where(guild_settings.c.guild_id == guild_id))
            ).one_or_none()
        if row is None:
            return GuildSettings()
        return GuildSettings(
            battles_per_day=row.battles_per_day,
            battles_per_member=row.battles_per_member,
            voting_window=row.voting_window,
        )

    async def save(self, guild_id: int, settings: GuildSettings) -> None:
        """Keep them."""
        choices = {
            "battles_per_day": settings.battles_per_day,
            "battles_per_member": settings.battles_per_member,
            "voting_window": settings.voting_window,
        }
        row = insert(guild_settings).values(guild_id=guild_id, **choices)
        upsert = row.on_conflict_do_update(index_elements=[guild_settings.c.guild_id], set_=choices)
        await self._database.write(lambda connection: connection.execute(upsert))
