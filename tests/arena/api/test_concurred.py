"""Concurred's API on the house's own models, over HTTP: bodies, codes, keys and limits as its pages have them."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from arena.clients import InvalidMessageLength, InvalidModel, open_concurred
from arena.engine.values import Api, Tier
from arena.wire.concurred import BattleRequest, BattleResult, FightRequest, SessionComplete
from tests.arena.api.named import ASKED, COMPLETION, PAIR, PATHS, house, refused
from tests.arena.engine.contestants import Brush, Cut, Failing, Quick
from tests.contract.test_bad_input import BAD_BODIES


async def test_a_battle_in_one_piece_has_the_documented_body(tmp_path: Path) -> None:
    async with house(tmp_path) as (arena, key):
        answer = await arena.http.post("/api/v1/battle", json=PAIR | {"stream": False}, headers=key)
    now = int(arena.clock.now().timestamp())
    assert answer.json() == {
        "id": f"battle_{now}_quartz_basalt",
        "mode": "battle",
        "responses": [
            {"agent": "quartz", "model": "quartz", "message": "A first half, and a second one."},
            {"agent": "basalt", "model": "basalt", "message": "A first half, and a second one."},
        ],
        "created_at": now,
    }


async def test_a_streamed_battle_goes_on_without_a_model_that_fails_and_one_in_a_piece_does_not(tmp_path: Path) -> None:
    async with house(tmp_path, Quick("quartz"), Failing("basalt")) as (arena, key):
        answer = await arena.http.post("/api/v1/battle", json=PAIR, headers=key)
        whole = await arena.http.post("/api/v1/battle", json=PAIR | {"stream": False}, headers=key)
    assert refused(whole) == (503, "MODEL_UNAVAILABLE", "One of the models gave no answer.")
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    events = [json.loads(line.removeprefix("data: ")) for line in answer.text.split("\n\n") if line]
    starts = [{"type": "agent_start", "agent": slug, "model": slug} for slug in ("quartz", "basalt")]
    start = {"type": "session_start", "mode": "battle", "agents": ["quartz", "basalt"], "rounds": 1}
    assert events[:3] == [start, *starts]
    assert {"type": "error", "error": "This model gave no answer.", "agent": "basalt"} in events
    assert {"type": "agent_complete", "agent": "quartz", "message": "A first half, and a second one."} in events
    assert events[-1] == {"type": "session_complete", "winner": None}


async def test_a_completion_has_openais_form_and_the_older_chat_answers_alike(tmp_path: Path) -> None:
    async with house(tmp_path) as (arena, key):
        newer = (await arena.http.post("/api/v1/chat/completions", json=COMPLETION, headers=key)).json()
        asked = {"message": "Why?", "mode": "chat", "model": "Quartz Max", "stream": False}
        older = (await arena.http.post("/api/chat", json=asked, headers=key)).json()
    assert newer.pop("id").startswith("chatcmpl-")
    assert older.pop("id").startswith("chatcmpl-")
    assert newer == older
    assert newer == {
        "object": "chat.completion",
        "created": int(arena.clock.now().timestamp()),
        "model": "quartz",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "A first half, and a second one."},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 3, "completion_tokens": 8, "total_tokens": 11},
    }


async def test_more_time_than_a_model_may_have_is_as_much_as_it_may_have(tmp_path: Path) -> None:
    async with house(tmp_path) as (arena, key):
        answer = await arena.http.post("/api/v1/chat/completions", json=COMPLETION | {"timeout": 1e30}, headers=key)
    assert answer.status_code == 200


async def test_where_the_model_fails_the_fallbacks_are_asked_and_then_it_is_said(tmp_path: Path) -> None:
    async with house(tmp_path, Failing("quartz"), Cut("basalt"), Quick("flint")) as (arena, key):
        failing = arena.http.post("/api/v1/chat/completions", json=COMPLETION | {"retries": 2}, headers=key)
        assert refused(await failing) == (503, "MODEL_UNAVAILABLE", "The model gave no answer.")
        body = COMPLETION | {"fallback": ["flint"]}
        assert (await arena.http.post("/api/v1/chat/completions", json=body, headers=key)).json()["model"] == "flint"
        cut = COMPLETION | {"model": "basalt"}
        whole = await arena.http.post("/api/v1/chat/completions", json=cut, headers=key)
        assert refused(whole)[:2] == (503, "MODEL_UNAVAILABLE")
        streamed = await arena.http.post("/api/v1/chat/completions", json=cut | {"stream": True}, headers=key)
    lines = [line.removeprefix("data: ") for line in streamed.text.split("\n\n") if line]
    assert json.loads(lines[-1])["error"]["code"] == "MODEL_UNAVAILABLE"
    assert "Basalt" not in streamed.text


BAD: list[tuple[str, dict[str, Any], int, str]] = [
    ("/api/v1/fight", ASKED | {"models": "quartz,obsidian"}, 400, "INVALID_MODEL"),
    ("/api/v1/fight", ASKED | {"models": "quartz,ochre"}, 400, "INVALID_MODEL"),
    ("/api/v1/fight", ASKED | {"models": ["quartz", "Quartz Max"]}, 400, "INVALID_MODEL"),
    ("/api/v1/fight", ASKED | {"agentMode": "multiple-obsidian"}, 400, "INVALID_MODEL"),
    ("/api/v1/fight", ASKED | {"models": "quartz"}, 400, "BAD_REQUEST"),
    ("/api/v1/fight", ASKED | {"models": ",".join("abcdefghi")}, 400, "BAD_REQUEST"),
    ("/api/v1/fight", ASKED | {"rounds": 0}, 400, "BAD_REQUEST"),
    ("/api/v1/fight", ASKED | {"rounds": 11}, 400, "BAD_REQUEST"),
    ("/api/v1/fight", {"message": "x" * 2_001}, 400, "INVALID_MESSAGE_LENGTH"),
    ("/api/v1/fight", {"message": " "}, 400, "BAD_REQUEST"),
    ("/api/v1/fight", {}, 400, "MISSING_REQUIRED_FIELD"),
    ("/api/v1/fight", ASKED | {"stream": False}, 400, "STREAMING_REQUIRED"),
    ("/api/v1/fight", ASKED | {"image_url": "https://example.org/x.png"}, 400, "BAD_REQUEST"),
    ("/api/v1/battle", ASKED | {"models": ["quartz", "obsidian"]}, 400, "INVALID_MODEL"),
    ("/api/v1/battle", ASKED | {"models": ["quartz"]}, 400, "BAD_REQUEST"),
    ("/api/v1/battle", ASKED | {"models": "quartz,basalt,flint"}, 400, "BAD_REQUEST"),
    ("/api/v1/battle", ASKED, 400, "MISSING_REQUIRED_FIELD"),
    ("/api/chat", ASKED, 400, "MISSING_REQUIRED_FIELD"),
    ("/api/chat", ASKED | {"mode": "duel"}, 400, "BAD_REQUEST"),
    ("/api/chat", ASKED | {"mode": "chat", "model": "obsidian"}, 400, "INVALID_MODEL"),
    ("/api/chat", ASKED | {"mode": "fight", "stream": False}, 400, "STREAMING_REQUIRED"),
    ("/api/v1/chat/completions", COMPLETION | {"model": "obsidian"}, 400, "INVALID_MODEL"),
    ("/api/v1/chat/completions", {"model": "quartz"}, 400, "MISSING_REQUIRED_FIELD"),
    ("/api/v1/chat/completions", COMPLETION | {"messages": []}, 400, "BAD_REQUEST"),
    ("/api/v1/chat/completions", COMPLETION | {"tools": [{"type": "function"}]}, 400, "BAD_REQUEST"),
    ("/api/v1/chat/completions", COMPLETION | {"n": 2}, 400, "BAD_REQUEST"),
    ("/api/v1/chat/completions", COMPLETION | {"n": [1]}, 400, "BAD_REQUEST"),
    ("/api/v1/chat/completions", COMPLETION | {"temperature": 2.1}, 400, "BAD_REQUEST"),
    ("/api/v1/chat/completions", COMPLETION | {"top_p": -0.1}, 400, "BAD_REQUEST"),
    ("/api/v1/chat/completions", COMPLETION | {"seed": "7"}, 400, "BAD_REQUEST"),
    ("/api/v1/chat/completions", COMPLETION | {"stop": [*"abcde"]}, 400, "BAD_REQUEST"),
    ("/api/v1/chat/completions", COMPLETION | {"stop": [""]}, 400, "BAD_REQUEST"),
    ("/api/v1/chat/completions", COMPLETION | {"presence_penalty": 3}, 400, "BAD_REQUEST"),
    ("/api/v1/chat/completions", COMPLETION | {"max_completion_tokens": 0}, 400, "BAD_REQUEST"),
]


async def test_bad_input_is_refused_with_its_documented_code_before_any_model_is_asked(tmp_path: Path) -> None:
    models = (Quick("quartz"), Quick("basalt"), Quick("flint"))
    async with house(tmp_path, *models, Brush("ochre")) as (arena, key):
        for path, body, *expected in BAD:
            answer = await arena.http.post(path, json=body, headers=key)
            assert list(refused(answer)[:2]) == expected, (path, body, answer.text)
        as_json = key | {"Content-Type": "application/json"}
        answer = await arena.http.post("/api/v1/fight", content=b"{", headers=as_json)
        assert refused(answer) == (400, "BAD_REQUEST", "The body is not valid JSON.")
        answer = await arena.http.post("/api/v1/fight", content=b" " * 300_000, headers=as_json)
        assert refused(answer)[:2] == (413, "BAD_REQUEST")
        assert refused(await arena.http.get("/api/v1/fight", headers=key))[:2] == (405, "BAD_REQUEST")
    assert not any(model.asked for model in models)


async def test_parameters_of_other_modes_and_unknown_styles_are_no_mistake(tmp_path: Path) -> None:
    async with house(tmp_path) as (arena, key):
        extra = {"rounds": 3, "fightStyle": "blitz", "agentMode": "multiple-quartz", "model": "quartz"}
        body = PAIR | extra | {"mode": "battle", "stream": False}
        assert (await arena.http.post("/api/chat", json=body, headers=key)).status_code == 200
        answer = await arena.http.post("/api/v1/fight", json=ASKED | {"fightStyle": "waltz"}, headers=key)
        assert '"fightStyle": "brawl"' in answer.text
        answer = await arena.http.post("/api/v1/fight", json=ASKED | {"unheard": 1}, headers=key)
        assert refused(answer)[:2] == (400, "BAD_REQUEST")


@pytest.mark.parametrize("path", PATHS)
async def test_either_header_opens_every_endpoint_and_a_bad_key_is_told_apart_from_none(
    path: str, tmp_path: Path
) -> None:
    async with house(tmp_path) as (arena, _):
        good, foreign = await arena.keys.create(tier=Tier.WRITE, api=Api.CONCURRED), await arena.key()
        reading = await arena.keys.create(tier=Tier.READ, api=Api.CONCURRED)
        tried = [
            ({}, 401, "UNAUTHORIZED"),
            ({"X-API-Key": "ck_" + "0" * 32}, 401, "INVALID_API_KEY"),
            ({"Authorization": "Bearer nonsense"}, 401, "INVALID_API_KEY"),
            (foreign, 401, "INVALID_API_KEY"),
            ({"X-API-Key": reading}, 403, "FORBIDDEN"),
            ({"X-API-Key": good}, 400, "MISSING_REQUIRED_FIELD"),
            ({"Authorization": f"Bearer {good}"}, 400, "MISSING_REQUIRED_FIELD"),
            ({"Authorization": f"Bearer {good}", "X-API-Key": "wrong"}, 400, "MISSING_REQUIRED_FIELD"),
        ]
        for headers, *expected in tried:
            answer = await arena.http.post(path, json={}, headers=headers)
            assert list(refused(answer)[:2]) == expected


@pytest.mark.parametrize(("path", "limit"), list(zip(PATHS, (10, 10, 60, 10), strict=True)))
async def test_every_answer_says_what_is_left_and_one_too_many_waits(path: str, limit: int, tmp_path: Path) -> None:
    async with house(tmp_path) as (arena, unlimited):
        key = {"X-API-Key": await arena.keys.create(tier=Tier.WRITE, api=Api.CONCURRED)}
        resets = str(int(arena.clock.now().timestamp()) + 60)
        for left in reversed(range(limit)):
            headers = (await arena.http.post(path, json={}, headers=key)).headers
            told = [headers[f"X-RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset")]
            assert told == [str(limit), str(left), resets]
        arena.clock.advance(59.5)
        answer = await arena.http.post(path, json={}, headers=key)
        assert refused(answer)[:2] == (429, "RATE_LIMIT_EXCEEDED")
        assert answer.json()["error"]["details"] == {"retryAfter": 1}
        assert (answer.headers["X-RateLimit-Remaining"], answer.headers["Retry-After"]) == ("0", "1")
        assert (await arena.http.post(path, json={}, headers=unlimited)).status_code == 400
        arena.clock.advance(1)
        assert (await arena.http.post(path, json={}, headers=key)).headers["X-RateLimit-Remaining"] == str(limit - 1)


async def test_a_limit_is_one_keys_at_one_path(tmp_path: Path) -> None:
    async with house(tmp_path) as (arena, _):
        first, second = [{"X-API-Key": await arena.keys.create(tier=Tier.WRITE, api=Api.CONCURRED)} for _ in range(2)]
        for _ in range(11):
            await arena.http.post("/api/chat", json={}, headers=first)
        assert (await arena.http.post("/api/v1/fight", json={}, headers=first)).status_code == 400
        assert (await arena.http.post("/api/chat", json={}, headers=second)).status_code == 400


async def test_health_and_models_need_no_key(tmp_path: Path) -> None:
    async with house(tmp_path) as (arena, _):
        assert (await arena.http.get("/api/health")).json() == {"status": "ok"}
        listed = (await arena.http.get("/api/v1/models")).json()
    assert listed["object"] == "list"
    assert {"id", "object", "created", "owned_by", "modelId", "name"} <= set(listed["data"][0])


async def test_the_bots_own_client_understands_all_of_it_with_its_in_process_key(tmp_path: Path) -> None:
    async with house(tmp_path) as (arena, key):
        url, secret = str(arena.http.base_url), SecretStr(key["X-API-Key"])
        async with open_concurred(url, secret) as client:
            for style in ("brawl", "blitz"):
                fight = FightRequest.model_validate(ASKED | {"rounds": 2, "fightStyle": style})
                events = [event async for event in client.stream_fight(fight)]
                assert isinstance(events[-1], SessionComplete)
            battle = BattleRequest.model_validate(PAIR)
            assert [answer.agent for answer in (await client.battle(battle)).responses] == ["quartz", "basalt"]
            assert [event.type async for event in client.stream_battle(battle)][-1] == "session_complete"
            assert isinstance(await client.chat(battle), BattleResult)
            with pytest.raises(InvalidModel):
                await client.battle(BattleRequest.model_validate(ASKED | {"models": ["quartz", "obsidian"]}))
            too_long = BattleRequest.model_validate(PAIR).model_copy(update={"message": "x" * 2_001})
            with pytest.raises(InvalidMessageLength):
                await client.battle(too_long)


async def test_whatever_is_sent_the_answer_is_an_error_in_its_envelope(tmp_path: Path) -> None:
    async with house(tmp_path) as (arena, key):
        for path in PATHS:
            for body in BAD_BODIES:
                answer = await arena.http.post(path, content=body, headers=key | {"Content-Type": "application/json"})
                status, code, message = refused(answer)
                assert (status, code) in {(400, "BAD_REQUEST"), (400, "MISSING_REQUIRED_FIELD")}, (path, body)
                assert not any(word in message for word in ("Traceback", "pydantic", "NoneType"))
