"""Three hundred members press within one second: each is answered in time, and each ballot is kept once."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.flows.crowd import crowded, press_at_once
from tests.flows.places import place

pytestmark = pytest.mark.asyncio

MEMBERS = 300
DISCORD_WAITS = 3.0
"""Seconds until Discord tells a member that the bot did not answer (interactions/receiving-and-responding)."""
SLACK = 0.1
"""Seconds by which two edits may come closer than they were sent."""


async def test_three_hundred_ballots_in_a_second_are_answered_in_time_and_kept_once(tmp_path: Path) -> None:
    async with place(tmp_path) as there, crowded(there, MEMBERS) as (flow, people):
        pressed = await press_at_once(flow, people, within=1.0)
        assert pressed.unanswered == 0
        assert max(pressed.seconds) < DISCORD_WAITS
        assert await there.ledger.ballots(await there.ledger.battle(flow.upstream.prompt)) == pressed.choices
        await flow.starter.sees(f"{MEMBERS} have voted")
        edits = pressed.edits()
        assert all(later - earlier >= 1 - SLACK for earlier, later in pairwise(edits)), edits
        await flow.close()
        await flow.starter.hears()
    assert flow.upstream.votes == ["tie"], "75 for each of four choices"
