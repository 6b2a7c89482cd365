"""Battles, put together: their rows, their message, what drives them, and every way to start one."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import SystemRandom
from typing import Any

import discord

from bot.asides import Asides
from bot.darkroom import Darkroom
from cogs import battle, suggest
from cogs.battle import follow_up
from cogs.common.feature import Feature
from cogs.common.pace import EditPace
from cogs.common.posting import Poster
from cogs.suggest import SuggestFace
from community.battles import BattleRunner, FollowUps, Rater, Sources, StartBattle, Terms, Voting
from community.clock import Clock
from community.consent import Consents
from community.keys import KeyWatch
from storage.community.battles import SqlBattleStore
from storage.community.opinions import SqlOpinionStore
from storage.community.pictures import SqlPictureStore
from storage.community.quotas import SqlQuotaLedger
from storage.community.settings import SqlSettingsStore
from storage.community.sides import SqlSidesStore
from storage.community.turns import SqlTurnStore
from storage.database import Database


@dataclass(frozen=True, slots=True)
class BattleParts:
    """What the bot runs of battles."""

    stage: battle.DiscordStage
    runner: BattleRunner
    start: StartBattle
    starting: battle.Starting
    following: follow_up.FollowUpFace
    asides: Asides
    features: Sequence[Feature]

    async def of_models(
        self, interaction: discord.Interaction[Any], prompt: str, source: str, models: frozenset[str]
    ) -> None:
        """Start a battle of these two."""
        await self.starting.start(interaction, prompt, Terms(source=source, models=models))

    def run(self) -> "list[asyncio.Task[None]]":
        """Drive battles, and what stands beside them, until the tasks are cancelled."""
        return [
            asyncio.create_task(self.runner.run(), name="battle runner"),
            asyncio.create_task(self.asides.run(), name="beside the battles"),
        ]


@asynccontextmanager
async def open_battles(
    database: Database,
    sources: Sources,
    *,
    darkroom: Darkroom,
    rater: Rater,
    consents: Consents,
    poster: Poster,
    pace: EditPace,
    keys: KeyWatch,
    fair_share: float,
    clock: Clock,
) -> AsyncIterator[BattleParts]:
    """Everything of battles, on this database, until the block ends: then nothing is shown any more."""
    store, turns, pictures = SqlBattleStore(database), SqlTurnStore(database), SqlPictureStore(database)
    settings, ledger = SqlSettingsStore(database), SqlQuotaLedger(database)
    stage = battle.DiscordStage(
        store=store,
        turns=turns,
        pictures=pictures,
        watchers=SqlOpinionStore(database).watchers,
        settings=settings,
        converses=sources.converses,
        poster=poster,
        pace=pace,
        clock=clock,
    )
    runner = BattleRunner(
        store=store,
        turns=turns,
        darkroom=darkroom,
        pictures=pictures,
        ledger=ledger,
        settings=settings,
        sources=sources,
        stage=stage,
        rater=rater,
        keys=keys,
        clock=clock,
    )
    follow_ups = FollowUps(
        store=store,
        turns=turns,
        settings=settings,
        sources=sources,
        stage=stage,
        drive=runner.drive,
        keys=keys,
        clock=clock,
    )
    voting = Voting(store=store, settings=settings, clock=clock)
    start = StartBattle(
        store=store, ledger=ledger, settings=settings, sources=sources, clock=clock, fair_share=fair_share
    )
    starting = battle.Starting(start=start, voting=voting, runner=runner, consents=consents, clock=clock)
    following = follow_up.FollowUpFace(follow_ups, consents, clock)
    asides = Asides(database=database, battles=store, stage=stage, poster=poster, sources=sources, clock=clock)
    face = battle.BattleFace(
        starting=starting,
        voting=voting,
        runner=runner,
        stage=stage,
        converses=sources.converses,
        citations=SqlSidesStore(database).citations,
    )
    features = [
        battle.feature(face, more=asides.battle_commands),
        suggest.feature(SuggestFace(start=start, consents=consents, clock=clock, rng=SystemRandom())),
        follow_up.feature(following),
        *asides.features,
    ]
    try:
        yield BattleParts(stage, runner, start, starting, following, asides, features)
    finally:
        await stage.close()
