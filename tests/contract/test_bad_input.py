"""Whatever is sent to whichever endpoint, the answer is an error in its envelope and never a traceback."""

from pathlib import Path

import httpx

from arena.api.reference.endpoints import ENDPOINTS
from arena.api.reference.openapi import EXAMPLES
from tests.arena.api.served import error_of, served, unlimited, url_of
from tests.arena.engine.contestants import Quick

POSTS = [key.removeprefix("POST ") for key in ENDPOINTS if key.startswith("POST")]
NO_ID = ["nobody", "0" * 32, "%00", "%ff", "..%2F..%2Fetc%2Fpasswd", "x" * 5_000, "%F0%9F%A4%96", "' OR 1=1 --"]
BAD_BODIES = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"5",
    b'"text"',
    b'{"prompt": "\xff\xfe"}',
    b"\x00\x01\x02",
    b"[" * 50_000,
    b'{"\\ud800": "\\ud800"}',
    b'{"prompt": {"$ne": 1}, "winner": [], "message": 5, "modelId": null, "feedback": false, "rating": 1e999}',
    b'{"unknown": 1}',
]


def assert_refused(answer: httpx.Response, *expected: tuple[int, str]) -> None:
    assert error_of(answer) in expected, (answer.request.url, answer.text)
    assert answer.headers["Content-Type"] == "application/json"
    assert not any(word in answer.text for word in ("Traceback", "sqlalchemy", "pydantic", "File \\"))


async def test_a_body_that_makes_no_sense(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await unlimited(arena)
        battle_id = await arena.ready_for_vote(key)
        for path in POSTS:
            url = "/api/v1" + path.replace("{}", battle_id)
            for body in BAD_BODIES:
                headers = key | {"Content-Type": "application/json"}
                assert_refused(await arena.http.post(url, content=body, headers=headers), (400, "BAD_REQUEST"))
            form = await arena.http.post(url, data={"prompt": "Why?"}, headers=key)
            assert_refused(form, (400, "BAD_REQUEST"))


async def test_a_body_that_is_too_large(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await unlimited(arena)
        for path in POSTS:
            url = "/api/v1" + path.replace("{}", "0" * 32)
            answer = await arena.http.post(url, json={"prompt": "x" * 300_000}, headers=key)
            assert_refused(answer, (413, "BAD_REQUEST"))


async def test_an_id_of_nothing(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await unlimited(arena)
        for named in (named for named in ENDPOINTS if "{}" in named):
            method, path = named.split(" ")
            for nobody in NO_ID:
                url = "/api/v1" + path.replace("{}", nobody)
                answer = await arena.http.request(method, url, json=EXAMPLES[named].get("request"), headers=key)
                assert_refused(answer, (404, "NOT_FOUND"))


async def test_a_chat_with_nobody(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await unlimited(arena)
        answer = await arena.http.post("/api/v1/chats", json={"modelId": "nobody"}, headers=key)
        assert_refused(answer, (404, "NOT_FOUND"), (400, "BAD_REQUEST"))


async def test_a_wrong_method_and_no_key(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        for named, endpoint in ENDPOINTS.items():
            method, path = named.split(" ")
            url = url_of(path)
            assert_refused(await arena.http.request("DELETE", url), (405, "BAD_REQUEST"))
            if endpoint.tier.value != "anonymous":
                bad = await arena.http.request(method, url, headers={"Authorization": "Bearer mc_'\"; DROP TABLE"})
                assert_refused(bad, (401, "UNAUTHORIZED"))
