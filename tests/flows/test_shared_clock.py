"""The bot lives by the sandbox's clock: a battle of a whole day is over in a moment."""

from pathlib import Path

import sandbox
from tests.support.bot import bot_process
from tests.support.members import members, text_of
from tests.support.patience import PATIENCE

DAY_MINUTES = 24 * 60


async def test_a_battle_of_a_day_closes_and_is_revealed_when_the_clock_jumps(tmp_path: Path) -> None:
    async with (
        sandbox.run(acknowledge_seconds=PATIENCE) as server,
        bot_process(server, tmp_path, BLINDBOUT_TEST_CLOCK=server.clock_url),
        members(server, "arena", "Ada", "Grace") as (ada, grace),
    ):
        await ada.start("What is a day?", minutes=DAY_MINUTES)
        await grace.sees("Which answer is better?")
        assert "Your ballot: A" in text_of(await grace.press("Vote A"))
        await server.control.clock.advance(DAY_MINUTES * 60 - 60)
        await ada.sees("Which answer is better?")
        assert "Your ballot: Tie" in text_of(await ada.press("Tie"))
        await server.control.clock.advance(120)
        await grace.sees("2 ballots")
        await grace.hears()
