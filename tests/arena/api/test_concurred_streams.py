"""Streams live while models work, and whoever hangs up stops the models: over real connections."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from arena.api import streaming
from arena.engine.values import Api
from arena.wire.concurred import DONE
from bot.house import house_arena, in_process_key
from tests.arena.api.named import ASKED, COMPLETION, PAIR, house
from tests.arena.engine.contestants import Held, Quick, catalogue
from tests.arena.engine.fights.fighters import Fighter
from tests.support.database import migrated_database
from tests.support.trust import TRUST

PATIENCE = 60
"""Seconds; a busy machine needs some of them."""

GRACE = 5
"""Seconds that the server gives to what still runs before it cancels it."""

STREAMED: list[tuple[str, dict[str, Any]]] = [
    ("/api/v1/fight", PAIR),
    ("/api/v1/fight", PAIR | {"fightStyle": "blitz"}),
    ("/api/v1/battle", PAIR),
    ("/api/chat", PAIR | {"mode": "fight"}),
    ("/api/v1/chat/completions", COMPLETION | {"stream": True}),
]
WHOLE: list[tuple[str, dict[str, Any]]] = [
    ("/api/v1/battle", PAIR | {"stream": False}),
    ("/api/v1/chat/completions", COMPLETION),
]


async def test_whoever_leaves_a_stream_stops_the_models(tmp_path: Path) -> None:
    held = Held("quartz")
    async with house(tmp_path, held, Quick("basalt")) as (arena, key), asyncio.timeout(PATIENCE):
        for path, body in STREAMED:
            async with arena.http.stream("POST", path, json=body, headers=key) as answer:
                assert answer.status_code == 200
                await anext(answer.aiter_lines())
                await held.began.wait()
                assert not held.stopped.is_set()
            await held.stopped.wait()
            held.began.clear()
            held.stopped.clear()


async def test_whoever_leaves_while_waiting_for_a_whole_answer_stops_the_models_too(tmp_path: Path) -> None:
    held = Held("quartz")
    async with house(tmp_path, held, Quick("basalt")) as (arena, key), asyncio.timeout(PATIENCE):
        for path, body in WHOLE:
            waiting = asyncio.create_task(arena.http.post(path, json=body, headers=key))
            await held.began.wait()
            waiting.cancel()
            await held.stopped.wait()
            held.began.clear()
            held.stopped.clear()


async def test_whoever_leaves_during_the_vote_stops_the_judges(tmp_path: Path) -> None:
    class Pondering(Held):
        """Answers at once and thinks about its ballot for ever."""

        async def answer(self, messages: Any) -> Any:
            if "Reply with its letter" not in messages[-1].content:
                yield (await anext(Quick("x").answer(messages)))
                return
            async for chunk in super().answer(messages):
                yield chunk

    judge = Pondering("quartz")
    async with house(tmp_path, judge, Fighter("basalt"), Fighter("flint")) as (arena, key), asyncio.timeout(PATIENCE):
        async with arena.http.stream("POST", "/api/v1/fight", json=ASKED, headers=key) as answer:
            lines = answer.aiter_lines()  # kept, because an iterator that is dropped hangs up
            while "voting_start" not in await anext(lines):
                pass
            await judge.began.wait()
        await judge.stopped.wait()


async def test_the_arena_serves_on_after_many_have_left(tmp_path: Path) -> None:
    models = [Held("quartz"), Held("basalt")]
    async with house(tmp_path, *models) as (arena, key), asyncio.timeout(PATIENCE):

        async def leave_early() -> None:
            async with arena.http.stream("POST", "/api/v1/fight", json=PAIR, headers=key) as answer:
                await anext(answer.aiter_lines())

        await asyncio.gather(*(leave_early() for _ in range(8)))
        for model in models:
            model.release.set()
        answer = await arena.http.post("/api/v1/fight", json=PAIR, headers=key)
        assert '"session_complete"' in answer.text
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_an_open_stream_holds_no_shutdown_up(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    held, loop = Held("quartz"), asyncio.get_running_loop()
    async with httpx.AsyncClient(verify=TRUST, timeout=PATIENCE) as client, AsyncExitStack() as streams:
        async with (
            migrated_database(tmp_path / "a.db", "arena") as database,
            house_arena(database, catalogue(held, Quick("basalt")), vote_delay=timedelta(0)) as served,
        ):
            key = {"X-API-Key": await in_process_key(database, Api.CONCURRED)}
            asked = client.stream("POST", f"{served.base_url}/api/v1/fight", json=PAIR, headers=key)
            lines = (await streams.enter_async_context(asked)).aiter_lines()
            await anext(lines)
            await held.began.wait()
            left_at = loop.time()
        assert loop.time() - left_at < GRACE / 2
        assert held.stopped.is_set()
        assert "session_complete" not in "".join([line async for line in lines])
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def lines_of(http: httpx.AsyncClient, body: dict[str, Any], key: dict[str, str]) -> AsyncIterator[str]:
    async with http.stream("POST", "/api/v1/battle", json=body, headers=key) as answer:
        async for line in answer.aiter_lines():
            yield line


async def test_a_silent_stream_is_kept_alive_with_comments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "KEEP_ALIVE_SECONDS", 0.02)
    held = Held("quartz")
    async with house(tmp_path, held, Quick("basalt")) as (arena, key), asyncio.timeout(PATIENCE):
        comments, data = 0, []
        async for line in lines_of(arena.http, PAIR, key):
            comments += line == ": keep-alive"
            data += [json.loads(line.removeprefix("data: "))] if line.startswith("data: ") else []
            if comments == 3:
                held.release.set()
    assert [event["type"] for event in data][-2:] == ["agent_complete", "session_complete"]
    assert data[-2]["message"] == "Slowly but surely."


async def test_a_streamed_completion_comes_in_pieces_and_ends_with_its_mark(tmp_path: Path) -> None:
    options = {"stream": True, "stream_options": {"include_usage": True}}
    async with house(tmp_path) as (arena, key):
        answer = await arena.http.post("/api/v1/chat/completions", json=COMPLETION | options, headers=key)
        bare = await arena.http.post("/api/v1/chat/completions", json=COMPLETION | {"stream": True}, headers=key)
    assert answer.headers["X-Accel-Buffering"] == "no"
    *pieces, end = [line.removeprefix("data: ") for line in answer.text.split("\n\n") if line]
    assert end == DONE
    chunks = [json.loads(piece) for piece in pieces]
    assert {chunk["object"] for chunk in chunks} == {"chat.completion.chunk"}
    assert len({chunk["id"] for chunk in chunks}) == 1
    deltas = [choice["delta"] for chunk in chunks for choice in chunk["choices"]]
    assert deltas == [
        {"role": "assistant", "content": ""},
        {"content": "A first half, "},
        {"content": "and a second one."},
        {},
    ]
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["usage"] == {"prompt_tokens": 3, "completion_tokens": 8, "total_tokens": 11}
    assert "usage" not in bare.text


async def test_a_model_that_never_begins_in_the_time_asked_for_is_unavailable(tmp_path: Path) -> None:
    class Mute(Held):
        async def answer(self, messages: Any) -> Any:
            self.asked.append(messages)
            await self.release.wait()
            yield

    async with house(tmp_path, Mute("quartz")) as (arena, key), asyncio.timeout(PATIENCE):
        body = COMPLETION | {"timeout": 20, "stream": True}
        answer: httpx.Response = await arena.http.post("/api/v1/chat/completions", json=body, headers=key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "MODEL_UNAVAILABLE")
