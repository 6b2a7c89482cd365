"""Fights outlive the quarter of an hour in which an interaction can be answered, and the hour of easy edits."""

from pathlib import Path

from community.settings import GuildSettings
from tests.flows.places import place
from tests.support.fights import answer, begins, completes, session
from tests.support.members import members, text_of

QUARTER = 15 * 60 + 1
HOUR = 60 * 60 + 1


async def test_a_fight_goes_on_after_a_quarter_of_an_hour_and_after_an_hour(tmp_path: Path) -> None:
    async with place(tmp_path, settings=GuildSettings(), shares_clock=True) as there:
        stream = there.fights.expect("How long?", [session(["gpt", "claude"], 3), begins(1, 3), *answer("gpt", 1)])
        async with members(there.discord, "arena", "Ada", "Grace") as (ada, grace):
            await ada.fight("How long?", rounds=3)
            message = await grace.sees("gpt speaks in round 1.")
            for number, passes in ((2, QUARTER), (3, HOUR)):
                await there.discord.control.clock.advance(passes)
                stream.brings(begins(number, 3), *answer("claude", number))
                assert (await grace.sees(f"claude speaks in round {number}."))["id"] == message["id"]
            assert "hour" not in text_of(message)
            await grace.press("Read answers", on=await grace.sees("Round 3 of 3"))
            stream.brings(completes("gpt", {"gpt": 1, "claude": 0}))
            end = await ada.sees("GPT wins the jury")
            assert "3 rounds · 75 min" in text_of(end)
            assert end["id"] == message["id"]
            assert end["attachments"]
        await there.ledger.balances(0)
