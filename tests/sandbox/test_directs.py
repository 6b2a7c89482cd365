"""Direct messages: opened by the bot, read by one member, told to shard 0."""

import aiohttp
import discord

import sandbox
from sandbox import Sandbox
from sandbox.rules.rates import Pace
from tests.sandbox.agreement import refusal
from tests.sandbox.dialing import dial
from tests.sandbox.members import Json, Person, people
from tests.sandbox.wire import Rest, calling
from tests.support.discordpy import BareBot, running

GUILDS, DIRECT_MESSAGES = 1 << 0, 1 << 12


async def opened_with(rest: Rest, person: Person) -> str:
    """The id of the bot's direct messages with this member."""
    answer = await rest("POST", "/users/@me/channels", json={"recipient_id": person.id})
    assert answer.status == 200, answer.body
    return str(answer.body["id"])


async def listed(person: Person) -> list[Json]:
    """The direct messages that this member's screen lists."""
    return [channel for channel in (await person.state())["channels"] if channel["type"] == 1]


async def test_only_its_member_sees_a_direct_message_and_only_from_the_first_on(rest: Rest) -> None:
    async with people(rest.sandbox, "Ada", "Grace") as (ada, grace):
        direct = await opened_with(rest, grace)
        assert await listed(grace) == []
        assert (await rest("POST", f"/channels/{direct}/messages", json={"content": "psst"})).status == 200

        assert (await grace.event("message_create"))["content"] == "psst"
        (shown,) = [c for c in (await grace.event("channels_update"))["channels"] if c["type"] == 1]
        assert (shown["id"], shown["name"]) == (direct, "Blindbout")
        assert await listed(grace) == [shown]
        assert [m["content"] for m in (await grace.state())["messages"][direct]] == ["psst"]

        assert await listed(ada) == []
        assert direct not in (await ada.state())["messages"]
        assert (await ada.post("messages", channel_id=direct, content="me too"))[0] == 404
        assert {s.members for s in rest.sandbox.traffic.shown} == {frozenset({grace.id})}


async def test_a_direct_channel_names_its_recipient_and_no_guild(rest: Rest) -> None:
    async with people(rest.sandbox, "Grace") as (grace,):
        direct = await opened_with(rest, grace)
        body = (await rest("GET", f"/channels/{direct}")).body
        assert (body["type"], [user["id"] for user in body["recipients"]]) == (1, [grace.id])
        assert not {"guild_id", "name", "permission_overwrites"} & set(body)
        assert await opened_with(rest, grace) == direct
        sent = (await rest("POST", f"/channels/{direct}/messages", json={"content": f"<@{grace.id}>"})).body
        assert [user["id"] for user in sent["mentions"]] == [grace.id]
        assert "member" not in sent["mentions"][0]


async def test_what_is_said_there_comes_to_shard_0_whole_and_without_a_guild() -> None:
    async with (
        sandbox.run(shards=2) as server,
        calling(server) as rest,
        aiohttp.ClientSession() as session,
        people(server, "Grace") as (grace,),
    ):
        direct = await opened_with(rest, grace)
        deaf, hearing, other = [await dial(session, server) for _ in range(3)]
        await deaf.identify(server, shard=[0, 2], intents=GUILDS)
        for number, socket in enumerate((hearing, other)):
            await socket.identify(server, shard=[number, 2], intents=DIRECT_MESSAGES)
        status, said = await grace.post("messages", channel_id=direct, content="is anybody there?")
        assert status == 201
        heard = await hearing.next()
        assert (heard["t"], heard["d"]["content"]) == ("MESSAGE_CREATE", "is anybody there?")
        assert not {"guild_id", "member"} & set(heard["d"])
        server.control.guilds.remove_message(direct, said["id"])
        assert (await hearing.next())["d"] == {"id": said["id"], "channel_id": direct}
        # An answer to its own heartbeat is all that the others hear.
        for socket in (deaf, other):
            await socket.raw.send_json({"op": 1, "d": None})
            while (payload := await socket.next())["op"] != 11:
                assert payload["t"] == "GUILD_CREATE"


async def test_discordpy_writes_reads_edits_and_answers(server: Sandbox) -> None:
    bot = BareBot(allowed_mentions=discord.AllowedMentions.none())

    async def answer(message: discord.Message) -> None:
        if message.author != bot.user:
            assert isinstance(message.channel, discord.DMChannel)
            await message.reply(f"You said: {message.content}")

    bot.on_message = answer  # type: ignore[attr-defined]  # discord.py calls what has an event's name
    async with running(bot, server), people(server, "Grace") as (grace,):
        user = await bot.fetch_user(int(grace.id))
        sent = await user.send("one")
        assert (await sent.edit(content="two")).content == "two"
        direct = str(sent.channel.id)
        assert (await grace.event("message_update"))["content"] == "two"
        assert (await grace.post("messages", channel_id=direct, content="three"))[0] == 201
        assert (await grace.event("message_create"))["content"] == "three"
        reply = await grace.event("message_create")
        assert (reply["content"], reply["type"]) == ("You said: three", 19)
        assert "guild_id" not in reply["message_reference"]
        assert [m.content async for m in sent.channel.history(oldest_first=True)][:2] == ["two", "three"]


async def test_who_takes_none_or_shares_no_guild_is_not_reached_until_that_changes(server: Sandbox) -> None:
    guilds, home, bot = server.control.guilds, server.world.guild.id, BareBot()
    async with running(bot, server), people(server, "Grace") as (grace,):
        user = await bot.fetch_user(int(grace.id))
        guilds.set_direct_messages(grace.id, taken=False)
        assert await refusal(user.send("no?")) == (403, 50007)
        guilds.set_direct_messages(grace.id, taken=True)
        await user.send("one")
        guilds.leave(home)
        assert await refusal(user.send("no?")) == (403, 50007)
        guilds.come_back(home)
        await user.send("two")
        direct = str((await user.create_dm()).id)
        assert [m["content"] for m in (await grace.state())["messages"][direct]] == ["one", "two"]


async def test_they_are_sent_at_the_rate_of_a_channel_of_their_own(rest: Rest) -> None:
    async with people(rest.sandbox, "Ada", "Grace") as persons:
        ada, grace = [await opened_with(rest, person) for person in persons]
    for left in reversed(range(Pace.SEND.value.requests)):
        answer = await rest("POST", f"/channels/{ada}/messages", json={"content": "x"})
        assert answer.headers["X-RateLimit-Remaining"] == str(left)
    assert (await rest("POST", f"/channels/{ada}/messages", json={"content": "x"})).status == 429
    assert (await rest("POST", f"/channels/{grace}/messages", json={"content": "x"})).status == 200


async def test_what_the_bot_does_not_do_in_direct_messages_is_refused_loudly(rest: Rest) -> None:
    async with people(rest.sandbox, "Grace") as (grace,):
        direct = await opened_with(rest, grace)
        sent = (await rest("POST", f"/channels/{direct}/messages", json={"components": BUTTON})).body
        assert (await grace.press(sent, "a"))[0] == 501
        assert (await grace.post("commands", channel_id=direct, command_id="1"))[0] == 501
        assert (await rest("DELETE", f"/channels/{direct}")).status == 501
        assert (await rest("POST", f"/channels/{direct}/threads", json={"name": "t", "type": 11})).status == 501
        assert (await rest("POST", "/users/@me/channels", json={"access_tokens": ["x"]})).status == 501
        wrong = await rest("POST", "/users/@me/channels", json={"recipient_id": "grace"})
        assert (wrong.status, wrong.body["code"], list(wrong.body["errors"])) == (400, 50035, ["recipient_id"])


BUTTON = [{"type": 1, "components": [{"type": 2, "style": 1, "label": "A", "custom_id": "a"}]}]
