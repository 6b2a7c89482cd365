"""What goes over the wire to Concurred, and what comes of a well-formed answer."""

import json
from typing import Any

import pytest

from arena.clients import ConcurredClient, KeyHeader
from arena.wire import dump
from arena.wire.concurred import BattleResult, Completion, CompletionChunk, FightRequest, dump_event
from tests.arena.clients.concurred.streaming import (
    BATTLE,
    CHAT,
    CK,
    COMPLETION,
    EVENTS,
    EXAMPLES,
    FIGHT,
    concurred_of,
    gathered,
    piece,
    stream,
)
from tests.arena.clients.foreign import ForeignArena
from tests.support.serving import serve

pytestmark = pytest.mark.asyncio(loop_scope="module")

COMPLETED = {"id": "c1", "choices": [{"index": 0, "message": {"role": "assistant", "content": "Rust."}}]}


def example(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return body


def asked(arena: ForeignArena) -> tuple[str, str, Any]:
    [request] = arena.received
    return request.method, request.raw_path, request.body


async def test_a_battle_in_one_piece(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers(example("battle-result"))
    result = await concurred.battle(BATTLE)
    assert dump(result) == example("battle-result")
    assert asked(arena) == ("POST", "/api/v1/battle", example("battle-request"))


async def test_a_fight_is_streamed_event_by_event(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers(stream(*EVENTS))
    came, failure = await gathered(concurred.stream_fight(FIGHT))
    assert failure is None
    assert [dump_event(event) for event in came] == EVENTS
    body = {key: value for key, value in example("fight-request").items() if key != "fightStyle"}
    assert asked(arena) == ("POST", "/api/v1/fight", body | {"stream": True})
    assert arena.received[0].headers["accept"] == "text/event-stream"


async def test_a_battle_is_streamed(concurred: ConcurredClient, arena: ForeignArena) -> None:
    answers = [{"type": "agent_complete", "agent": name, "message": "Yes."} for name in ("claude", "gpt")]
    arena.answers(stream(*answers, {"type": "session_complete"}))
    came, failure = await gathered(concurred.stream_battle(BATTLE))
    assert (len(came), failure) == (3, None)
    assert asked(arena) == ("POST", "/api/v1/battle", example("battle-request") | {"stream": True})


async def test_a_completion_in_one_piece(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers(COMPLETED)
    assert (await concurred.complete(COMPLETION)).text == "Rust."
    assert asked(arena) == ("POST", "/api/v1/chat/completions", example("completion-request") | {"stream": False})


async def test_a_completion_piece_by_piece(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers(stream(piece("Ru"), piece("st."), piece(finish="stop"), "[DONE]"))
    came, failure = await gathered(concurred.stream_completion(COMPLETION))
    assert ("".join(chunk.text for chunk in came), failure) == ("Rust.", None)
    assert asked(arena) == ("POST", "/api/v1/chat/completions", example("completion-request") | {"stream": True})


async def test_the_older_endpoint_names_the_mode(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers(COMPLETED, example("battle-result"))
    chat, battle = await concurred.chat(CHAT), await concurred.chat(BATTLE)
    assert isinstance(chat, Completion)
    assert isinstance(battle, BattleResult)
    assert [(request.raw_path, request.body) for request in arena.received] == [
        ("/api/chat", {"message": "Why?", "model": "claude", "mode": "chat", "stream": False}),
        ("/api/chat", example("battle-request") | {"mode": "battle"}),
    ]


async def test_the_older_endpoint_may_answer_a_chat_like_a_battle_of_one(
    concurred: ConcurredClient, arena: ForeignArena
) -> None:
    arena.answers({"id": "chat_1", "mode": "chat", "responses": [{"agent": "claude", "message": "Because."}]})
    chat = await concurred.chat(CHAT)
    assert isinstance(chat, BattleResult)
    assert chat.responses[0].message == "Because."


async def test_the_older_endpoint_streams_a_fight(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers(stream(*EVENTS))
    request = FightRequest.model_validate_json((EXAMPLES / "fight-sdk-example.json").read_bytes())
    came, failure = await gathered(concurred.stream_chat(request))
    assert (len(came), failure) == (len(EVENTS), None)
    assert asked(arena) == ("POST", "/api/chat", example("fight-sdk-example") | {"stream": True})


@pytest.mark.parametrize(
    "events",
    [
        [piece("Rust."), piece(finish="stop"), "[DONE]"],
        [{"type": "agent_complete", "agent": "claude", "message": "Rust."}],
        [{"type": "agent_complete", "agent": "claude", "message": "Rust."}, {"type": "session_complete"}],
    ],
)
async def test_the_older_endpoint_streams_a_chat_in_either_form(
    concurred: ConcurredClient, arena: ForeignArena, events: list[Any]
) -> None:
    arena.answers(stream(*events))
    came, failure = await gathered(concurred.stream_chat(CHAT))
    assert failure is None
    assert came[0].text == "Rust." if isinstance(came[0], CompletionChunk) else dump_event(came[0]) == events[0]


async def test_models_are_listed_with_and_without_the_fields_of_the_house(
    concurred: ConcurredClient, arena: ForeignArena
) -> None:
    hosted = {"id": "claude", "object": "model", "created": 1706540065, "owned_by": "anthropic"}
    house = {"id": "eliza", "name": "Eliza", "modelId": "eliza", "inputModalities": ["text"]}
    arena.answers({"object": "list", "data": [hosted, house]})
    assert [(model.id, model.name, model.owned_by) for model in await concurred.models()] == [
        ("claude", None, "anthropic"),
        ("eliza", "Eliza", None),
    ]
    assert asked(arena) == ("GET", "/api/v1/models", None)


async def test_health_is_a_success_of_any_content(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers({"status": "ok", "uptime": 5})
    assert (await concurred.health()).status == "ok"
    assert asked(arena) == ("GET", "/api/health", None)


@pytest.mark.parametrize(
    ("form", "present", "absent"),
    [
        (KeyHeader.AUTHORIZATION, {"authorization": f"Bearer {CK}"}, "x-api-key"),
        (KeyHeader.X_API_KEY, {"x-api-key": CK}, "authorization"),
    ],
)
async def test_the_key_goes_in_either_header(form: KeyHeader, present: dict[str, str], absent: str) -> None:
    arena = ForeignArena([stream(*EVENTS), COMPLETED])
    async with serve(arena) as base_url, concurred_of(f"{base_url}/", key_header=form) as client:
        await gathered(client.stream_fight(FIGHT))
        await client.complete(COMPLETION)
    for request in arena.received:
        assert present.items() <= request.headers.items()
        assert absent not in request.headers
        assert request.headers["user-agent"].startswith("blindbout/")
