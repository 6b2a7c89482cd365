"""While a battle is open, nothing that is sent or shown tells how the ballots fall."""

import json
import re
from collections.abc import Sequence
from typing import Any

import pytest

from tests.flows.places import Flow, Place, at_once
from tests.support.members import members
from tests.support.scripted_arena import UpstreamBattle

pytestmark = pytest.mark.asyncio(loop_scope="module")

IDS = re.compile(r"\d{17,20}|(?<=:)[0-9A-HJKMNP-TV-Z]{10}\b|<t:\d+|\d{4}-\d\d-\d\dT[\d:.+]+")
ALIKE = [["Vote A", "Vote A", "Vote A"], ["Vote B", "Both bad", "Tie"], ["Vote B", "Vote B", "Vote A"]]


def without_ids(body: Any) -> str:
    """The body's JSON with one sign for every id and time."""
    return IDS.sub("#", json.dumps(body, sort_keys=True, default=repr))


async def voted(
    place: Place, upstream: UpstreamBattle, where: str, choices: Sequence[str]
) -> tuple[list[str], list[str]]:
    """What the bot sent to the channel, and what an onlooker was shown, from the start to the last ballot."""
    async with members(place.discord, where, "Ada", "Grace", "Linus", "Edsger") as (*voters, onlooker):
        flow = Flow(place, upstream, [*voters, onlooker])
        await flow.open()
        for number, (voter, choice) in enumerate(zip(voters, choices, strict=True), start=1):
            await voter.press(choice)
            await onlooker.sees(f"{number} ha")
        sent = [
            without_ids(sent.body)
            for sent in place.discord.traffic.sent
            if sent.method == "PATCH" and sent.path.startswith(f"/api/v10/channels/{onlooker.channel.id}/")
        ]
        shown = [
            without_ids(shown.data)
            for shown in place.discord.traffic.shown
            if onlooker.person.id in shown.members and shown.data.get("channel_id") == onlooker.channel.id
        ]
    return sent, shown


async def test_what_all_see_is_the_same_however_the_ballots_fall(here: Place) -> None:
    upstream = here.arena.expect("Does this tell anything?")
    flows = {str(n): voted(here, upstream, f"tally {n}", choices) for n, choices in enumerate(ALIKE)}
    found = await at_once(flows)
    (sent, shown), *others = [found[name] for name in flows]
    assert len(sent) >= 4, "an edit for the answers and one for each ballot"
    assert len(shown) >= 5
    assert "3 have voted" in sent[-1]
    for other_sent, other_shown in others:
        assert other_sent == sent
        assert other_shown == shown


async def test_a_changed_ballot_is_seen_by_nobody_else(here: Place) -> None:
    async with here.flow("changing", names=("Ada", "Grace")) as flow:
        ada, grace = flow.members
        await flow.open()
        page = await ada.press("Vote A")
        first = await grace.sees("1 has voted")
        await ada.press("Vote B", on=page)
        await grace.until(lambda: grace.public[first["id"]]["edited_timestamp"] != first["edited_timestamp"])
        assert without_ids(grace.public[first["id"]]) == without_ids(first)
        assert grace.private is None
