"""Threads: members see them at once; they are archived when nobody speaks, and reopened when somebody does."""

from typing import Any

import discord
import pytest

from sandbox import ManualClock, Sandbox
from tests.sandbox.members import Person, channel_id, people
from tests.sandbox.wire import Rest, calling
from tests.support.discordpy import BareBot, running

HOUR = 60 * 60


async def threads_shown(person: Person) -> dict[str, str]:
    """The names of the threads in the next list of channels, by id."""
    shown = await person.event("channels_update")
    return {c["id"]: c["name"] for c in shown["channels"] if c["type"] == 11}


async def test_a_thread_appears_on_members_screens_is_renamed_and_leaves(server: Sandbox) -> None:
    bot = BareBot()
    async with running(bot, server), people(server, "Linus") as (linus,):
        arena = bot.get_channel(int(channel_id(server, "arena")))
        assert isinstance(arena, discord.TextChannel)
        thread = await arena.create_thread(name="talk", type=discord.ChannelType.public_thread)
        assert await threads_shown(linus) == {str(thread.id): "talk"}
        await thread.edit(name="talk, longer")
        assert await threads_shown(linus) == {str(thread.id): "talk, longer"}
        said = await linus.say("in here", "talk, longer")
        assert said["channel_id"] == str(thread.id)
        with pytest.raises(discord.Forbidden):
            await thread.delete()
        server.control.guilds.remove_channel(str(thread.id))
        assert await threads_shown(linus) == {}


async def test_a_message_shows_its_thread_and_survives_it(server: Sandbox) -> None:
    async with calling(server) as rest:
        message = await rest.send(content="start")
        path = f"{rest.channel()}/messages/{message['id']}"
        thread = (await rest("POST", f"{path}/threads", json={"name": "t"})).body
        assert (await rest("GET", path)).body["thread"]["id"] == thread["id"]
        server.control.guilds.remove_channel(thread["id"])
        assert "thread" not in (await rest("GET", path)).body


async def started(rest: Rest, minutes: int) -> str:
    body = {"name": "t", "type": 11, "auto_archive_duration": minutes}
    return str((await rest("POST", f"{rest.channel()}/threads", json=body)).body["id"])


async def archived(rest: Rest, thread_id: str) -> bool:
    answer: dict[str, Any] = (await rest("GET", f"/channels/{thread_id}")).body
    return bool(answer["thread_metadata"]["archived"])


@pytest.mark.parametrize("minutes", [60, 1440, 4320, 10080])
async def test_a_silent_thread_is_archived_after_its_time(standing: Sandbox, clock: ManualClock, minutes: int) -> None:
    async with calling(standing) as rest:
        thread = await started(rest, minutes)
        clock.advance(minutes * 60 - 1)
        assert not await archived(rest, thread)
        clock.advance(1)
        assert await archived(rest, thread)


async def test_who_speaks_puts_off_the_archiving_and_reopens_the_archived(
    standing: Sandbox, clock: ManualClock
) -> None:
    async with calling(standing) as rest:
        thread = await started(rest, 60)
        clock.advance(HOUR - 1)
        said = (await rest("POST", f"/channels/{thread}/messages", json={"content": "wait"})).body["id"]
        clock.advance(HOUR - 1)
        assert not await archived(rest, thread)
        clock.advance(1)
        assert await archived(rest, thread)
        edit = await rest("PATCH", f"/channels/{thread}/messages/{said}", json={"content": "too late"})
        assert (edit.status, edit.body["code"]) == (400, 50083)
        await rest("POST", f"/channels/{thread}/messages", json={"content": "and yet"})
        assert not await archived(rest, thread)
        clock.advance(HOUR)
        assert await archived(rest, thread)
        assert (await rest("PATCH", f"/channels/{thread}", json={"archived": False})).status == 200
        assert not await archived(rest, thread)
