"""Battles of Concurred: our sides, our vote, and what is left of a stream that broke."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr

from arena.clients import ConcurredClient, open_concurred
from arena.wire import Modality, Winner
from bot.sources import ConcurredBattles, open_concurred_battles
from community.battles import Answers, Assignment, BattleId, Failure, Leaks, Names, Polled
from community.battles.sides import Citation, Citations, Sides
from community.errors import (
    SourceError,
    SourceKeyRefused,
    SourceNotSupported,
    SourceRefused,
    SourceUnanswered,
    SourceUnreachable,
)
from storage.community.battles import SqlBattleStore
from storage.community.sides import SqlSidesStore
from storage.database import Database
from tests.storage.community.states import ANSWERS, NOW, start
from tests.support.clock import EagerClock
from tests.support.database import migrated_database
from tests.support.scripted_concurred import KEY, MAKER, MODELS, PAINTER, ScriptedConcurred, answer, served


@dataclass
class Place:
    """A scripted Concurred, its client, and a database with battles."""

    concurred: ScriptedConcurred
    client: ConcurredClient
    database: Database

    @property
    def sides(self) -> SqlSidesStore:
        return SqlSidesStore(self.database)

    @asynccontextmanager
    async def process(self, seed: int = 0) -> AsyncIterator[ConcurredBattles]:
        """One process of the bot: what it listens to ends with it."""
        async with open_concurred_battles(
            self.client,
            name="Concurred",
            sides=self.sides,
            clock=EagerClock(),
            rng=Random(seed),  # noqa: S311 - a test shall draw the same again
        ) as source:
            yield source

    async def assignment(self, *models: str) -> Assignment:
        battle_id = await start(SqlBattleStore(self.database))
        return Assignment(battle_id=battle_id, prompt="Why?", models=frozenset(models))

    async def drawn(self, battle_id: BattleId) -> Sides:
        sides = await self.sides.of(battle_id)
        assert sides is not None
        return sides


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Place]:
    concurred = ScriptedConcurred()
    async with (
        served(concurred) as url,
        open_concurred(url, SecretStr(KEY)) as client,
        migrated_database(tmp_path / "bot.db") as database,
    ):
        yield Place(concurred, client, database)


async def ended(source: ConcurredBattles, upstream_id: str) -> Polled:
    """How the battle stands once nobody writes any more."""
    async with asyncio.timeout(5):
        while (polled := await source.poll(upstream_id)) == Polled(turns=1):  # noqa: ASYNC110 - polling is what sources are for
            await asyncio.sleep(0.01)
    return polled


async def test_both_answers_come_together_by_side_and_names_with_our_own_vote(here: Place) -> None:
    assignment = await here.assignment()
    async with here.process() as source:
        created = await source.create(assignment)
        assert await source.poll(created.upstream_id) == Polled(turns=1)
        assert created.upstream_id == assignment.battle_id, "Concurred's own id would name the models"
        sides = await here.drawn(assignment.battle_id)
        here.concurred.go_on.set()
        polled = await ended(source, created.upstream_id)

        (asked,) = here.concurred.asked
        assert asked["models"] == sorted([sides.a.slug, sides.b.slug])
        said = {model: f"So says {index}." for index, model in enumerate(asked["models"])}
        assert polled.answers == Answers(said[sides.a.slug], said[sides.b.slug])
        assert await source.vote(created.upstream_id, Winner.TIE) == Names(sides.a.name, sides.b.name)
    assert len(here.concurred.asked) == 1, "no vote goes upstream"


async def test_chosen_models_meet_on_sides_that_are_thrown(here: Place) -> None:
    here.concurred.go_on.set()
    first: Counter[str] = Counter()
    for seed in range(16):
        assignment = await here.assignment(MODELS[2], MODELS[0])
        async with here.process(seed) as source:
            await source.create(assignment)
        sides = await here.drawn(assignment.battle_id)
        assert {sides.a.slug, sides.b.slug} == {MODELS[2], MODELS[0]}
        first[sides.a.slug] += 1
    assert set(first) == {MODELS[2], MODELS[0]}


async def test_one_chosen_model_meets_a_drawn_one(here: Place) -> None:
    assignment = await here.assignment(MODELS[1])
    async with here.process() as source:
        await source.create(assignment)
    sides = await here.drawn(assignment.battle_id)
    assert MODELS[1] in {sides.a.slug, sides.b.slug}


async def test_what_answers_lean_on_is_kept_by_side(here: Place) -> None:
    assignment = await here.assignment(*MODELS[:2])
    here.concurred.events = [answer(MODELS[0], "One.", "https://a.example"), answer(MODELS[1], "Other.")]
    here.concurred.go_on.set()
    async with here.process() as source:
        created = await source.create(assignment)
        await ended(source, created.upstream_id)
    sides, kept = await here.drawn(assignment.battle_id), await here.sides.citations(assignment.battle_id)
    page = (Citation("https://a.example", "Page at https://a.example"),)
    assert kept == (Citations(a=page) if sides.a.slug == MODELS[0] else Citations(b=page))


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "INVALID_API_KEY", SourceKeyRefused),
        (429, "RATE_LIMIT_EXCEEDED", SourceUnreachable),
        (400, "GUARDRAIL_BLOCKED", SourceRefused),
        (500, "INTERNAL_ERROR", SourceUnanswered),
    ],
)
async def test_a_refusal_says_whether_anything_was_used(
    here: Place, status: int, code: str, expected: type[SourceError]
) -> None:
    here.concurred.refusal = status, code
    async with here.process() as source:
        with pytest.raises(expected):
            await source.create(await here.assignment())


async def test_a_stream_that_breaks_before_the_second_answer_leaves_none(here: Place) -> None:
    assignment = await here.assignment(*MODELS[:2])
    here.concurred.events, here.concurred.cut = [answer(MODELS[0], "One.")], True
    here.concurred.go_on.set()
    async with here.process() as source:
        created = await source.create(assignment)
        polled = await ended(source, created.upstream_id)
    assert polled.answers is None
    assert polled.failure is Failure.UNFINISHED


async def test_after_a_kill_in_the_stream_nobody_can_know(here: Place) -> None:
    assignment = await here.assignment()
    async with here.process() as source:
        await source.create(assignment)
    async with here.process() as after:
        polled = await after.poll(assignment.battle_id)
    assert polled.error_code is not None
    assert polled.failure is Failure.UNKNOWN


async def test_a_kill_after_the_stream_loses_nothing(here: Place) -> None:
    assignment = await here.assignment()
    here.concurred.go_on.set()
    async with here.process() as source:
        await source.create(assignment)
        before = await ended(source, assignment.battle_id)
    async with here.process() as after:
        assert await after.poll(assignment.battle_id) == before
        sides = await here.drawn(assignment.battle_id)
        assert await after.vote(assignment.battle_id, Winner.A) == Names(sides.a.name, sides.b.name)


async def test_what_models_wrote_is_kept_apart_only_until_the_battle_has_it_masked(here: Place) -> None:
    opened, failed = await here.assignment(), await here.assignment()
    store = SqlBattleStore(here.database)
    here.concurred.go_on.set()
    async with here.process() as source:
        for assignment in (opened, failed):
            created = await source.create(assignment)
            await store.created(assignment.battle_id, created.upstream_id, created.poll_interval)
            assert (await ended(source, created.upstream_id)).answers is not None
        await store.open_voting(
            opened.battle_id, ANSWERS, Leaks(a=True), opened_at=NOW, closes_at=NOW + timedelta(minutes=10)
        )
        await store.fail(failed.battle_id, Failure.UNFINISHED)
        for assignment in (opened, failed):
            assert await here.sides.answers(assignment.battle_id) is None
            await here.sides.answered(assignment.battle_id, Answers("late", "later"), Citations())
            assert await here.sides.answers(assignment.battle_id) is None, "what comes after the end is not kept"
        sides = await here.drawn(opened.battle_id)
        assert await source.vote(opened.battle_id, Winner.A) == Names(sides.a.name, sides.b.name)


async def test_a_battle_waits_for_a_list_that_comes_slowly_while_whoever_types_does_not(here: Place) -> None:
    assignment = await here.assignment()
    here.concurred.lists.clear()
    async with here.process() as source:
        creating = asyncio.create_task(source.create(assignment))
        offered = await source.models(Modality.TEXT)
        assert not await source.lacks(frozenset(MODELS[:2]), Modality.TEXT), "nobody can know yet"
        assert not set(MODELS) & {choice.slug for choice in offered}
        here.concurred.lists.set()
        await creating
        assert not await source.lacks(frozenset(MODELS[:2]), Modality.TEXT)
        assert await source.lacks(frozenset({"nobody"}), Modality.TEXT)
        sides = await here.drawn(assignment.battle_id)
        assert {sides.a.slug, sides.b.slug} <= set(MODELS)


async def test_it_offers_what_it_lists_and_takes_no_follow_up(here: Place) -> None:
    async with here.process() as source:
        assert [choice.slug for choice in await source.models(Modality.TEXT)] == list(MODELS)
        assert await source.models(Modality.IMAGE) == []
        assert PAINTER not in [choice.slug for choice in await source.models(Modality.TEXT)]
        telling = await source.telling_names()
        assert set(MODELS) <= telling.models
        assert MAKER in telling.makers
        with pytest.raises(SourceNotSupported):
            await source.follow_up("any", "Why?")
