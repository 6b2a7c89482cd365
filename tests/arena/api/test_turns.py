"""Battles of several turns."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.arena.api.served import Served, error_of, served
from tests.arena.engine.contestants import Brush, Failing, Held, Quick, Unsteady


async def carry_on(arena: Served, battle_id: str, key: dict[str, str], prompt: str = "And then?") -> httpx.Response:
    return await arena.http.post(f"/api/v1/battles/{battle_id}/continue", json={"prompt": prompt}, headers=key)


async def two_turns(arena: Served, key: dict[str, str]) -> str:
    """A battle with two ready turns and no vote."""
    battle_id = await arena.ready_for_vote(key)
    assert (await carry_on(arena, battle_id, key)).status_code == 200
    await arena.settled(battle_id, key)
    return battle_id


def names(battle: dict[str, Any]) -> list[tuple[str, str]]:
    return [(comparison["modelA"], comparison["modelB"]) for comparison in battle["comparisons"]]


async def test_a_follow_up_goes_to_both_models_of_the_battle(tmp_path: Path) -> None:
    models = Quick("quartz"), Quick("basalt")
    async with served(tmp_path / "a.db", *models) as arena:
        key = await arena.key()
        battle_id = await arena.create(key, "Why?")
        await arena.settled(battle_id, key)
        continued = await carry_on(arena, battle_id, key)
        assert continued.json() == {
            "data": {
                "turnNumber": 2,
                "status": "initializing",
                "pollUrl": f"/api/v1/battles/{battle_id}",
                "pollIntervalMs": 2000,
            }
        }
        battle = await arena.settled(battle_id, key)
        assert (battle["turnCount"], battle["votedCount"], battle["title"]) == (2, 0, "Why?")
        answer = "A first half, and a second one."
        said = ["Why?", answer, "And then?", answer]
        roles = ["user", "assistant", "user", "assistant"]
        for turn, length in zip(battle["turns"], (2, 4), strict=True):
            for branch in (turn["branchA"], turn["branchB"]):
                assert [message["content"] for message in branch] == said[:length]
                assert [message["role"] for message in branch] == roles[:length]
                assert [message["messageIndex"] for message in branch] == list(range(length))
        for model in models:
            assert [[message.content for message in messages] for messages in model.asked] == [["Why?"], said[:3]]


async def test_no_turn_follows_before_the_last_one_is_ready(tmp_path: Path) -> None:
    slow = Held("basalt")
    async with served(tmp_path / "a.db", Quick("quartz"), slow) as arena:
        key = await arena.key()
        battle_id = await arena.create(key)
        early = await carry_on(arena, battle_id, key)
        assert error_of(early) == (429, "TOO_EARLY")
        assert early.headers["Retry-After"] == "2"
        slow.release.set()
        await arena.settled(battle_id, key)
        assert (await carry_on(arena, battle_id, key)).status_code == 200


async def test_of_many_follow_ups_at_once_exactly_one_is_taken(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.ready_for_vote(key)
        answers = await asyncio.gather(*(carry_on(arena, battle_id, key, f"{number}?") for number in range(8)))
        numbers = [answer.json()["data"]["turnNumber"] for answer in answers if answer.status_code == 200]
        # A late one may find the second turn ready already and become the third.
        assert numbers == sorted(set(numbers))
        assert {error_of(answer) for answer in answers if answer.status_code != 200} <= {(429, "TOO_EARLY")}
        assert (await arena.poll(battle_id, key))["turnCount"] == 1 + len(numbers)


async def test_the_vote_is_for_the_latest_turn_without_one_and_names_come_turn_by_turn(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await two_turns(arena, key)
        hidden = ("Model A", "Model B")
        assert (await arena.vote(battle_id, key, winner="B")).status_code == 200
        battle = await arena.poll(battle_id, key)
        revealed = names(battle)[1]
        assert names(battle) == [hidden, revealed]
        assert set(revealed) == {"Quartz Max", "Basalt Max"}
        assert battle["votedCount"] == 1
        assert (await arena.vote(battle_id, key, winner="tie")).status_code == 200
        battle = await arena.poll(battle_id, key)
        assert names(battle) == [revealed, revealed]
        votes = [comparison["vote"] for comparison in battle["comparisons"]]
        assert [(vote["winner"], vote["blind"]) for vote in votes] == [("tie", False), ("B", True)]
        assert error_of(await arena.vote(battle_id, key)) == (400, "VOTE_FAILED")


async def test_a_turn_after_the_reveal_keeps_its_names_until_its_vote_and_enters_no_board(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.ready_for_vote(key)
        await arena.vote(battle_id, key, winner="A")
        before = (await arena.http.get("/api/v1/leaderboard")).json()
        await carry_on(arena, battle_id, key)
        battle = await arena.settled(battle_id, key)
        assert battle["status"] == "active"
        assert names(battle)[1] == ("Model A", "Model B")
        assert (await arena.vote(battle_id, key, winner="B")).status_code == 200
        arena.clock.advance(61)  # the board's cache
        after = (await arena.http.get("/api/v1/leaderboard")).json()
        assert [row["totalVotes"] for row in after["data"]] == [row["totalVotes"] for row in before["data"]] == [1, 1]


async def test_a_later_turns_vote_needs_no_second_wait(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.create(key)
        await arena.settled(battle_id, key)
        await carry_on(arena, battle_id, key)
        await arena.settled(battle_id, key)
        arena.clock.advance(29)
        early = await arena.vote(battle_id, key)
        assert (error_of(early), early.headers["Retry-After"]) == ((429, "TOO_EARLY"), "1")
        arena.clock.advance(1)
        assert (await arena.vote(battle_id, key)).status_code == 200


async def test_a_vote_waits_for_the_turn_that_is_being_written(tmp_path: Path) -> None:
    slow = Held("basalt")
    async with served(tmp_path / "a.db", Quick("quartz"), slow) as arena:
        key = await arena.key()
        slow.release.set()
        battle_id = await arena.ready_for_vote(key)
        slow.release.clear()
        await carry_on(arena, battle_id, key)
        assert error_of(await arena.vote(battle_id, key)) == (429, "TOO_EARLY")
        slow.release.set()
        await arena.settled(battle_id, key)
        assert (await arena.vote(battle_id, key)).status_code == 200
        assert [c["status"] for c in (await arena.poll(battle_id, key))["comparisons"]] == ["pending", "voted"]


async def test_a_side_that_has_spoken_is_not_replaced_and_earlier_turns_keep_their_vote(tmp_path: Path) -> None:
    third = Quick("marble")
    async with served(tmp_path / "a.db", Unsteady("quartz"), Unsteady("basalt"), third) as arena:
        key = await arena.key()
        while True:
            battle_id = await arena.ready_for_vote(key)
            if not third.asked:
                break
            third.asked.clear()
        await carry_on(arena, battle_id, key)
        battle = await arena.settled(battle_id, key)
        assert third.asked == []
        assert (battle["status"], battle["errorCode"]) == ("failed", "GENERATION_FAILED")
        assert battle["errorMessage"] == (
            "The models could not both answer. This turn cannot be voted on, those before it can."
        )
        assert error_of(await carry_on(arena, battle_id, key)) == (400, "NOT_SUPPORTED")
        assert (await arena.vote(battle_id, key)).status_code == 200
        assert error_of(await arena.vote(battle_id, key)) == (400, "VOTE_FAILED")


async def test_feedback_goes_to_the_vote_that_was_cast_last(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await two_turns(arena, key)
        await arena.vote(battle_id, key)
        arena.clock.advance(1)
        await arena.vote(battle_id, key)
        await arena.http.post(f"/api/v1/battles/{battle_id}/feedback", json={"rating": 4}, headers=key)
        ratings = [c["vote"]["rating"] for c in (await arena.poll(battle_id, key))["comparisons"]]
        assert ratings == [4, None]


async def test_a_battle_has_at_most_ten_turns(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.ready_for_vote(key)
        for _ in range(9):
            assert (await carry_on(arena, battle_id, key)).status_code == 200
            await arena.settled(battle_id, key)
        assert error_of(await carry_on(arena, battle_id, key)) == (400, "NOT_SUPPORTED")


async def test_image_battles_and_strangers_battles_and_failed_ones_are_not_continued(tmp_path: Path) -> None:
    painters = Brush("chalk"), Brush("ochre")
    async with served(tmp_path / "a.db", Failing("quartz"), Failing("basalt"), *painters) as arena:
        key = await arena.key()
        body = {"prompt": "A cat", "modality": "image"}
        picture = (await arena.http.post("/api/v1/battles", json=body, headers=key)).json()["data"]["id"]
        await arena.settled(picture, key)
        assert error_of(await carry_on(arena, picture, key)) == (400, "NOT_SUPPORTED")
        failed = await arena.create(key)
        await arena.settled(failed, key)
        assert error_of(await carry_on(arena, failed, key)) == (400, "NOT_SUPPORTED")
        assert error_of(await carry_on(arena, failed, await arena.key())) == (404, "NOT_FOUND")
        assert error_of(await carry_on(arena, "0" * 32, key)) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    "body", [{}, {"prompt": " "}, {"prompt": 1}, {"prompt": "x" * 10_001}, {"prompt": "x", "a": 1}, []]
)
async def test_a_follow_up_that_makes_no_sense_asks_nobody(tmp_path: Path, body: object) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.ready_for_vote(key)
        answer = await arena.http.post(f"/api/v1/battles/{battle_id}/continue", json=body, headers=key)
        assert error_of(answer) == (400, "BAD_REQUEST")
        assert (await arena.poll(battle_id, key))["turnCount"] == 1
