"""One suite for every arena: what a client may rely on, whoever serves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from arena.clients import ModelChorusClient, NotFound, vote_and_names
from arena.wire import (
    HIDDEN_NAME_A,
    HIDDEN_NAME_B,
    CastVote,
    ContinueBattle,
    CreateBattle,
    CreateChat,
    GiveFeedback,
    LocaleMode,
    Modality,
    SendMessage,
    Winner,
)
from tests.contract.targets import FOREIGN, PAGE, Target, foreign, house, page

PATIENCE = 20

READS: dict[str, Callable[[ModelChorusClient, str], Awaitable[Any]]] = {
    "GET /leaderboard": lambda client, _: client.leaderboard(locale="en", category="coding"),
    "GET /leaderboard/image": lambda client, _: client.image_leaderboard(locale="en"),
    "GET /leaderboard/categories": lambda client, _: client.category_leaderboards(),
    "GET /leaderboard/head-to-head": lambda client, _: client.head_to_head(
        modality=Modality.TEXT, locale="en", locale_mode=LocaleMode.HYBRID
    ),
    "GET /leaderboard/locales": lambda client, _: client.locales(),
    "GET /models": lambda client, _: client.models(locale="en"),
    "GET /models/availability": lambda client, _: client.availability(),
    "GET /models/{}": lambda client, name: client.model(name),
    "GET /models/{}/comparisons": lambda client, name: client.comparisons(name, limit=5),
    "GET /votes/recent": lambda client, _: client.recent_votes(limit=5),
    "GET /votes/feedback": lambda client, _: client.feedback(limit=5),
    "GET /stats": lambda client, _: client.stats(),
    "GET /suggestions": lambda client, _: client.suggestions(locale="en", modality=Modality.IMAGE),
}


@pytest_asyncio.fixture(params=[house, page, foreign], ids=lambda target: target.__name__)
async def target(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Target]:
    async with request.param(tmp_path) as one:
        yield one


def test_the_suite_knows_every_endpoint() -> None:
    assert len(FOREIGN) == 21
    assert set(PAGE) < set(FOREIGN)
    assert {key for key in FOREIGN if not key.startswith("POST")} == {*READS, "GET /battles/{}", "GET /chats/{}"}


async def test_everything_that_may_be_read_can_be_read(target: Target) -> None:
    for key, read in READS.items():
        if key in target.answers:
            assert await read(target.client, target.model) is not None, key


async def test_boards_and_feeds_say_the_least_that_a_reader_needs(target: Target) -> None:
    rows = await target.client.leaderboard()
    assert rows
    assert all(row.model_name and row.elo_rating > 0 for row in rows)
    votes = [*(await target.client.recent_votes()), *(await target.client.feedback()).data]
    assert votes
    assert all(vote.feedback and vote.winner for vote in votes)
    assert all(model.name and model.model_id for model in await target.client.models())
    assert (await target.client.locales()).text
    assert (await target.client.stats()).total_votes > 0


async def test_a_battle_goes_from_its_creation_to_the_names(target: Target) -> None:
    client = target.client
    created = await client.create_battle(CreateBattle(prompt="Explain quantum entanglement simply."))
    assert created.poll_interval_ms > 0
    async with asyncio.timeout(PATIENCE):
        while not (battle := await client.battle(created.id)).responses_ready:
            assert battle.error_code is None
    assert battle.comparisons[0].response_a
    assert (battle.comparisons[0].model_a, battle.comparisons[0].model_b) == (HIDDEN_NAME_A, HIDDEN_NAME_B)
    target.later()
    names = await vote_and_names(client, created.id, CastVote(winner=Winner.A))
    assert {names.model_a, names.model_b}.isdisjoint({HIDDEN_NAME_A, HIDDEN_NAME_B, ""})
    await client.give_feedback(created.id, GiveFeedback(feedback="Both lacked sources."))
    assert (await client.continue_battle(created.id, ContinueBattle(prompt="And then?"))).turn_number == 2


async def test_a_chat_takes_a_message(target: Target) -> None:
    client = target.client
    chat = await client.create_chat(CreateChat(model_id=target.model))
    accepted = await client.send_message(chat.id, SendMessage(message="What is the capital of France?"))
    assert accepted.poll_interval_ms > 0
    assert (await client.chat(chat.id)).messages


async def test_what_does_not_exist_is_not_found(target: Target) -> None:
    for asked in (
        target.client.battle("nobody"),
        target.client.chat("nobody"),
        target.client.model("nobody"),
        target.client.comparisons("nobody"),
    ):
        with pytest.raises(NotFound):
            await asked
