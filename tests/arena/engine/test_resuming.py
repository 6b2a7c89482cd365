"""What happens to battles whose process stopped while the models wrote."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
import structlog.testing
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.engine.battles import BattleEngine, open_engine
from arena.engine.keys import KeyRing
from arena.engine.values import Battle, Key, Tier
from arena.wire import Modality, TextModel
from storage.arena.battles import BattleTable
from storage.arena.keys import KeyTable
from storage.database import Database, open_database
from tests.arena.engine.contestants import Failing, Held, Quick, catalogue
from tests.support.clock import EagerClock
from tests.support.database import database_url, migrated_database

PATIENCE = 10


@dataclass
class Running:
    engine: BattleEngine
    database: Database
    key: Key

    async def create(self) -> Battle:
        return await self.engine.create("Why?", modality=Modality.TEXT, locale="en", key=self.key)

    async def settled(self, battle: Battle) -> Battle:
        async with asyncio.timeout(PATIENCE):
            while (now := await self.engine.get(battle.id, owner=battle.owner)).latest.pending:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0)
        return now

    async def texts(self) -> set[str]:
        async with self.database.read() as connection:
            return set((await connection.execute(text("SELECT text FROM arena_answers"))).scalars())


@asynccontextmanager
async def running(file: Path, clock: EagerClock, *models: TextModel) -> AsyncIterator[Running]:
    async with migrated_database(file, "arena") as database:
        ring = KeyRing(KeyTable(database), clock.now)
        if not await ring.all():
            await ring.create(tier=Tier.WRITE)
        (key,) = await ring.all()
        async with open_engine(
            BattleTable(database),
            catalogue(*models),
            vote_delay=timedelta(0),
            clock=clock.now,
            rng=Random(3),  # noqa: S311 - the same draw in every run
        ) as engine:
            yield Running(engine, database, key)


async def test_an_unfinished_battle_is_written_anew_and_a_finished_side_is_kept(tmp_path: Path) -> None:
    clock = EagerClock()
    quick, slow = Quick("quartz"), Held("basalt")
    async with running(tmp_path / "a.db", clock, quick, slow) as arena:
        battle = await arena.create()
        async with asyncio.timeout(PATIENCE):
            await slow.began.wait()
            while "A first half, and a second one." not in await arena.texts():
                pass
    assert slow.stopped.is_set()

    clock.advance(300)
    idle, again = Quick("quartz"), Quick("basalt")
    async with running(tmp_path / "a.db", clock, idle, again) as arena:
        resumed = await arena.settled(battle)
    assert resumed.latest.ready_at is not None
    assert len(again.asked) == 1
    assert idle.asked == []


async def test_a_battle_past_its_time_ends_as_failed(tmp_path: Path) -> None:
    clock = EagerClock()
    async with running(tmp_path / "a.db", clock, Held("quartz"), Held("basalt")) as arena:
        battle = await arena.create()
    clock.advance(600)
    late = Quick("quartz"), Quick("basalt")
    async with running(tmp_path / "a.db", clock, *late) as arena:
        ended = await arena.engine.get(battle.id, owner=battle.owner)
    assert ended.latest.failure == "GENERATION_TIMED_OUT"
    assert late[0].asked == late[1].asked == []


async def test_a_model_that_is_gone_after_the_restart_is_replaced(tmp_path: Path) -> None:
    clock = EagerClock()
    async with running(tmp_path / "a.db", clock, Held("quartz"), Held("basalt")) as arena:
        battle = await arena.create()
    async with running(tmp_path / "a.db", clock, Quick("quartz"), Quick("marble")) as arena:
        resumed = await arena.settled(battle)
    assert {resumed.contestants.a.slug, resumed.contestants.b.slug} == {"quartz", "marble"}
    assert resumed.latest.ready_at is not None


async def test_answers_are_stored_while_they_grow(tmp_path: Path) -> None:
    clock = EagerClock()
    slow = Held("basalt")
    async with running(tmp_path / "a.db", clock, Quick("quartz"), slow) as arena:
        await arena.create()
        async with asyncio.timeout(PATIENCE):
            await slow.began.wait()
            while "Slowly " not in await arena.texts():
                pass


async def test_a_whole_answer_waits_for_a_database_that_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr("arena.engine.generating.SAVE_AGAIN_AFTER", 0.01)
    slow = Held("basalt")
    refused = asyncio.Event()
    async with (
        running(tmp_path / "a.db", EagerClock(), Quick("quartz"), slow) as arena,
        open_database(database_url(tmp_path / "a.db")) as other,
    ):
        battle = await arena.create()
        async with asyncio.timeout(PATIENCE):
            while not {"Slowly ", "A first half, and a second one."} <= await arena.texts():
                pass

        async def hold(connection: AsyncConnection) -> None:
            await connection.execute(text("UPDATE arena_battles SET title = 'held'"))
            slow.release.set()
            await refused.wait()

        with structlog.testing.capture_logs() as logs:
            holding = asyncio.create_task(other.write(hold))
            async with asyncio.timeout(PATIENCE):
                while not any(entry["event"] == "battle.answer_not_saved" for entry in logs):
                    await arena.texts()
            refused.set()
            await holding
            assert (await arena.settled(battle)).latest.ready_at is not None


async def test_the_models_are_asked_after_the_row_is_on_the_disk(tmp_path: Path) -> None:
    clock = EagerClock()
    async with running(tmp_path / "a.db", clock, Held("quartz"), Held("basalt")) as arena:
        battle = await arena.create()
        async with arena.database.read() as connection:
            rows = (await connection.execute(text("SELECT id FROM arena_battles"))).scalars().all()
    assert rows == [battle.id]


async def test_no_side_is_replaced_twice_not_even_across_a_restart(tmp_path: Path) -> None:
    clock = EagerClock()
    async with running(tmp_path / "a.db", clock, Failing("quartz"), Quick("basalt"), Held("marble")) as arena:
        while True:  # until the two are drawn between whom marble does not stand; one draw in three
            battle = await arena.create()
            if {battle.contestants.a.slug, battle.contestants.b.slug} == {"quartz", "basalt"}:
                break
        async with asyncio.timeout(PATIENCE):
            while not (now := await arena.engine.get(battle.id, owner=battle.owner)).replaced:  # noqa: ASYNC110 - the same
                await asyncio.sleep(0)
        assert {now.contestants.a.slug, now.contestants.b.slug} == {"marble", "basalt"}
    async with running(tmp_path / "a.db", clock, Failing("marble"), Quick("basalt"), Quick("granite")) as arena:
        ended = await arena.settled(battle)
    assert ended.latest.failure == "GENERATION_FAILED"
