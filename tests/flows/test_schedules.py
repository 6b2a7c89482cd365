"""Boards that post themselves, over the wire: ordered by command, posted when the sandbox's clock says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import sandbox
from sandbox import Sandbox
from sandbox.state.entities import ChannelType
from sandbox.state.permissions import Permission
from tests.sandbox.members import Person, people
from tests.sandbox.wire import calling
from tests.support.bot import BotProcess, bot_process
from tests.support.members import Json, Member, members, text_of
from tests.support.patience import PATIENCE

DAY = 24 * 60 * 60


@asynccontextmanager
async def place(folder: Path) -> AsyncIterator[tuple[Sandbox, BotProcess, Member]]:
    async with (
        sandbox.run(acknowledge_seconds=PATIENCE) as server,
        bot_process(server, folder, BLINDBOUT_TEST_CLOCK=server.clock_url) as bot,
        members(server, "arena", "Ada") as (ada,),
    ):
        yield server, bot, ada


async def schedule(member: Member, what: str, **values: object) -> Json:
    """Use `/manage schedule …`; the private answer."""
    member.private = None
    options: list[Json] = [{"name": name, "value": value} for name, value in values.items()]
    group = {"name": "schedule", "options": [{"name": what, "options": options}]}
    await member.person.run("manage", group, channel=member.channel.name)
    return await member.told()


async def test_a_board_posts_itself_each_day_pauses_and_goes_on_after_a_kill(tmp_path: Path) -> None:
    async with place(tmp_path) as (server, bot, ada):
        said = text_of(await schedule(ada, "add", every="day", at="09:00", zone="Europe/Berlin", picture="none"))
        assert "It is scheduled" in said
        assert "At 09:00 every day, Europe/Berlin" in said
        preview = text_of(await schedule(ada, "preview", schedule=1))
        assert "The day in" in preview
        assert "No ballots yet" in preview
        assert not ada.public

        await server.control.clock.advance(DAY)
        post = await ada.sees("The day in")
        assert "Next post" in text_of(post)

        await bot.kill()
        await server.control.clock.advance(7 * DAY)
        await bot.start()
        await ada.until(lambda: len(ada.public) == 2)

        assert "rests; /manage schedule resume" in text_of(await schedule(ada, "pause", schedule=1))
        await server.control.clock.advance(2 * DAY)
        assert "next" in text_of(await schedule(ada, "resume", schedule=1))
        assert len(ada.public) == 2
        assert "Nothing is scheduled" in text_of(await schedule(ada, "remove", schedule=1))


async def thread_in_arena(server: Sandbox) -> str:
    async with calling(server) as rest:
        answer = await rest("POST", f"{rest.channel()}/threads", json={"name": "talk", "type": 11})
        return str(answer.body["id"])


async def test_a_post_pings_the_role_that_was_chosen_and_nobody_else_also_in_a_thread(tmp_path: Path) -> None:
    async with place(tmp_path) as (server, bot, ada):
        guilds, bots_id = server.control.guilds, server.world.bot.id
        role, thread = guilds.add_role("Night owls", Permission(0)), await thread_in_arena(server)
        said = text_of(await schedule(ada, "add", every="day", role=role))
        assert "mentions" in said
        assert "Nobody is notified yet" in said, "Discord lets nobody mention this role"
        # To write in a thread takes another permission than to write in its channel.
        guilds.restrict(ada.channel.id, bots_id, deny=Permission.SEND_MESSAGES_IN_THREADS)
        assert "Send Messages in Threads" in text_of(await schedule(ada, "add", every="day", channel=thread))
        guilds.restrict(ada.channel.id, bots_id, deny=Permission.SEND_MESSAGES)
        assert "I cannot post there" in text_of(await schedule(ada, "add", every="day"))
        assert "It is scheduled" in text_of(await schedule(ada, "add", every="day", channel=thread))
        guilds.restrict(ada.channel.id, bots_id)

        await server.control.clock.advance(DAY)
        for number in (1, 2):
            await bot.logged("schedule.posted", schedule=number)

        posts = [sent.body for sent in server.traffic.sent if sent.method == "POST" and sent.path.endswith("/messages")]
        allowed = [post["allowed_mentions"] for post in posts]
        assert allowed == [{"parse": [], "roles": [int(role)]}, {"parse": [], "roles": []}]
        assert f"<@&{role}>" in text_of(await ada.sees("The day in"))
        assert len(server.world.messages[thread]) == 1


async def test_what_cannot_be_is_refused_with_its_reason(tmp_path: Path) -> None:
    refused = {
        "That time zone is not known": {"zone": "Europe/Atlantis"},
        "That is too often": {"cron": "* * * * *"},
        "That time never comes": {"cron": "0 9 30 2 *"},
        "That cron cannot be read": {"cron": "every monday"},
        "That is no time of day": {"at": "25:00"},
        "That is no such day": {"day": "Someday"},
        "There is no such board": {"source": "Nobody"},
        "The world's board knows no times": {"board": "world", "time": "week"},
    }
    async with place(tmp_path) as (server, _bot, ada):
        for reason, values in {**refused, "That would notify everybody": {"role": server.world.guild.id}}.items():
            assert reason in text_of(await schedule(ada, "add", **values))
        await thread_in_arena(server)
        live_board = {"name": "live-board", "options": [{"name": "show", "options": []}]}
        async with members(server, "talk", "Ada") as (inside,):
            await inside.person.run("manage", live_board, channel="talk")
            assert "Threads fall asleep" in text_of(await inside.told())
        assert "Nothing is scheduled" in text_of(await schedule(ada, "list"))


async def direct_message(person: Person) -> str:
    """The first direct message that this member gets."""
    while True:
        message = await person.event("message_create")
        if message["channel_id"] in person.sandbox.world.directs:
            return text_of(message)


async def test_a_channel_that_is_gone_or_closed_pauses_its_schedule_and_whoever_ordered_it_is_told(
    tmp_path: Path,
) -> None:
    async with (
        place(tmp_path) as (server, bot, ada),
        members(server, "arena", "Grace", "Linus") as (grace, linus),
        people(server, "Ada", "Grace") as (owner, told),
    ):
        guilds = server.control.guilds
        gone, closed = guilds.add_channel("gone"), guilds.add_channel("closed")
        for member, channel in ((grace, gone), (linus, closed)):
            guilds.set_member_roles(member.person.id, [guilds.add_role("Janitor", Permission.MANAGE_GUILD)])
            assert "It is scheduled" in text_of(await schedule(member, "add", every="day", channel=channel))
        guilds.remove_channel(gone)
        guilds.restrict(closed, server.world.bot.id, deny=Permission.SEND_MESSAGES)
        guilds.set_direct_messages(linus.person.id, taken=False)
        assert "I cannot post there" in text_of(await schedule(ada, "add", every="day", channel=closed))

        await server.control.clock.advance(2 * DAY)

        for number in (1, 2):
            await bot.logged("schedule.place_lost", schedule=number)
        shown = text_of(await schedule(ada, "list"))
        assert "rests, because its channel is gone or hidden from me" in shown
        assert "rests, because I may not write in its channel" in shown
        # Grace ordered the first; Linus, who ordered the second, takes no direct messages: the owner is told.
        for person, reason in ((told, "its channel is gone"), (owner, "I may not write in its channel")):
            said = await direct_message(person)
            assert "A scheduled board has paused" in said
            assert reason in said
        assert server.world.direct_with(linus.person.id) is not None
        assert await directs(linus.person) == []


async def directs(person: Person) -> list[Json]:
    """The direct messages that this member's screen lists."""
    return [channel for channel in (await person.state())["channels"] if channel["type"] == ChannelType.DM]
