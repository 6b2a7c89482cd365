"""The bot's own messages over the wire, where their places fall asleep."""

from datetime import UTC, datetime

import discord

import sandbox
from cogs.common.look import TEAL, card, words
from cogs.common.posting import Edited, Poster
from sandbox import ManualClock
from tests.sandbox.members import channel_id
from tests.support.discordpy import BareBot, running

HOUR = 60 * 60


async def test_what_cannot_be_edited_in_a_sleeping_thread_can_be_posted_anew() -> None:
    clock, bot, poster = ManualClock(datetime(2026, 7, 13, 9, tzinfo=UTC)), BareBot(), Poster()
    async with sandbox.run(clock=clock) as server, running(bot, server):
        poster.use(bot)
        arena = bot.get_channel(int(channel_id(server, "arena")))
        assert isinstance(arena, discord.TextChannel)
        thread = await arena.create_thread(
            name="talk", type=discord.ChannelType.public_thread, auto_archive_duration=60
        )
        message = await poster.send(thread.id, card(TEAL, words("open")), nonce="1")
        assert message is not None
        assert await poster.edit(message, card(TEAL, words("one vote"))) is Edited.DONE

        clock.advance(HOUR)

        assert await poster.edit(message, card(TEAL, words("closed"))) is Edited.DELETED
        anew = await poster.send(thread.id, card(TEAL, words("closed")), nonce="2")
        assert anew is not None
        assert await poster.edit(anew, card(TEAL, words("closed, and awake"))) is Edited.DONE
