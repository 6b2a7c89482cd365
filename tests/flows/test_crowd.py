"""Three hundred members press within one second: each ballot is kept once, and the message is edited at a calm pace.

`benchmarks/crowd.py` measures how soon each is answered: that is the machine's matter, and a busy one has no say here.
"""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.flows.crowd import crowded, press_at_once
from tests.flows.places import place

pytestmark = pytest.mark.asyncio

MEMBERS = 300
SLACK = 0.1
"""Seconds by which two edits may come closer than they were sent."""


async def test_three_hundred_ballots_in_a_second_are_kept_once(tmp_path: Path) -> None:
    async with place(tmp_path) as there, crowded(there, MEMBERS) as (flow, people):
        pressed = await press_at_once(flow, people, within=1.0)
        kept = await there.ledger.ballots(await there.ledger.battle(flow.upstream.prompt))
        assert pressed.seconds.keys() <= kept.keys(), "who was answered has a ballot"
        assert kept.items() <= pressed.choices.items(), "and the one that was cast"
        await flow.starter.sees(f"{MEMBERS} have voted")
        assert await there.ledger.ballots(await there.ledger.battle(flow.upstream.prompt)) == pressed.choices
        edits = pressed.edits()
        assert all(later - earlier >= 1 - SLACK for earlier, later in pairwise(edits)), edits
        await flow.close()
        await flow.starter.hears()
    assert flow.upstream.votes == ["tie"], "75 for each of four choices"
