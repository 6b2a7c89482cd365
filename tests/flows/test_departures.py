"""Servers that remove the bot: noticed at once or at the next start, deleted thirty days later unless it is back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

import sandbox
from arena.wire import Winner
from storage.community.battles import SqlBattleStore
from storage.community.tables import battles, departed_guilds
from storage.database import Database
from tests.support.bot import bot_process
from tests.support.database import migrated_database
from tests.support.fought import fought
from tests.support.patience import PATIENCE

DAY = 24 * 60 * 60


async def kept(database: Database) -> set[int]:
    """The servers of which a battle is kept."""
    async with database.read() as connection:
        return set(await connection.scalars(select(battles.c.guild_id)))


async def departed(database: Database) -> set[int]:
    async with database.read() as connection:
        return set(await connection.scalars(select(departed_guilds.c.guild_id)))


async def voted(database: Database, *guilds: int) -> None:
    closed_at = datetime.now(UTC) - timedelta(hours=1)
    for guild in guilds:
        await fought(SqlBattleStore(database), ("One", "Two"), [Winner.A], closed_at=closed_at, guild_id=guild)


async def test_what_a_server_left_behind_goes_after_thirty_days_unless_the_bot_comes_back(tmp_path: Path) -> None:
    async with (
        sandbox.run(acknowledge_seconds=PATIENCE) as server,
        migrated_database(tmp_path / "bot.db", "community", "arena") as database,
    ):
        guilds = server.control.guilds
        home, gone, back, unseen = (
            int(guild) for guild in (server.world.guild.id, *map(guilds.join, ("Gone", "Back", "Unseen")))
        )
        await voted(database, home, gone, back, unseen)
        async with bot_process(server, tmp_path, BLINDBOUT_TEST_CLOCK=server.clock_url) as bot:
            assert await departed(database) == set()
            for guild in (gone, back):
                guilds.leave(str(guild))
                await bot.logged("guild.left", guild=guild)
            guilds.come_back(str(back))
            await bot.kill()
            # Nobody tells the bot of this one.
            guilds.leave(str(unseen))
            await bot.start()
            await bot.logged("discord.ready", times=2)
            await bot.logged("guild.left", guild=unseen)
            assert await departed(database) == {gone, unseen}
            assert await kept(database) == {home, gone, back, unseen}

            await server.control.clock.advance(29 * DAY)
            assert await kept(database) == {home, gone, back, unseen}
            await server.control.clock.advance(2 * DAY)
            for guild in (gone, unseen):
                await bot.logged("guild.deleted", guild=guild)

            assert await kept(database) == {home, back}
            assert await departed(database) == set()
