"""What an answer took is told once it was voted on, and not before."""

from dataclasses import replace
from pathlib import Path

from tests.arena.api.served import served
from tests.arena.engine.contestants import Failing, Held, Quick


async def test_time_tokens_and_cost_come_with_the_vote_and_not_before(tmp_path: Path) -> None:
    priced, slow = Quick("quartz"), Held("basalt")
    priced.card = replace(priced.card, input_cost_per_1m=10.0, output_cost_per_1m=100.0)
    async with served(tmp_path / "a.db", priced, slow) as arena:
        key = await arena.key()
        battle_id = await arena.create(key)
        await slow.began.wait()
        arena.clock.advance(7.5)
        slow.release.set()
        before = await arena.settled(battle_id, key)
        assert "facts" not in repr(before)

        arena.clock.advance(30)
        await arena.vote(battle_id, key)
        (comparison,) = (await arena.poll(battle_id, key))["comparisons"]
        facts = {comparison[f"model{side}"]: comparison[f"facts{side}"] for side in "AB"}
        assert facts["Quartz Max"].pop("seconds") in {0, 7.5}, "whole at once, and stored before or after the wait"
        assert facts["Quartz Max"] == {
            "promptTokens": 3,
            "completionTokens": 8,
            "costUsd": 0.00083,
            "modelId": "quartz",
            "sampling": None,
        }
        assert facts["Basalt Max"] == {
            "seconds": 7.5,
            "promptTokens": None,
            "completionTokens": None,
            "costUsd": None,
            "modelId": "basalt",
            "sampling": None,
        }
        assert comparison["pairProbability"] == 1, "of two models there is one pair"
        assert "pairProbability" not in repr(before)


async def test_the_time_of_a_model_that_failed_is_not_laid_to_the_one_that_stood_in(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Failing("quartz"), Quick("basalt"), Quick("marble")) as arena:
        key = await arena.key()
        seconds: list[float | None] = []
        while None not in seconds:
            battle_id = await arena.create(key)
            await arena.settled(battle_id, key)
            arena.clock.advance(30)
            await arena.vote(battle_id, key)
            (comparison,) = (await arena.poll(battle_id, key))["comparisons"]
            seconds = [comparison[f"facts{side}"]["seconds"] for side in "AB"]
            # Of the pair that answered only where it is the pair that was drawn.
            assert (comparison["pairProbability"] is None) == (None in seconds)
        assert sorted(map(str, seconds)) == ["0.0", "None"]
