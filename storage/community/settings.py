"""What guilds decided for themselves."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from community.rules import VotingRules
from community.settings import GuildSettings
from storage.community import dialect
from storage.community.tables import fight_limits, guild_looks, guild_settings, guild_sources, voter_roles
from storage.database import Database
from storage.together import Together


class SqlSettingsStore:
    """Where settings are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together = Together(self._of_guild)

    async def of_guild(self, guild_id: int) -> GuildSettings:
        """The guild's settings, the defaults where it has made no choice."""
        return await self._together.get(guild_id)

    async def _of_guild(self, guild_id: int) -> GuildSettings:
        async with self._database.read() as connection:
            return await _load(connection, guild_id)

    async def save(self, guild_id: int, settings: GuildSettings) -> None:
        """Keep them in place of all that the guild had chosen."""
        await self._database.write(lambda connection: _keep(connection, guild_id, settings))

    async def change(self, guild_id: int, change: Callable[[GuildSettings], GuildSettings]) -> GuildSettings:
        """Change the settings as they are at that moment, and return what is kept. `change` may run more than once."""

        async def job(connection: AsyncConnection) -> GuildSettings:
            settings = change(await _load(connection, guild_id))
            await _keep(connection, guild_id, settings)
            return settings

        return await self._database.write(job)


async def _load(connection: AsyncConnection, guild_id: int) -> GuildSettings:
    query = (
        select(
            guild_settings,
            guild_looks.c.threads,
            guild_looks.c.spoilers,
            fight_limits.c.per_day.label("fights_per_day"),
            fight_limits.c.per_member.label("fights_per_member"),
            guild_sources.c.locale,
            guild_sources.c.source,
            guild_sources.c.hosted_allowed,
        )
        .join(guild_looks)
        .join(fight_limits)
        .join(guild_sources)
    )
    row = (await connection.execute(query.where(guild_settings.c.guild_id == guild_id))).one_or_none()
    roles = await connection.scalars(select(voter_roles.c.role_id).where(voter_roles.c.guild_id == guild_id))
    return GuildSettings() if row is None else _settings(row, frozenset(roles))


async def _keep(connection: AsyncConnection, guild_id: int, settings: GuildSettings) -> None:
    rules = settings.voting
    choices = {
        "battles_per_day": settings.battles_per_day,
        "battles_per_member": settings.battles_per_member,
        "voting_window": settings.voting_window,
        "account_age": rules.account_age,
        "membership": rules.membership,
        "reading_time": rules.reading_time,
        "ballots_per_day": rules.ballots_per_day,
        "starter_votes": rules.starter_votes,
        "quorum": rules.quorum,
        "extends": rules.extends,
    }
    row = dialect.insert(guild_settings).values(guild_id=guild_id, **choices)
    await connection.execute(row.on_conflict_do_update(index_elements=[guild_settings.c.guild_id], set_=choices))
    looks = {"threads": settings.threads, "spoilers": settings.spoilers}
    shown = dialect.insert(guild_looks).values(guild_id=guild_id, **looks)
    await connection.execute(shown.on_conflict_do_update(index_elements=[guild_looks.c.guild_id], set_=looks))
    limits = {"per_day": settings.fights_per_day, "per_member": settings.fights_per_member}
    of_fights = dialect.insert(fight_limits).values(guild_id=guild_id, **limits)
    await connection.execute(of_fights.on_conflict_do_update(index_elements=[fight_limits.c.guild_id], set_=limits))
    origins = {"locale": settings.locale, "source": settings.source, "hosted_allowed": settings.hosted_allowed}
    row = dialect.insert(guild_sources).values(guild_id=guild_id, **origins)
    await connection.execute(row.on_conflict_do_update(index_elements=[guild_sources.c.guild_id], set_=origins))
    await connection.execute(delete(voter_roles).where(voter_roles.c.guild_id == guild_id))
    if rules.voter_roles:
        roles = [{"guild_id": guild_id, "role_id": role_id} for role_id in sorted(rules.voter_roles)]
        await connection.execute(insert(voter_roles), roles)


def _settings(row: Row[Any], roles: frozenset[int]) -> GuildSettings:
    return GuildSettings(
        fights_per_day=row.fights_per_day,
        fights_per_member=row.fights_per_member,
        battles_per_day=row.battles_per_day,
        battles_per_member=row.battles_per_member,
        voting_window=row.voting_window,
        threads=row.threads,
        spoilers=row.spoilers,
        locale=row.locale,
        source=row.source,
        hosted_allowed=row.hosted_allowed,
        voting=VotingRules(
            voter_roles=roles,
            account_age=row.account_age,
            membership=row.membership,
            reading_time=row.reading_time,
            ballots_per_day=row.ballots_per_day,
            starter_votes=row.starter_votes,
            quorum=row.quorum,
            extends=row.extends,
        ),
    )
