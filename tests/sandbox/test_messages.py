"""Channel messages over the wire."""

import io

import aiohttp
import discord
import pytest

import sandbox
from sandbox import ManualClock, Sandbox
from tests.sandbox.members import channel_id, people
from tests.sandbox.wire import Rest, calling
from tests.support.discordpy import BareBot, running


async def test_a_message_is_edited_by_the_ids_of_its_channel_and_itself(server: Sandbox) -> None:
    bot = BareBot()
    async with running(bot, server), people(server, "Linus") as (linus,):
        arena = int(channel_id(server, "arena"))
        sent = await bot.get_partial_messageable(arena).send("first")
        await bot.get_partial_messageable(arena).get_partial_message(sent.id).edit(content="second")
        assert (await linus.event("message_create"))["content"] == "first"
        edited = await linus.event("message_update")
        assert (edited["id"], edited["content"]) == (str(sent.id), "second")
        assert edited["edited_timestamp"] is not None
        await sent.delete()
        assert (await linus.event("message_delete")) == {"id": str(sent.id), "channel_id": str(arena)}
        with pytest.raises(discord.NotFound) as gone:
            await sent.edit(content="third")
        assert gone.value.code == 10008


async def test_a_reply_points_to_what_it_answers_and_pings_its_author_unless_told_not_to(server: Sandbox) -> None:
    bot = BareBot()
    async with running(bot, server), people(server, "Linus") as (linus,):
        question = await linus.say("why?")
        channel = bot.get_partial_messageable(int(question["channel_id"]))
        asked = await channel.fetch_message(int(question["id"]))
        answer = await asked.reply("because")
        assert answer.type is discord.MessageType.reply
        assert answer.reference is not None
        assert answer.reference.message_id == asked.id
        assert [user.id for user in answer.mentions] == [int(linus.id)]
        quiet = await asked.reply("because", mention_author=False)
        assert quiet.mentions == []
        shown = (await linus.state())["messages"][question["channel_id"]][1]
        assert shown["referenced_message"]["content"] == "why?"


async def test_a_reply_to_nothing_is_refused_unless_it_may_fail(rest: Rest) -> None:
    body = {"content": "x", "message_reference": {"message_id": "1"}}
    answer = await rest("POST", f"{rest.channel()}/messages", json=body)
    problem = answer.body["errors"]["message_reference"]["_errors"][0]
    assert problem["code"] == "MESSAGE_REFERENCE_UNKNOWN_MESSAGE"
    sent = await rest.send(content="x", message_reference={"message_id": "1", "fail_if_not_exists": False})
    assert sent["type"] == 0


async def test_the_same_enforced_nonce_returns_the_first_message_for_some_minutes(clock: ManualClock) -> None:
    async with sandbox.run(clock=clock) as server, calling(server) as rest:
        first = await rest.send(content="one", nonce="n", enforce_nonce=True)
        again = await rest.send(content="two", nonce="n", enforce_nonce=True)
        assert (again["id"], again["content"]) == (first["id"], "one")
        assert (await rest.send(content="three", nonce="n"))["id"] != first["id"]
        clock.advance(301)
        assert (await rest.send(content="four", nonce="n", enforce_nonce=True))["content"] == "four"


async def test_files_are_stored_served_and_shown_where_the_layout_names_them(server: Sandbox) -> None:
    bot = BareBot()
    png = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
    view = discord.ui.LayoutView()
    gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery()
    gallery.add_item(media="attachment://cat.png")
    view.add_item(gallery)
    async with running(bot, server):
        arena = bot.get_partial_messageable(int(channel_id(server, "arena")))
        sent = await arena.send(view=view, file=discord.File(io.BytesIO(png), "cat.png"))
        shown = sent.components[0]
        assert isinstance(shown, discord.MediaGalleryComponent)
        assert shown.items[0].media.url == sent.attachments[0].url
        assert await sent.attachments[0].read() == png
        posted = next(s for s in server.traffic.sent if s.method == "POST" and s.path.endswith("/messages"))
        assert [(f.filename, f.data) for f in posted.files] == [("cat.png", png)]
        async with aiohttp.ClientSession() as session:
            address = sent.attachments[0].url.partition("?")[0]
            async with session.get(address) as response:
                assert response.status == 404  # without its key the address opens nothing


async def test_refusals_carry_discords_codes(rest: Rest) -> None:
    sandbox_ = rest.sandbox
    async with people(sandbox_, "Ada") as (ada,):
        theirs = (await ada.say("hello"))["id"]
        closed = (await ada.say("secret", "moderators"))["id"]
    arena, moderators = rest.channel(), rest.channel("moderators")
    cases = [
        ("GET", "/channels/1", 404, 10003),
        ("GET", f"{arena}/messages/1", 404, 10008),
        ("GET", f"{moderators}/messages/{closed}", 403, 50001),
        ("PATCH", f"{arena}/messages/{theirs}", 403, 50005),
        ("DELETE", f"{arena}/messages/{theirs}", 403, 50013),
        ("GET", "/guilds/1", 404, 10004),
        ("GET", f"/guilds/{sandbox_.world.guild.id}/members/1", 404, 10007),
        ("GET", "/users/1", 404, 10013),
    ]
    for method, path, status, code in cases:
        answer = await rest(method, path, json={"content": "x"} if method == "PATCH" else None)
        assert (answer.status, answer.body["code"]) == (status, code), path


@pytest.mark.parametrize(
    "more",
    [{"tts": True}, {"poll": {"question": {}}}, {"sticker_ids": ["1"]}, {"message_reference": {"type": 1}}],
)
async def test_what_a_message_cannot_have_here_is_refused_loudly(rest: Rest, more: dict[str, object]) -> None:
    answer = await rest("POST", f"{rest.channel()}/messages", json={"content": "x", **more})
    assert answer.status == 501


async def test_a_bot_that_lost_its_right_to_speak_gets_50013(rest: Rest) -> None:
    world = rest.sandbox.world
    for role in world.guild.roles.values():
        role.permissions &= ~(1 << 11)
    answer = await rest("POST", f"{rest.channel()}/messages", json={"content": "x"})
    assert (answer.status, answer.body["code"]) == (403, 50013)


async def test_history_is_paged_newest_first(rest: Rest) -> None:
    ids = [(await rest.send(content=str(i)))["id"] for i in range(5)]
    path = f"{rest.channel()}/messages"

    async def page(**query: str) -> list[str]:
        return [message["id"] for message in (await rest("GET", path, params=query)).body]

    assert await page() == ids[::-1]
    assert await page(limit="2") == [ids[4], ids[3]]
    assert await page(before=ids[3], limit="2") == [ids[2], ids[1]]
    assert await page(after=ids[1], limit="2") == [ids[3], ids[2]]
    assert await page(around=ids[2], limit="1") == [ids[2]]


async def test_a_thread_is_started_on_a_message_renamed_and_archived(server: Sandbox) -> None:
    bot = BareBot()
    async with running(bot, server), people(server, "Linus") as (linus,):
        arena = bot.get_channel(int(channel_id(server, "arena")))
        assert isinstance(arena, discord.TextChannel)
        message = await arena.send("start")
        thread = await message.create_thread(name="chat")
        assert thread.id == message.id
        await thread.send("inside")
        await thread.edit(name="chat, ended", archived=True)
        state = await linus.state()
        shown = next(c for c in state["channels"] if c["id"] == str(thread.id))
        assert (shown["name"], shown["type"], shown["parent_id"]) == ("chat, ended", 11, str(arena.id))
        assert [m["content"] for m in state["messages"][str(thread.id)]] == ["inside"]


async def test_everyone_is_not_pinged_by_a_bot_without_the_permission(rest: Rest) -> None:
    world = rest.sandbox.world
    linus = next(m.user.id for m in world.guild.members.values() if m.display_name == "Linus")
    sent = await rest.send(content=f"@everyone <@{linus}>", allowed_mentions={"parse": ["everyone"]})
    assert (sent["mention_everyone"], sent["mentions"]) == (False, [])
    sent = await rest.send(content=f"<@{linus}>")
    assert [user["id"] for user in sent["mentions"]] == [linus]


async def test_embeds_show_the_pictures_that_came_with_them(server: Sandbox) -> None:
    bot = BareBot()
    async with running(bot, server), people(server, "Linus") as (linus,):
        embed = discord.Embed(title="t", description="**bold**").set_image(url="attachment://cat.png")
        arena = bot.get_partial_messageable(int(channel_id(server, "arena")))
        sent = await arena.send(embed=embed, file=discord.File(io.BytesIO(b"x"), "cat.png"))
        assert sent.embeds[0].image.url == sent.attachments[0].url
        shown = await linus.event("message_create")
        assert "<strong>bold</strong>" in shown["embeds"][0]["html"]
        kept = await sent.edit(embed=None, attachments=[*sent.attachments, discord.File(io.BytesIO(b"y"), "dog.png")])
        assert [a.filename for a in kept.attachments] == ["cat.png", "dog.png"]
        assert [a.filename for a in (await sent.edit(attachments=[kept.attachments[1]])).attachments] == ["dog.png"]


async def test_a_message_is_pinned_by_who_may_and_let_go_again(server: Sandbox) -> None:
    bot = BareBot()
    async with running(bot, server), people(server, "Linus") as (linus,):
        arena = int(channel_id(server, "arena"))
        sent = await bot.get_partial_messageable(arena).send("a board")
        with pytest.raises(discord.Forbidden) as refused:
            await sent.pin()
        assert refused.value.code == 50013
        roles = server.world.guild.roles.values()
        own = next(role for role in roles if role.name == server.world.bot.username)
        own.permissions |= discord.Permissions(pin_messages=True).value
        await sent.pin()
        pinned = await linus.event("message_update")
        assert (pinned["pinned"], pinned["edited_timestamp"]) == (True, None)
        await sent.unpin()
        assert (await linus.event("message_update"))["pinned"] is False
