"""What goes over the wire, and what comes of a well-formed answer."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from arena.clients import ModelChorusClient
from arena.wire import (
    CastVote,
    ContinueBattle,
    CreateBattle,
    CreateChat,
    GiveFeedback,
    Modality,
    SendMessage,
    Winner,
    dump,
)
from tests.arena.clients.foreign import BATTLE, CREATED, KEY, STATS, ForeignArena, client_of
from tests.support.serving import serve

pytestmark = pytest.mark.asyncio(loop_scope="module")

EXAMPLES = Path(__file__).parent.parent / "wire" / "examples"


def example(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return body


async def test_a_battle_is_created_as_the_reference_page_says(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(example("battle-created"))
    created = await client.create_battle(CreateBattle(prompt="Explain quantum entanglement simply.", locale="en"))
    assert (created.id, created.poll_interval_ms) == ("abc123", 2000)
    [request] = arena.received
    assert (request.method, request.raw_path) == ("POST", "/api/v1/battles")
    assert request.body == example("create-battle")
    assert request.headers["content-type"] == "application/json"


async def test_a_battle_is_polled(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(example("battle"))
    battle = await client.battle("jn7abc123def456")
    assert dump(battle) == example("battle")["data"]
    [request] = arena.received
    assert (request.method, request.raw_path, request.body) == ("GET", "/api/v1/battles/jn7abc123def456", None)


async def test_a_vote_brings_the_names(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(example("vote-accepted"))
    names = await client.vote("b1", CastVote(winner=Winner.A, feedback="Model A was more concise."))
    assert (names.model_a, names.model_b) == ("GPT-4o", "Claude 3.5 Sonnet")
    [request] = arena.received
    assert (request.method, request.raw_path, request.body) == ("POST", "/api/v1/battles/b1/vote", example("cast-vote"))


async def test_feedback_is_attached(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(example("feedback-accepted"))
    await client.give_feedback("b1", GiveFeedback(feedback="Both responses lacked citations."))
    [request] = arena.received
    assert request.raw_path == "/api/v1/battles/b1/feedback"
    assert request.body == example("give-feedback")


async def test_a_battle_is_continued(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(example("battle-continued"))
    continued = await client.continue_battle("b1", ContinueBattle(prompt="Now explain it to a 10-year-old."))
    assert continued.turn_number == 2
    [request] = arena.received
    assert request.raw_path == "/api/v1/battles/b1/continue"
    assert request.body == example("continue-battle")


async def test_a_chat_is_begun_with_a_model(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(example("chat-created"))
    created = await client.create_chat(CreateChat(model_id="gpt-4o", locale="en"))
    assert (created.id, created.model_name) == ("jn7cht456uvw789", "GPT-4o")
    [request] = arena.received
    assert (request.method, request.raw_path, request.body) == ("POST", "/api/v1/chats", example("create-chat"))


async def test_a_message_is_sent_to_a_chat(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(example("message-accepted"))
    accepted = await client.send_message("c/1", SendMessage(message="What is the capital of France?"))
    assert (accepted.status, accepted.message_count, accepted.poll_interval_ms) == ("processing", 2, 2000)
    [request] = arena.received
    assert request.raw_path == "/api/v1/chats/c%2F1/message"
    assert request.body == example("send-message")


async def test_a_chat_is_polled_page_by_page(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(example("chat"))
    assert dump(await client.chat("c1")) == example("chat")["data"]
    await client.chat("c1", cursor="eyJ+/=&x")
    first, second = arena.received
    assert first.raw_path == "/api/v1/chats/c1"
    assert second.query == {"cursor": "eyJ+/=&x"}


async def test_a_chat_of_another_form_is_read_as_far_as_it_goes(client: ModelChorusClient, arena: ForeignArena) -> None:
    message = {"_id": "m1", "role": "narrator", "mood": "dark"}
    arena.answers({"data": {"_id": "c1", "messages": [message], "pagination": None, "state": "dreaming"}})
    chat = await client.chat("c1")
    assert (chat.id, chat.is_active, chat.pagination.has_more) == ("c1", False, False)
    assert (chat.messages[0].id, chat.messages[0].content) == ("m1", "")


async def test_the_answers_of_an_image_battle_are_addresses(client: ModelChorusClient, arena: ForeignArena) -> None:
    pictures = {"responseA": "https://arena.example/a.webp", "responseB": "https://arena.example/b.webp"}
    arena.answers({"data": {"id": "b1", "modality": "image", "comparisons": [{"id": "c1", **pictures}]}})
    await client.create_battle(CreateBattle(prompt="A cat", modality=Modality.IMAGE))
    (comparison,) = (await client.battle("b1")).comparisons
    assert [comparison.response_a, comparison.response_b] == list(pictures.values())
    assert arena.received[0].body == {"prompt": "A cat", "modality": "image"}


@pytest.mark.parametrize("envelope", [{}, {"object": "list"}])
async def test_models_are_listed_with_and_without_an_object(
    client: ModelChorusClient, arena: ForeignArena, envelope: dict[str, str]
) -> None:
    arena.answers(envelope | example("models"))
    assert [model.model_id for model in await client.models()] == ["gpt-4o"]
    assert arena.received[0].raw_path == "/api/v1/models"


async def test_availability_is_listed(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(example("availability"))
    assert [model.output_modalities for model in await client.availability()] == [["text"], ["image"]]
    assert arena.received[0].raw_path == "/api/v1/models/availability"


async def test_totals_are_read(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(example("stats"))
    assert (await client.stats()).total_votes == 110432
    assert arena.received[0].raw_path == "/api/v1/stats"


async def test_every_request_carries_the_key_and_says_who_asks(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(CREATED, STATS)
    await client.create_battle(CreateBattle(prompt="Why?"))
    await client.stats()
    for request in arena.received:
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert request.headers["user-agent"].startswith("blindbout/")


@pytest.mark.parametrize("battle_id", ["a/b", "../stats", "..", ".", "a?b=c", "a#b", "%2F", "ä b", "a\nb"])
async def test_an_id_cannot_leave_its_place_in_the_path(
    client: ModelChorusClient, arena: ForeignArena, battle_id: str
) -> None:
    arena.answers(BATTLE)
    await client.battle(battle_id)
    *root, last = arena.received[0].raw_path.split("/")
    assert root == ["", "api", "v1", "battles"]
    assert unquote(last) == battle_id


async def test_the_base_url_may_end_with_a_slash_and_hold_a_path(arena: ForeignArena) -> None:
    arena.answers(STATS)
    async with serve(arena) as base_url, client_of(f"{base_url}/behind/a/proxy/") as client:
        await client.stats()
    assert arena.received[0].raw_path == "/behind/a/proxy/api/v1/stats"


@pytest.mark.parametrize("base_url", ["", "localhost:8000", "ftp://arena.example", "https://"])
async def test_a_base_url_that_is_none_is_refused_at_once(base_url: str) -> None:
    with pytest.raises(ValueError, match="is not an http or https address"):
        async with client_of(base_url):
            pass


async def test_prompts_of_every_script_arrive_unchanged(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(CREATED)
    prompt = 'Wärum? 为什么 🤖 "quoted"\n\\back\u2028'
    await client.create_battle(CreateBattle(prompt=prompt))
    assert arena.received[0].body == {"prompt": prompt}
