"""Answers that say who wrote them, between the model and the board."""

from pathlib import Path

from tests.arena.api.served import served
from tests.arena.api.test_blindness import assert_blind, everything_before_the_vote
from tests.arena.engine.contestants import Quick, Telling


async def test_a_leaking_answer_is_masked_until_the_vote_and_its_battle_enters_no_board(tmp_path: Path) -> None:
    telling, quick = Telling("quartz"), Quick("basalt")
    async with served(tmp_path / "a.db", telling, quick) as arena:
        key = await arena.key()
        battle_id = await arena.create(key)
        battle = await arena.settled(battle_id, key)
        (comparison,) = battle["comparisons"]
        side = "A" if "sky" in comparison["responseA"] else "B"
        assert comparison[f"response{side}"] == "I'm █████, and the sky is blue."
        assert [comparison["maskedA"], comparison["maskedB"]] == [side == "A", side == "B"]
        assert battle["turns"][0][f"branch{side}"][1]["content"] == comparison[f"response{side}"]
        assert_blind(await everything_before_the_vote(arena, key, battle_id), telling, quick)
        await arena.settled(battle_id, key)  # the second turn, that was asked for among the rest
        # The models remember what they said, not what was shown of it.
        assert telling.asked[1][1].content == "I'm Quartz Max, and the sky is blue."

        arena.clock.advance(30)
        await arena.vote(battle_id, key, winner=side)
        first, second = (await arena.poll(battle_id, key))["comparisons"]
        assert second["vote"]["leaked"] is True
        assert second[f"response{side}"] == "I'm Quartz Max, and the sky is blue."
        assert first[f"response{side}"] == "I'm █████, and the sky is blue."
        assert (await arena.http.get("/api/v1/leaderboard")).json()["data"] == []


async def test_a_name_in_the_prompt_is_left_alone(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.create(key, "Are you Quartz Max?")
        battle = await arena.settled(battle_id, key)
        assert battle["title"] == "Are you Quartz Max?"
        assert "maskedA" not in battle["comparisons"][0]
        arena.clock.advance(30)
        await arena.vote(battle_id, key)
        assert (await arena.poll(battle_id, key))["comparisons"][0]["vote"]["leaked"] is False
        assert len((await arena.http.get("/api/v1/leaderboard")).json()["data"]) == 2
