"""Discord takes the place away, hears an answer late, or hears it twice: the battle and its tally go on."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from community.battles import Battle, State
from community.quotas import ChargeState
from sandbox.rules.limits import ACKNOWLEDGE_SECONDS
from sandbox.state.entities import Overwrite
from sandbox.state.permissions import Permission
from tests.flows.places import Flow, Place, at_once
from tests.support.bot import bot_process
from tests.support.members import Json, Member, labels, members, text_of
from tests.support.scripted_arena import KEY

pytestmark = pytest.mark.asyncio(loop_scope="module")

Harm = Callable[[Place, Member, Json], None]


@pytest.fixture(scope="module")
def acknowledge_seconds() -> float:
    """As Discord has it, for some of these tests are about it."""
    return ACKNOWLEDGE_SECONDS


def forbid(*permissions: Permission) -> Harm:
    """Take these permissions from everybody in the channel."""

    def harm(here: Place, member: Member, _: Json) -> None:
        deny = Permission(sum(permissions))
        member.channel.overwrites.append(Overwrite(id=here.discord.world.bot.id, type=1, deny=deny))

    return harm


def delete_message(here: Place, member: Member, message: Json) -> None:
    del here.discord.world.messages[message["channel_id"]][message["id"]]
    member.public.clear()


def delete_channel(here: Place, member: Member, _: Json) -> None:
    del here.discord.world.guild.channels[member.channel.id]


async def harmed(flow: Flow, harm: Harm) -> Member:
    """A battle with one ballot, to whose place something was done, and whose vote then falls due."""
    ada = flow.starter
    await flow.open()
    await ada.press("Vote B")
    harm(flow.place, ada, await ada.sees("1 has voted"))
    await flow.place.ledger.fall_due(await flow.place.ledger.battle(flow.upstream.prompt))
    return ada


async def revealed(flow: Flow) -> Battle:
    """The battle's row, once it is revealed and nothing is left to be announced."""
    battle = await flow.place.ledger.battle(flow.upstream.prompt)
    await flow.place.bot.logged("battle.state", battle=battle.id, state="revealed")
    battle = await flow.place.ledger.battle(flow.upstream.prompt)
    assert battle.names is not None
    assert (battle.names.a, battle.names.b) == flow.upstream.names
    assert flow.upstream.votes == ["B"]
    return battle


async def test_whatever_becomes_of_its_place_a_battle_is_counted_and_revealed(here: Place) -> None:
    async def message_deleted() -> None:
        async with here.flow("deleted message") as flow:
            ada = await harmed(flow, delete_message)
            shown = await ada.sees("B wins")
            assert "Read A" in labels(shown)
            assert str((await ada.hears())["message_reference"]["message_id"]) == shown["id"]
            assert len(ada.public) == 2
            await revealed(flow)

    async def channel_deleted() -> None:
        async with here.flow("deleted channel") as flow:
            await harmed(flow, delete_channel)
            battle = await revealed(flow)
            await here.bot.logged("posting.nowhere_to_show", channel=battle.channel_id, code=10003)

    async def may_not_send() -> None:
        async with here.flow("silenced") as flow:
            ada = await harmed(flow, forbid(Permission.SEND_MESSAGES))
            await ada.sees("B wins")
            battle = await revealed(flow)
            await here.bot.logged("posting.nowhere_to_show", channel=battle.channel_id, code=50013)
            assert ada.announcements == []

    async def may_not_see() -> None:
        async with here.flow("blinded") as flow:
            await harmed(flow, forbid(Permission.VIEW_CHANNEL))
            battle = await revealed(flow)
            await here.bot.logged("posting.nowhere_to_show", channel=battle.channel_id, code=50001)

    async def may_not_read_history() -> None:
        async with here.flow("forgetful") as flow:
            ada = await harmed(flow, forbid(Permission.READ_MESSAGE_HISTORY))
            message = await ada.sees("B wins")
            announced = await ada.hears()
            assert "message_reference" not in announced
            assert message["id"] in repr(announced["components"])
            await revealed(flow)

    cases = [message_deleted, channel_deleted, may_not_send, may_not_see, may_not_read_history]
    outcomes = await at_once({case.__name__: case() for case in cases})
    for case in cases:
        assert outcomes[case.__name__] is None
    assert not [line for line in here.bot.log if line.get("level") in {"error", "critical"}]


async def test_an_answer_that_comes_too_late_is_logged_quietly_and_uses_nothing(here: Place) -> None:
    async with here.flow("late", names=("Ada", "Grace")) as flow, here.flow("late start") as starting:
        ada, grace = flow.members
        await flow.open()
        used = await here.ledger.used()
        here.bot.send(signal.SIGSTOP)
        try:
            await grace.push("Vote A")
            await starting.start()
            await grace.until(lambda: grace.unanswered == 1)
            await starting.starter.until(lambda: starting.starter.unanswered == 1)
        finally:
            here.bot.send(signal.SIGCONT)
        await here.bot.logged("interaction.too_late", code=10062, times=2)
        assert "Your ballot: A" in text_of(await grace.press("Vote A"))
        await ada.sees("1 has voted")

        abandoned = await here.ledger.battle(starting.upstream.prompt)
        assert abandoned.state is State.FAILED
        assert await here.ledger.charge(abandoned) is ChargeState.REFUNDED
        assert await here.ledger.used() == used
    assert starting.upstream.asked["create"] == 0
    assert not [line for line in here.bot.log if line.get("level") in {"error", "critical"}]


async def test_two_processes_that_answer_alike_count_once(here: Place, tmp_path: Path) -> None:
    """As during a deployment: both hear every interaction, and Discord refuses the second answer."""
    settings = {
        "MODELCHORUS_API_KEY": KEY,
        "MODELCHORUS_BASE_URL": here.address,
        "DATABASE_URL": f"sqlite+aiosqlite:///{here.bot.database}",
    }
    async with here.flow("twice") as flow, bot_process(here.discord, tmp_path, **settings) as other:
        await flow.start()
        await flow.starter.sees("Which answer is better?")
        first, second = await here.ledger.battles(flow.upstream.prompt)
        assert {first.state, second.state} == {State.FAILED, State.VOTING}
        gone = first if first.state is State.FAILED else second
        assert await here.ledger.charge(gone) is ChargeState.REFUNDED
        assert flow.upstream.asked["create"] == 1
        assert len(flow.starter.public) == 1

        told = await flow.starter.press("Vote A")
        assert "Your ballot: A" in text_of(told)
        await flow.starter.sees("1 has voted")
        log = [*here.bot.log, *other.log]
    assert [line for line in log if line["event"] == "interaction.too_late" and line["code"] == 40060]
    assert not [line for line in log if line.get("level") in {"error", "critical"}]


async def test_a_member_who_joins_late_sees_no_more_than_the_others(here: Place) -> None:
    async with here.flow("joining late") as flow:
        await flow.open()
        await flow.starter.press("Vote A")
        await flow.starter.sees("1 has voted")
        async with members(here.discord, "joining late", "Linus") as (linus,):
            shown = (await linus.person.state())["messages"][linus.channel.id]
    assert len(shown) == 1
    assert "1 has voted" in text_of(shown[0])
    assert all(name not in repr(shown) for name in flow.upstream.names)


async def test_a_channel_that_is_gone_before_the_answer_leaves_nothing_waiting(here: Place) -> None:
    """Last in this module, because it leaves an error in the log."""
    async with here.flow("gone at once") as flow:
        here.bot.send(signal.SIGSTOP)
        try:
            await flow.start()
            del here.discord.world.guild.channels[flow.starter.channel.id]
        finally:
            here.bot.send(signal.SIGCONT)
        await here.bot.logged("interaction.apology_not_sent")
    battle = await here.ledger.battle(flow.upstream.prompt)
    assert battle.state is State.FAILED
    assert await here.ledger.charge(battle) is ChargeState.REFUNDED
    assert flow.upstream.asked["create"] == 0
