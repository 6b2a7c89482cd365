"""The composition root: every part is built here, handed to the next, and closed in reverse order."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import SystemRandom
from typing import Any

import structlog
from discord import Interaction

from arena.wire import ModelCard
from bot.asides import Asides
from bot.boards import board_parts
from bot.client import Blindbout
from bot.clock import followed_clock
from bot.darkroom import Darkroom, open_darkroom
from bot.endpoints import point_discord_at
from bot.fights import open_fights
from bot.origins import Origins, open_origins
from bot.schedules import schedule_parts
from bot.settings import SettingMissing, Settings
from bot.tree import CommandRegister
from cogs import battle, consent, manage, quota, suggest
from cogs.battle import follow_up
from cogs.common.posting import Poster
from cogs.exports import ExportFace, export_command
from cogs.suggest import SuggestFace
from community.battles import BattleRunner, FollowUps, StartBattle, Terms, Voting
from community.boards import RatingShifts
from community.clock import Clock, SystemClock
from community.consent import Activity, Consents
from community.quotas import Kind
from storage.community.battles import SqlBattleStore
from storage.community.consent import SqlConsentStore
from storage.community.exports import SqlExportReader
from storage.community.facts import SqlFacts
from storage.community.opinions import SqlOpinionStore
from storage.community.pictures import SqlPictureStore
from storage.community.quotas import SqlQuotaLedger
from storage.community.settings import SqlSettingsStore
from storage.community.sides import SqlSidesStore
from storage.community.turns import SqlTurnStore
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
        discord.LoginFailure: Discord does not take the token.
        StorageError: the database cannot be used.
        ModelsFileError: the file of models cannot be used.
    """
    async with assembled(settings) as parts:
        await parts.bot.start(parts.token)


@asynccontextmanager
async def assembled(settings: Settings) -> AsyncIterator[Parts]:
    """Build everything; errors as for `run_bot`."""
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
    sources = origins.sources
    store = SqlBattleStore(database)
    poster = Poster()
    turns = SqlTurnStore(database)
    pictures = SqlPictureStore(database)
    ledger = SqlQuotaLedger(database)
    settings = SqlSettingsStore(database)
    stage = battle.DiscordStage(
        store=store,
        turns=turns,
        pictures=pictures,
        watchers=SqlOpinionStore(database).watchers,
        settings=settings,
        poster=poster,
        clock=clock,
    )
    boards = board_parts(database, clock, source=next(iter(sources)), worlds=origins.worlds, poster=poster)
    runner = BattleRunner(
        store=store,
        turns=turns,
        darkroom=darkroom,
        pictures=pictures,
        ledger=ledger,
        settings=settings,
        sources=sources,
        stage=stage,
        rater=RatingShifts(boards.boards),
        clock=clock,
    )
    follow_ups = FollowUps(
        store=store,
        turns=turns,
        settings=settings,
        sources=sources,
        stage=stage,
        drive=runner.drive,
        clock=clock,
    )
    voting = Voting(store=store, settings=settings, clock=clock)
    schedules = schedule_parts(database, clock, boards=boards.boards, worlds=origins.worlds.all)
    asides = Asides(database=database, battles=store, stage=stage, poster=poster, sources=sources, clock=clock)
    running: list[asyncio.Task[None]] = []

    async def before_connecting() -> None:
        await boards.before_connecting()
        await runner.resume()
        await fights.runner.resume()
        running.append(asyncio.create_task(runner.run(), name="battle runner"))
        running.append(schedules.start())
        running.append(asyncio.create_task(asides.run(), name="beside the battles"))
        running.extend(boards.start())

    async with AsyncExitStack() as closing:
        bot = Blindbout(register=CommandRegister(SqlFacts(database)), before_connecting=before_connecting)
        poster.use(bot)
        schedules.stage.play_on(bot)
        await closing.enter_async_context(bot)
        # Closed in reverse: nothing is shown any more when the connection to Discord goes.
        closing.push_async_callback(stage.close)
        closing.push_async_callback(_cancel, running)
        consents = Consents(store=SqlConsentStore(database), clock=clock)

        async def battle_of(at: Interaction[Any], prompt: str, source: str, models: frozenset[str]) -> None:
            await starting.start(at, prompt, Terms(source=source, models=models))

        fights = await closing.enter_async_context(
            open_fights(database, origins.fights, consents=consents, poster=poster, clock=clock, battle=battle_of)
        )
        start = StartBattle(
            store=store,
            ledger=ledger,
            settings=settings,
            sources=sources,
            clock=clock,
            fair_share=chosen.blindbout_fair_share,
        )
        starting = battle.Starting(start=start, voting=voting, runner=runner, consents=consents, clock=clock)
        bot.add_feature(
            battle.feature(
                battle.BattleFace(
                    starting=starting,
                    voting=voting,
                    runner=runner,
                    stage=stage,
                    citations=SqlSidesStore(database).citations,
                ),
                more=asides.battle_commands,
            )
        )
        following = follow_up.FollowUpFace(follow_ups, voting, consents, clock)
        go_on = {
            Activity.BATTLE: starting.resume,
            Activity.FOLLOW_UP: following.resume,
            Activity.FIGHT: fights.starting.resume,
        }
        bot.add_feature(consent.feature(consents, go_on))
        bot.add_feature(suggest.feature(SuggestFace(start=start, consents=consents, clock=clock, rng=SystemRandom())))
        bot.add_feature(fights.feature)
        bot.add_feature(quota.feature({Kind.BATTLE: start.left, Kind.FIGHT: fights.start.left}))
        bot.add_feature(follow_up.feature(following))
        for feature in asides.features:
            bot.add_feature(feature)
        exports = ExportFace(reader=SqlExportReader(database), clock=clock)
        bot.add_feature(
            manage.feature(
                settings,
                asides.moderation,
                list(sources),
                [schedules.commands(), boards.commands(), export_command(exports), *asides.manage_commands],
            )
        )
        for feature in boards.features():
            bot.add_feature(feature)
        yield bot


async def _cancel(tasks: list["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
