"""Managers decide how votes go; members read what is not open to them, and why."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from community.rules import VotingRules
from sandbox.state.entities import Role
from tests.flows.places import ROOMY, Place
from tests.sandbox.members import components
from tests.support.members import Json, Member, members, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROLE_SELECT = 6


@pytest_asyncio.fixture(loop_scope="module")
async def ada(here: Place) -> AsyncIterator[Member]:
    """The manager; afterwards the server has decided nothing again."""
    async with members(here.discord, "managers", "Ada") as (ada,):
        yield ada
    await here.settings.save(here.guild_id, ROOMY)


async def manage(member: Member, what: str, **values: object) -> Json:
    """Use `/manage …`; the private answer."""
    member.private = None
    options: list[dict[str, Any]] = [{"name": name, "value": value} for name, value in values.items()]
    await member.person.run("manage", {"name": what, "options": options}, channel=member.channel.name)
    return await member.told()


async def test_a_setting_that_is_changed_is_kept_and_the_others_stay(here: Place, ada: Member) -> None:
    shown = text_of(await manage(ada, "voting", quorum=3, reading_time=True))
    assert "fewer than 3 ballots" in shown
    shown = text_of(await manage(ada, "battles", minutes=90, per_member=7))
    assert "open for 1 hour and 30 minutes" in shown
    assert "7 for each member" in shown
    assert text_of(await manage(ada, "settings")) == shown

    kept = await here.settings.of_guild(here.guild_id)
    assert kept.voting == VotingRules(quorum=3, reading_time=True)
    assert kept.battles_per_member == 7
    assert kept.battles_per_day == ROOMY.battles_per_day


async def test_who_may_vote_is_chosen_by_role_and_holds_at_once(here: Place, ada: Member) -> None:
    judges = Role(id=here.discord.world.snowflakes.new(), name="Judges", permissions=0)
    here.discord.world.guild.roles[judges.id] = judges
    page = await manage(ada, "settings")
    (select,) = [part for part in components(page) if part["type"] == ROLE_SELECT]
    ada.private = None
    status, answer = await ada.person.press(page, select["custom_id"], judges.id)
    assert status == 202, answer
    assert "Members with one of the roles below." in text_of(await ada.told())

    async with here.flow("a vote of judges", names=("Ada", "Grace")) as flow:
        await flow.open()
        _, grace = flow.members
        refused = text_of(await grace.press("Vote A"))
        assert "Not open to you" in refused
        assert f"<@&{judges.id}>" in refused
        await flow.starter.sees("Nobody has voted yet")


async def test_a_starter_who_may_not_vote_reads_so(here: Place, ada: Member) -> None:
    await manage(ada, "voting", starter_votes=False)
    async with here.flow("a vote without its starter", names=("Ada", "Grace")) as flow:
        await flow.open()
        assert "leaves the vote to the others" in text_of(await flow.starter.press("Vote A"))
        assert "Your ballot: A" in text_of(await flow.members[1].press("Vote A"))


async def test_a_member_who_has_voted_enough_today_reads_so(here: Place, ada: Member) -> None:
    await manage(ada, "voting", ballots_per_day=1)
    for where, expected in (("first of a day", "Your ballot: Tie"), ("second of a day", "You have voted a lot today")):
        async with here.flow(where, names=("Ada", "Edsger")) as flow:
            await flow.open()
            assert expected in text_of(await flow.members[1].press("Tie"))


async def test_members_who_do_not_manage_the_server_are_not_offered_the_commands(here: Place) -> None:
    async with members(here.discord, "managers", "Ada", "Grace") as (ada, grace):
        offered = {
            person.person.id: {command["name"] for command in (await person.person.state())["commands"]}
            for person in (ada, grace)
        }
    assert "manage" in offered[ada.person.id]
    assert "manage" not in offered[grace.person.id]
