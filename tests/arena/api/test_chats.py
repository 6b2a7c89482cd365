"""Chats with one model, over HTTP."""

import asyncio
import base64
import io
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from arena.engine.values import Tier
from tests.arena.api.served import PATIENCE, Served, error_of, served
from tests.arena.engine.contestants import BrokenBrush, Brush, Cut, Held, Quick


async def begin(arena: Served, key: dict[str, str], model: str = "quartz", **more: str) -> str:
    answer = await arena.http.post("/api/v1/chats", json={"modelId": model} | more, headers=key)
    assert answer.status_code == 200, answer.text
    chat_id: str = answer.json()["data"]["id"]
    return chat_id


async def say(arena: Served, chat_id: str, key: dict[str, str], message: str = "Hello?") -> httpx.Response:
    return await arena.http.post(f"/api/v1/chats/{chat_id}/message", json={"message": message}, headers=key)


async def look(arena: Served, chat_id: str, key: dict[str, str], **query: str) -> dict[str, Any]:
    answer = await arena.http.get(f"/api/v1/chats/{chat_id}", headers=key, params=query)
    assert answer.status_code == 200, answer.text
    chat: dict[str, Any] = answer.json()["data"]
    return chat


async def rested(arena: Served, chat_id: str, key: dict[str, str]) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        while (chat := await look(arena, chat_id, key))["isActive"]:
            pass
    return chat


async def test_a_chat_goes_from_its_beginning_to_the_reply(tmp_path: Path) -> None:
    quartz = Quick("quartz")
    async with served(tmp_path / "a.db", quartz, Quick("basalt")) as arena:
        key = await arena.key()
        created = await arena.http.post("/api/v1/chats", json={"modelId": "quartz", "locale": "en"}, headers=key)
        chat_id = created.json()["data"]["id"]
        assert created.json() == {"data": {"id": chat_id, "modelName": "Quartz Max"}}
        empty = await look(arena, chat_id, key)
        assert (empty["messageCount"], empty["messages"], empty["isActive"]) == (0, [], False)

        sent = await say(arena, chat_id, key, "Hello?")
        assert sent.json() == {
            "data": {
                "status": "processing",
                "messageCount": 2,
                "pollUrl": f"/api/v1/chats/{chat_id}",
                "pollIntervalMs": 2000,
            }
        }
        chat = await rested(arena, chat_id, key)
        now = int(arena.clock.now().timestamp() * 1000)
        first, second = (message["id"] for message in chat["messages"])
        answer = "A first half, and a second one."
        assert chat == {
            "id": chat_id,
            "modelName": "Quartz Max",
            "modelId": "quartz",
            "modality": "text",
            "messageCount": 2,
            "isActive": False,
            "createdAt": now,
            "messages": [
                {"id": first, "role": "user", "content": "Hello?", "createdAt": now},
                {"id": second, "role": "assistant", "content": answer, "createdAt": now},
            ],
            "pagination": {"hasMore": False, "nextCursor": None},
            "errorCode": None,
            "errorMessage": None,
        }
        await say(arena, chat_id, key, "Really?")
        await rested(arena, chat_id, key)
        assert [message.content for message in quartz.asked[-1]] == ["Hello?", answer, "Really?"]


@pytest.mark.parametrize("name", ["quartz", "Quartz Max", "quartz max"])
async def test_a_model_is_found_by_slug_and_by_display_name(tmp_path: Path, name: str) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        assert (await look(arena, await begin(arena, key, name), key))["modelId"] == "quartz"


async def test_a_reply_is_seen_while_it_grows_and_takes_no_second_message(tmp_path: Path) -> None:
    slow = Held("quartz")
    async with served(tmp_path / "a.db", slow, Quick("basalt")) as arena:
        key = await arena.key()
        chat_id = await begin(arena, key)
        await say(arena, chat_id, key)
        async with asyncio.timeout(5):
            while not (chat := await look(arena, chat_id, key))["messages"][1]["content"]:
                pass
        assert (chat["isActive"], chat["messages"][1]["content"]) == (True, "Slowly ")
        early = await say(arena, chat_id, key, "Well?")
        assert error_of(early) == (429, "TOO_EARLY")
        assert early.headers["Retry-After"] == "2"
        slow.release.set()
        assert (await rested(arena, chat_id, key))["messages"][1]["content"] == "Slowly but surely."
        assert (await say(arena, chat_id, key, "Well?")).status_code == 200


async def test_of_many_messages_at_once_one_is_taken_at_a_time(tmp_path: Path) -> None:
    slow = Held("quartz")
    async with served(tmp_path / "a.db", slow, Quick("basalt")) as arena:
        key = await arena.key()
        chat_id = await begin(arena, key)
        answers = await asyncio.gather(*(say(arena, chat_id, key, f"{number}?") for number in range(8)))
        assert sorted(answer.status_code for answer in answers) == [200] + [429] * 7
        assert (await look(arena, chat_id, key))["messageCount"] == 2


async def test_a_reply_that_fails_is_said_in_words_that_name_no_provider_and_can_be_tried_again(tmp_path: Path) -> None:
    broken = Cut("quartz")
    async with served(tmp_path / "a.db", broken, Quick("basalt")) as arena:
        key = await arena.key()
        chat_id = await begin(arena, key)
        await say(arena, chat_id, key)
        chat = await rested(arena, chat_id, key)
        assert chat["errorCode"] == "GENERATION_FAILED"
        assert chat["errorMessage"] == "The model could not reply. You can send another message."
        await say(arena, chat_id, key, "Again?")
        await rested(arena, chat_id, key)
        assert [message.content for message in broken.asked[-1]] == ["Again?"]


async def test_a_reply_that_takes_too_long_is_ended_by_whoever_looks(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Held("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        chat_id = await begin(arena, key)
        await say(arena, chat_id, key)
        arena.clock.advance(600)
        chat = await look(arena, chat_id, key)
        assert (chat["isActive"], chat["errorCode"]) == (False, "GENERATION_TIMED_OUT")


async def test_a_long_chat_comes_in_pages(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        chat_id, other = await begin(arena, key), await begin(arena, key)
        for number in range(26):
            await say(arena, chat_id, key, f"{number}?")
            await rested(arena, chat_id, key)
        first = await look(arena, chat_id, key)
        assert (first["messageCount"], len(first["messages"]), first["pagination"]["hasMore"]) == (52, 50, True)
        cursor = first["pagination"]["nextCursor"]
        second = await look(arena, chat_id, key, cursor=cursor)
        assert [message["content"] for message in second["messages"]] == ["25?", "A first half, and a second one."]
        assert second["pagination"] == {"hasMore": False, "nextCursor": None}

        forged = base64.urlsafe_b64encode(b'{"at":[-1],"sig":"00"}').decode()
        for bad in ("", "x", "eyJ", forged, cursor[:-2], cursor + "A", "\x00", "0" * 5000):
            answer = await arena.http.get(f"/api/v1/chats/{chat_id}", headers=key, params={"cursor": bad})
            assert error_of(answer) == (400, "BAD_REQUEST"), bad
        elsewhere = await arena.http.get(f"/api/v1/chats/{other}", headers=key, params={"cursor": cursor})
        assert error_of(elsewhere) == (400, "BAD_REQUEST")


async def test_an_image_chat_answers_with_pictures(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Brush("chalk"), BrokenBrush("ochre")) as arena:
        key = await arena.key()
        chat_id = await begin(arena, key, "chalk", modality="image")
        await say(arena, chat_id, key, "A cat")
        chat = await rested(arena, chat_id, key)
        assert chat["modality"] == "image"
        picture = await arena.http.get(chat["messages"][1]["content"])
        with Image.open(io.BytesIO(picture.content)) as image:
            assert image.size == (1024, 1024)
        failing = await begin(arena, key, "ochre", modality="image")
        await say(arena, failing, key, "A cat")
        chat = await rested(arena, failing, key)
        assert (chat["errorCode"], chat["messages"][1]["content"]) == ("GENERATION_FAILED", "")


async def test_a_chat_belongs_to_the_key_that_made_it(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        mine, yours = await arena.key(), await arena.key()
        chat_id = await begin(arena, mine)
        assert error_of(await say(arena, chat_id, yours)) == (404, "NOT_FOUND")
        assert error_of(await arena.http.get(f"/api/v1/chats/{chat_id}", headers=yours)) == (404, "NOT_FOUND")


async def test_each_endpoint_needs_its_tier(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        standard = await arena.key(Tier.STANDARD)
        unknown = "/api/v1/chats/" + "0" * 32
        assert error_of(await arena.http.get(unknown, headers=standard)) == (404, "NOT_FOUND")
        assert error_of(await arena.http.get(unknown)) == (401, "UNAUTHORIZED")
        for path in ("/api/v1/chats", f"{unknown}/message"):
            assert error_of(await arena.http.post(path, content=b"not json", headers=standard)) == (403, "FORBIDDEN")
            assert error_of(await arena.http.post(path, content=b"not json")) == (401, "UNAUTHORIZED")


BAD_CHATS: list[tuple[object, tuple[int, str]]] = [
    ({}, (400, "BAD_REQUEST")),
    ([], (400, "BAD_REQUEST")),
    ({"modelId": ""}, (400, "BAD_REQUEST")),
    ({"modelId": 5}, (400, "BAD_REQUEST")),
    ({"modelId": "x" * 201}, (400, "BAD_REQUEST")),
    ({"modelId": "quartz", "modality": "smell"}, (400, "BAD_REQUEST")),
    ({"modelId": "quartz", "locale": "???"}, (400, "BAD_REQUEST")),
    ({"modelId": "quartz", "temperature": 1}, (400, "BAD_REQUEST")),
    ({"modelId": "nobody"}, (404, "NOT_FOUND")),
    ({"modelId": "\x00"}, (404, "NOT_FOUND")),
    ({"modelId": "quartz", "modality": "image"}, (400, "NOT_SUPPORTED")),
    ({"modelId": "chalk"}, (400, "NOT_SUPPORTED")),
]


async def test_a_chat_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Brush("chalk")) as arena:
        key = await arena.key()
        for body, refusal in BAD_CHATS:
            assert error_of(await arena.http.post("/api/v1/chats", json=body, headers=key)) == refusal, body
        chat_id = await begin(arena, key)
        url = f"/api/v1/chats/{chat_id}/message"
        bodies: list[object] = [{}, {"message": ""}, {"message": " \n"}, {"message": 1}, {"message": "x" * 10_001}, "x"]
        for body in bodies:
            assert error_of(await arena.http.post(url, json=body, headers=key)) == (400, "BAD_REQUEST"), body
        latin = await arena.http.post(
            url, content=b'{"message": "\xff"}', headers=key | {"Content-Type": "application/json"}
        )
        assert error_of(latin) == (400, "BAD_REQUEST")
        assert error_of(await arena.http.post(url, json={"message": "x" * 300_000}, headers=key)) == (
            413,
            "BAD_REQUEST",
        )
        for unknown in ("nope", "0" * 32, "%00", "a" * 5000):
            assert error_of(await say(arena, unknown, key)) == (404, "NOT_FOUND")
        assert (await look(arena, chat_id, key))["messageCount"] == 0
