import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import open_database
from tests.arena.api.served import error_of, served
from tests.arena.engine.contestants import Quick
from tests.support.database import database_url

BAD_BODIES: list[tuple[bytes, str]] = [
    (b"", "The body must be a JSON object"),
    (b"{", "The body is not valid JSON."),
    (b"[]", "The body must be a JSON object"),
    (b'"text"', "The body must be a JSON object"),
    (b"null", "The body must be a JSON object"),
    (b'{"prompt": "\xff\xfe"}', "send JSON in UTF-8"),
    (b"\x00\x01", ""),
    (b"[" * 100_000, ""),
    (b"{}", "The field prompt is required."),
    (b'{"prompt": ""}', "The field prompt must not be blank."),
    (b'{"prompt": " \\n\\t"}', "The field prompt must not be blank."),
    (b'{"prompt": 5}', "The field prompt must be text."),
    (b'{"prompt": null}', "The field prompt must be text."),
    (b'{"prompt": "\\ud800"}', "The field prompt must be text."),
    (b'{"prompt": "' + b"x" * 10_001 + b'"}', "The field prompt must have at most 10,000 characters."),
    (b'{"prompt": "x", "modality": "smell"}', "The field modality must be one of 'text' or 'image'."),
    (b'{"prompt": "x", "modality": 1}', "The field modality must be one of 'text' or 'image'."),
    (b'{"prompt": "x", "locale": 1}', "The field locale must be text."),
    (b'{"prompt": "x", "colour": "red"}', "The field colour is not known here."),
]
BAD_VOTES: list[dict[str, Any]] = [
    {},
    {"winner": "C"},
    {"winner": "a"},
    {"winner": None},
    {"winner": "A", "rating": 0},
    {"winner": "A", "rating": 6},
    {"winner": "A", "rating": "5"},
    {"winner": "A", "rating": True},
    {"winner": "A", "rating": 10**400},
    {"winner": "A", "criteria": {"accuracy": 9}},
    {"winner": "A", "criteria": {"beauty": 3}},
    {"winner": "A", "criteria": [3]},
    {"winner": "A", "feedback": "x" * 10_001},
]


async def test_a_body_that_makes_no_sense_gets_one_plain_sentence(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        json_type = {"Content-Type": "application/json"} | await arena.key()
        for body, sentence in BAD_BODIES:
            answer = await arena.http.post("/api/v1/battles", content=body, headers=json_type)
            assert error_of(answer) == (400, "BAD_REQUEST"), body[:60]
            message = answer.json()["error"]["message"]
            assert sentence in message, (body[:60], message)
            assert "\n" not in message


async def test_a_vote_that_makes_no_sense_leaves_the_battle_open(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.ready_for_vote(key)
        for body in BAD_VOTES:
            answer = await arena.http.post(f"/api/v1/battles/{battle_id}/vote", json=body, headers=key)
            assert error_of(answer) == (400, "BAD_REQUEST"), body
        assert (await arena.vote(battle_id, key)).status_code == 200


async def test_the_longest_prompt_is_taken_and_kept_as_it_is(tmp_path: Path) -> None:
    prompt = "\U0001f9ea" * 10_000  # twelve bytes each in the escaped form that httpx does not even need
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        escaped = b'{"prompt": "' + b"\\ud83e\\uddea" * 10_000 + b'"}'
        created = await arena.http.post(
            "/api/v1/battles", content=escaped, headers=key | {"Content-Type": "application/json"}
        )
        battle = await arena.settled(created.json()["data"]["id"], key)
        assert battle["turns"][0]["branchA"][0]["content"] == prompt
        assert battle["title"] == "\U0001f9ea" * 79 + "…"


async def test_an_oversized_body_is_refused_without_being_read(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        answer = await arena.http.post("/api/v1/battles", json={"prompt": "x" * 300_000}, headers=key)
        assert error_of(answer) == (413, "BAD_REQUEST")
        assert answer.json()["error"]["message"] == "The body is larger than 262,144 bytes."


@pytest.mark.parametrize("path", ["/", "/api/v1/nothing", "/api/v1/models/", "/api/v1/battles/x/y/z", "/%ff", "/redoc"])
async def test_an_unknown_address_is_not_found(tmp_path: Path, path: str) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        assert error_of(await arena.http.get(path)) == (404, "NOT_FOUND")


async def test_a_wrong_method_says_which_is_right(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        answer = await arena.http.delete("/api/v1/battles")
        assert error_of(answer) == (405, "BAD_REQUEST")
        assert answer.headers["Allow"] == "POST"


async def test_an_unexpected_fault_is_an_internal_error_without_a_traceback(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        await arena.database.write(lambda connection: connection.execute(text("DROP TABLE arena_answers")))
        answer = await arena.http.post(
            "/api/v1/battles", json={"prompt": "Why?"}, headers=key | {"Origin": "https://example.org"}
        )
        assert error_of(answer) == (500, "INTERNAL_ERROR")
        assert "arena_answers" not in answer.text
        assert "Traceback" not in answer.text
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_a_database_that_is_locked_costs_no_battle_and_says_to_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 20)
    file = tmp_path / "a.db"
    async with (
        served(file, Quick("quartz"), Quick("basalt")) as arena,
        open_database(database_url(file)) as other,
    ):
        key = await arena.key(battles_per_day=1)
        locked, unlock = asyncio.Event(), asyncio.Event()

        async def hold(_connection: AsyncConnection) -> None:
            locked.set()
            await unlock.wait()

        holding = asyncio.create_task(other.write(hold))
        await locked.wait()
        answer = await arena.http.post("/api/v1/battles", json={"prompt": "Why?"}, headers=key)
        assert error_of(answer) == (500, "INTERNAL_ERROR")
        assert "nothing was changed" in answer.json()["error"]["message"]
        unlock.set()
        await holding
        await arena.create(key)


async def test_every_origin_may_call(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        asked = await arena.http.options(
            "/api/v1/battles",
            headers={
                "Origin": "https://example.org",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "authorization, content-type",
            },
        )
        assert asked.status_code == 200
        assert asked.headers["Access-Control-Allow-Origin"] == "*"
        assert "authorization" in asked.headers["Access-Control-Allow-Headers"]
        refused = await arena.http.get("/api/v1/battles/x", headers={"Origin": "https://example.org"})
        assert refused.headers["Access-Control-Allow-Origin"] == "*"
        shown = refused.headers["Access-Control-Expose-Headers"].split(", ")
        assert shown == ["Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]
