"""Until the vote no byte that leaves the arena tells which models a battle has."""

import asyncio
from pathlib import Path

import httpx

from tests.arena.api.served import Served, served
from tests.arena.engine.contestants import Contestant, Cut, Failing, Held, Quick


def every_byte(answer: httpx.Response) -> bytes:
    """Status line, headers and body as they came."""
    headers = b"".join(name + b": " + value + b"\n" for name, value in answer.headers.raw)
    return answer.reason_phrase.encode() + b"\n" + headers + answer.content


async def everything_before_the_vote(arena: Served, key: dict[str, str], battle_id: str) -> list[httpx.Response]:
    """All that a caller can ask about a battle without voting on it."""
    url = f"/api/v1/battles/{battle_id}"
    return [
        await arena.http.get(url, headers=key),
        await arena.http.get(url),
        await arena.http.post(f"{url}/vote", json={"winner": "A"}, headers=key),
        await arena.http.post(f"{url}/vote", json={"winner": "Z"}, headers=key),
        await arena.http.post(f"{url}/feedback", json={"rating": 3}, headers=key),
        await arena.http.post(f"{url}/continue", json={"prompt": "And?"}, headers=key),
        await arena.http.put(url, headers=key),
        await arena.http.get("/api/v1/stats", headers=key),
    ]


def assert_blind(answers: list[httpx.Response], *models: Contestant) -> None:
    for model in models:
        for telling in (model.card.slug, model.card.name, model.card.provider):
            for answer in answers:
                assert telling.lower().encode() not in every_byte(answer).lower(), answer.request.url


async def test_nothing_before_the_vote_names_a_model(tmp_path: Path) -> None:
    first, second = Quick("quartz"), Held("basalt")
    async with served(tmp_path / "a.db", first, second) as arena:
        key = await arena.key()
        created = await arena.http.post("/api/v1/battles", json={"prompt": "Who are you?"}, headers=key)
        battle_id = created.json()["data"]["id"]
        async with asyncio.timeout(5):
            await second.began.wait()
        half_way = await everything_before_the_vote(arena, key, battle_id)
        second.release.set()
        await arena.settled(battle_id, key)
        whole = await everything_before_the_vote(arena, key, battle_id)
        assert_blind([created, *half_way, *whole], first, second)

        await arena.settled(battle_id, key)  # the second turn, that was asked for among the rest
        arena.clock.advance(30)
        voted = await arena.vote(battle_id, key)
        assert first.card.name.encode() in every_byte(voted)
        assert second.card.name.encode() in every_byte(
            await arena.http.get(f"/api/v1/battles/{battle_id}", headers=key)
        )


async def test_no_failure_names_a_model(tmp_path: Path) -> None:
    first, second = Failing("quartz"), Cut("basalt")
    async with served(tmp_path / "a.db", first, second) as arena:
        key = await arena.key()
        battle_id = await arena.create(key)
        await arena.settled(battle_id, key)
        assert_blind(await everything_before_the_vote(arena, key, battle_id), first, second)


async def test_a_poll_is_the_same_whichever_side_is_the_slow_one(tmp_path: Path) -> None:
    """The body half way through is compared between battles in which the slow model stood on A and on B."""
    quick, slow = Quick("quartz"), Held("basalt")
    seen: dict[str, dict[str, object]] = {}
    async with served(tmp_path / "a.db", quick, slow) as arena:
        key = await arena.key()
        while len(seen) < 2:  # each draw puts it on either side; the key's 100 battles end the loop
            slow.began.clear()
            slow.release.clear()
            battle_id = await arena.create(key)
            async with asyncio.timeout(5):
                await slow.began.wait()
            half_way = await arena.poll(battle_id, key)
            slow.release.set()
            whole = await arena.settled(battle_id, key)
            side = "A" if whole["comparisons"][0]["responseA"].startswith("Slowly") else "B"
            half_way["id"] = half_way["comparisons"][0]["id"] = "an id"
            seen[side] = half_way
        assert seen["A"] == seen["B"]


async def test_public_answers_are_byte_for_byte_the_same_while_a_battle_is_open(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        paths = ("/api/v1/models", "/api/v1/models/availability", "/api/v1/stats")
        before = [(await arena.http.get(path)).content for path in paths]
        await arena.ready_for_vote(key)
        assert [(await arena.http.get(path)).content for path in paths] == before
