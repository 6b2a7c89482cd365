import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from community.fights import (
    Audience,
    Fight,
    FightId,
    FightRequest,
    FightRunner,
    FightStage,
    StartFight,
    Status,
    Terms,
)
from community.keys import KeyWatch
from community.quotas import ChargeState
from storage.community.fights import SqlFightStore
from storage.community.keys import SqlKeyStore
from storage.community.quotas import SqlQuotaLedger
from storage.community.settings import SqlSettingsStore
from storage.community.tables import fight_charges
from storage.database import Database
from tests.support.clock import EagerClock
from tests.support.database import migrated_database
from tests.support.fights import StreamedSource
from tests.support.keys import Operator

GUILD, CHANNEL, ADA, GRACE = 1, 2, 3, 4


class Told:
    """Remembers which fights were to be shown."""

    def __init__(self) -> None:
        self.changes: list[FightId] = []

    def changed(self, fight_id: FightId) -> None:
        self.changes.append(fight_id)


_stage: FightStage = Told()


@dataclass
class Ring:
    """Everything of fights on a real database, with a source that a test scripts."""

    database: Database
    store: SqlFightStore
    settings: SqlSettingsStore
    source: StreamedSource
    stage: Told
    clock: EagerClock
    start: StartFight
    runner: FightRunner
    audience: Audience
    keys: KeyWatch
    operator: Operator

    async def begin(self, **asked: Any) -> Fight:
        """Start a fight and follow it."""
        fight = await self.start(request(**asked))
        self.runner.drive(fight)
        return fight

    async def over(self, fight: Fight) -> Fight:
        """The fight once nobody follows it any more."""
        while (driver := self.runner._drivers.get(fight.id)) is not None:
            await driver
        found = await self.store.get(fight.id)
        assert found is not None
        return found

    async def charges(self, fight: Fight) -> set[ChargeState]:
        query = select(fight_charges.c.state).where(fight_charges.c.fight_id == fight.id)
        async with self.database.read() as connection:
            return {ChargeState(state) for state in await connection.scalars(query)}


def request(**asked: Any) -> FightRequest:
    return FightRequest(
        **{"guild_id": GUILD, "channel_id": CHANNEL, "member_id": ADA, "question": "Why?", "terms": Terms(), **asked}
    )


def ring_on(database: Database, source: StreamedSource, *, fair_share: float = 1.0) -> Ring:
    operator = Operator()
    store, settings, stage, clock = SqlFightStore(database), SqlSettingsStore(database), Told(), EagerClock()
    chance = random.Random(7)  # noqa: S311 - the same deal in every run
    keys = KeyWatch(store=SqlKeyStore(database), desk=operator, keys={}, clock=clock)
    runner = FightRunner(store=store, source=source, stage=stage, keys=keys, clock=clock, chance=chance)
    start = StartFight(
        store=store,
        ledger=SqlQuotaLedger(database),
        settings=settings,
        source=source,
        clock=clock,
        chance=chance,
        fair_share=fair_share,
    )
    audience = Audience(store=store, runner=runner, settings=settings, clock=clock)
    return Ring(database, store, settings, source, stage, clock, start, runner, audience, keys, operator)


@pytest.fixture
async def ring(tmp_path: Path) -> AsyncIterator[Ring]:
    async with migrated_database(tmp_path / "test.db") as database:
        opened = ring_on(database, StreamedSource())
        yield opened
        await opened.runner.close()


async def running(ring: Ring, fight: Fight) -> Fight:
    """The fight once its first event is kept."""
    while True:
        found = await ring.store.get(fight.id)
        assert found is not None
        if found.status is Status.RUNNING:
            return found
        await ring.clock.sleep(0)
