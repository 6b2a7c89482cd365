"""The composition root: every part is built here, handed to the next, and closed in reverse order."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import discord
import structlog

from arena.wire import ModelCard
from bot.battles import open_battles
from bot.boards import board_parts
from bot.client import Blindbout
from bot.clock import followed_clock
from bot.darkroom import Darkroom, open_darkroom
from bot.endpoints import point_discord_at
from bot.fights import open_fights
from bot.insights import insights_feature
from bot.keys import key_parts
from bot.origins import Origins, open_origins
from bot.privacy import privacy_parts
from bot.schedules import schedule_parts
from bot.settings import SettingMissing, Settings, TokenRefused
from bot.tree import CommandRegister
from cogs import consent, manage, quota
from cogs.common.pace import EditPace
from cogs.common.posting import Poster
from cogs.exports import ExportFace, export_command
from community.boards import RatingShifts
from community.clock import Clock, SystemClock
from community.consent import Activity, Consents
from community.quotas import Kind
from storage.community.consent import SqlConsentStore
from storage.community.exports import SqlExportReader
from storage.community.facts import SqlFacts
from storage.community.settings import SqlSettingsStore
from storage.database import Database, open_database
from storage.migrating import migrate

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the command line needs of an assembled bot. `models` is empty where the house arena does not run."""

    bot: Blindbout
    token: str
    settings_store: SqlSettingsStore
    models: Sequence[ModelCard]
    notes: Sequence[str]


async def run_bot(settings: Settings) -> None:
    """Run the bot until cancelled.

    Raises:
        SettingMissing: there is no token.
        TokenRefused: Discord does not take the token.
        StorageError: the database cannot be used.
        ModelsFileError: the file of models cannot be used.
    """
    async with assembled(settings) as parts:
        try:
            await parts.bot.start(parts.token)
        except discord.LoginFailure as failure:
            raise TokenRefused from failure


@asynccontextmanager
async def assembled(settings: Settings) -> AsyncIterator[Parts]:
    """Build everything; errors as for `run_bot`, save that of the token."""
    if settings.discord_token is None:
        raise SettingMissing("DISCORD_TOKEN")
    if settings.discord_api_url is not None and settings.discord_gateway_url is not None:
        point_discord_at(settings.discord_api_url, settings.discord_gateway_url)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(open_database(settings.database_url))
        await migrate(database, "community", "arena")
        clock = await stack.enter_async_context(_clock(settings))
        origins = await stack.enter_async_context(open_origins(settings, database, clock))
        darkroom = await stack.enter_async_context(open_darkroom(origins.home, settings.modelchorus_base_url))
        bot = await stack.enter_async_context(_bot(database, origins, darkroom, settings, clock))
        token = settings.discord_token.get_secret_value()
        yield Parts(bot, token, SqlSettingsStore(database), origins.models, origins.notes)


@asynccontextmanager
async def _clock(settings: Settings) -> AsyncIterator[Clock]:
    """The machine's time, or a test's."""
    if settings.blindbout_test_clock is None:
        yield SystemClock()
        return
    async with followed_clock(settings.blindbout_test_clock) as clock:
        log.warning("clock.followed")
        yield clock


@asynccontextmanager
async def _bot(
    database: Database, origins: Origins, darkroom: Darkroom, chosen: Settings, clock: Clock
) -> AsyncIterator[Blindbout]:
    poster, pace = Poster(), EditPace()
    keys = key_parts(database, clock, keys=origins.keys)
    consents = Consents(store=SqlConsentStore(database), clock=clock)
    boards = board_parts(database, clock, source=next(iter(origins.sources)), worlds=origins.worlds, poster=poster)
    schedules = schedule_parts(
        database, clock, boards=boards.boards, pictures=boards.pictures, worlds=origins.worlds.all
    )
    running: list[asyncio.Task[None]] = []
    async with (
        open_battles(
            database,
            origins.sources,
            darkroom=darkroom,
            rater=RatingShifts(boards.boards),
            consents=consents,
            poster=poster,
            pace=pace,
            keys=keys.watch,
            fair_share=chosen.blindbout_fair_share,
            clock=clock,
        ) as battles,
        open_fights(
            database,
            origins.fights,
            consents=consents,
            poster=poster,
            pace=pace,
            keys=keys.watch,
            fair_share=chosen.blindbout_fair_share,
            clock=clock,
            battle=battles.of_models,
        ) as fights,
    ):
        privacy = privacy_parts(
            database, clock, battle_changed=battles.stage.changed, fight_changed=fights.screen.changed
        )

        async def before_connecting() -> None:
            await boards.before_connecting()
            await battles.runner.resume()
            await fights.runner.resume()
            running.extend([*battles.run(), schedules.start(), *boards.start(), privacy.start(), keys.start()])

        bot = Blindbout(
            register=CommandRegister(SqlFacts(database)),
            guilds_watch=privacy.upkeep,
            before_connecting=before_connecting,
        )
        poster.use(bot)
        keys.mail.use(bot)
        schedules.stage.play_on(bot)
        go_on = {
            Activity.BATTLE: battles.starting.resume,
            Activity.FOLLOW_UP: battles.following.resume,
            Activity.FIGHT: fights.starting.resume,
        }
        exports = ExportFace(reader=SqlExportReader(database), clock=clock)
        below_manage: list[manage.Below] = [
            schedules.commands(),
            boards.commands(),
            export_command(exports),
            *battles.asides.manage_commands,
        ]
        for feature in (
            *battles.features,
            fights.feature,
            consent.feature(consents, go_on),
            quota.feature({Kind.BATTLE: battles.start.left, Kind.FIGHT: fights.start.left}),
            manage.feature(SqlSettingsStore(database), battles.asides.moderation, list(origins.sources), below_manage),
            *boards.features(),
            insights_feature(database, boards.boards, origins.worlds),
            privacy.feature(),
        ):
            bot.add_feature(feature)
        async with bot:
            try:
                yield bot
            finally:
                await fights.leave()
                await _cancel(running)


async def _cancel(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
