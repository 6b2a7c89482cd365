"""Posts over the wire: whatever became of an earlier try, each stands once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import sandbox
from cogs.common.pictures import Pictures
from cogs.schedules import DiscordPostStage
from community.boards import Picture
from community.schedules.errors import PlaceLost
from community.schedules.pause import Pause
from community.schedules.values import DuePost, ScheduleId
from sandbox import ManualClock, Sandbox
from sandbox.state.permissions import Permission
from tests.cogs.schedules.test_goldens import REPORT, SCHEDULE
from tests.sandbox.members import channel_id
from tests.support.discordpy import BareBot, running

DUE = datetime(2026, 7, 13, 7, tzinfo=UTC)
LONG = timedelta(hours=3)
"""Longer than Discord knows a nonce."""


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(DUE + timedelta(seconds=4))


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[Sandbox]:
    async with sandbox.run(clock=clock) as opened:
        yield opened


@pytest.fixture
async def stage(server: Sandbox) -> AsyncIterator[DiscordPostStage]:
    bot, stage = BareBot(), DiscordPostStage(Pictures())
    async with running(bot, server):
        stage.play_on(bot)
        yield stage


def due(server: Sandbox, number: int) -> DuePost:
    where, guild = int(channel_id(server, "arena")), int(server.world.guild.id)
    order = replace(SCHEDULE.order, guild_id=guild, channel_id=where, picture=Picture.NONE)
    return DuePost(schedule=replace(SCHEDULE, id=ScheduleId(number), order=order), due_at=DUE)


async def test_a_post_that_was_sent_and_not_noted_is_found_however_late(
    server: Sandbox, clock: ManualClock, stage: DiscordPostStage
) -> None:
    mine, other = due(server, 1), due(server, 2)
    first = await stage.post(mine, REPORT)
    await stage.post(other, REPORT)
    clock.advance(LONG.total_seconds())

    assert await stage.post(replace(mine, again=True), REPORT) == first

    assert len(server.world.messages[str(first.channel_id)]) == 2


async def test_another_try_posts_what_no_earlier_one_did(server: Sandbox, stage: DiscordPostStage) -> None:
    await stage.post(due(server, 2), REPORT)

    shown = await stage.post(replace(due(server, 1), again=True), REPORT)

    assert [int(message) for message in server.world.messages[str(shown.channel_id)]][-1] == shown.message_id


async def test_a_bot_that_may_not_look_back_tries_again(server: Sandbox, stage: DiscordPostStage) -> None:
    post = due(server, 1)
    server.control.guilds.restrict(
        str(post.schedule.order.channel_id), server.world.bot.id, deny=Permission.READ_MESSAGE_HISTORY
    )

    first = await stage.post(post, REPORT)

    assert await stage.post(replace(post, again=True), REPORT) == first, "the nonce is known for some minutes"


async def test_whoever_ordered_a_schedule_reads_once_that_it_paused_whichever_process_tells(
    server: Sandbox, stage: DiscordPostStage
) -> None:
    member = next(one.user.id for one in server.world.guild.members.values() if one.display_name == "Grace")
    schedule = due(server, 1).schedule
    paused = replace(
        schedule, pause=Pause.NOT_ALLOWED, order=replace(schedule.order, ordered_by=int(member)), next_at=DUE
    )

    await stage.tell(paused)
    await stage.tell(paused)

    direct = server.world.direct_with(member)
    assert direct is not None
    assert len(server.world.messages[direct.id]) == 1


@pytest.mark.parametrize(
    ("denied", "why"),
    [(Permission.VIEW_CHANNEL, Pause.CHANNEL_GONE), (Permission.SEND_MESSAGES, Pause.NOT_ALLOWED)],
)
async def test_a_place_that_is_lost_is_said_to_be(
    server: Sandbox, stage: DiscordPostStage, denied: Permission, why: Pause
) -> None:
    post = due(server, 1)
    server.control.guilds.restrict(str(post.schedule.order.channel_id), server.world.bot.id, deny=denied)

    with pytest.raises(PlaceLost) as lost:
        await stage.post(post, REPORT)

    assert lost.value.pause is why
