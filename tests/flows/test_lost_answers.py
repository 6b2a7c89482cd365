"""Discord takes what the bot says and its answer gets lost, or the connection breaks before: nobody is told a lie."""

import pytest

from community.battles import State
from tests.flows.places import Place
from tests.support.members import members, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLBACK = "/interactions/*/*/callback"


async def test_a_ballot_whose_page_cannot_be_shown_is_counted_and_said_to_be(here: Place) -> None:
    async with here.flow("a ballot without its page", names=("Ada", "Grace")) as flow:
        await flow.open()
        grace = flow.members[1]
        here.discord.control.faults.cut("POST", CALLBACK, times=1)
        told = text_of(await grace.press("Vote A"))
        assert "Your ballot is counted" in told
        assert "vote again" not in told
        await flow.starter.sees("1 has voted")


async def test_a_withdrawal_whose_page_cannot_be_shown_is_said_to_have_happened(here: Place) -> None:
    async with here.flow("a withdrawal without its page", names=("Ada", "Grace")) as flow:
        await flow.open()
        grace = flow.members[1]
        ballot = await grace.press("Vote A")
        await flow.starter.sees("1 has voted")
        here.discord.control.faults.cut("POST", CALLBACK, times=1)
        assert "Your ballot is withdrawn" in text_of(await grace.press("Withdraw", on=ballot))
        await flow.starter.sees("Nobody has voted yet")


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_board_whose_answer_breaks_on_the_way_is_shown_all_the_same(here: Place, *, after_effect: bool) -> None:
    here.arena.boards[""] = [{"modelName": "Kestrel", "eloRating": 1010.0, "totalVotes": 3}]
    async with members(here.discord, "a board", "Ada") as (ada,):
        here.discord.control.faults.cut("PATCH", "/webhooks/*/*/messages/@original", times=1, after_effect=after_effect)
        await ada.person.run("leaderboard", {"name": "world", "options": []}, channel="a board")
        assert "Kestrel" in text_of(await ada.told())


async def test_a_start_that_discord_took_although_its_answer_was_lost_goes_on_in_its_message(here: Place) -> None:
    here.discord.control.faults.cut("POST", CALLBACK, times=1, after_effect=True)
    async with here.flow("a start whose answer was lost") as flow:
        await flow.open()
        assert len(flow.starter.public) == 1
        (battle,) = await here.ledger.battles(flow.upstream.prompt)
        assert battle.state is State.VOTING
        assert battle.message is not None
