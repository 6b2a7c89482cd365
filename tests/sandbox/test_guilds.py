"""Guilds that come and go, and what changes in them: the bot hears of it, members see it."""

import asyncio

import discord
import pytest

from sandbox import Sandbox
from tests.sandbox.members import channel_id, people
from tests.sandbox.scene import opened
from tests.support.discordpy import BareBot, running

SECONDS = 10
VIEW, SEND, MANAGE_MESSAGES = 1 << 10, 1 << 11, 1 << 13


class Hears:
    """What a bot hears, by event."""

    def __init__(self, bot: BareBot, *events: str) -> None:
        self._heard: asyncio.Queue[tuple[str, object]] = asyncio.Queue()
        for name in events:
            self._listen(bot, name)

    def _listen(self, bot: BareBot, name: str) -> None:
        async def on(*things: object) -> None:
            self._heard.put_nowait((name, things[-1]))

        setattr(bot, f"on_{name}", on)

    async def next(self) -> tuple[str, object]:
        async with asyncio.timeout(SECONDS):
            return await self._heard.get()


async def test_a_bot_joins_a_guild_works_there_leaves_it_and_comes_back(server: Sandbox) -> None:
    bot = BareBot()
    hears = Hears(bot, "guild_join", "guild_remove")

    @bot.tree.command(description="d")
    async def hello(interaction: discord.Interaction) -> None:
        assert interaction.guild is not None
        await interaction.response.send_message(interaction.guild.name)

    async with running(bot, server), people(server, "Ada") as (ada,):
        (command,) = await bot.tree.sync()
        guild_id = server.control.guilds.join("Second")
        event, guild = await hears.next()
        assert isinstance(guild, discord.Guild)
        assert (event, str(guild.id), guild.name) == ("guild_join", guild_id, "Second")
        assert [g.name async for g in bot.fetch_guilds()] == ["Blindbout Sandbox", "Second"]
        there = {"channel_id": str(guild.text_channels[0].id), "command_id": str(command.id)}
        assert (await ada.post("commands", **there))[0] == 202
        assert (await ada.event("message_create"))["content"] == "Second"

        server.control.guilds.leave(guild_id)
        assert (await hears.next())[0] == "guild_remove"
        assert bot.get_guild(int(guild_id)) is None
        status, refusal = await ada.post("commands", **there)
        assert (status, refusal["message"]) == (404, "There is no such command.")
        with pytest.raises(discord.Forbidden):
            await guild.text_channels[0].send("anybody?")
        server.control.guilds.come_back(guild_id)
        assert (await hears.next())[0] == "guild_join"
        await guild.leave()
        assert (await hears.next())[0] == "guild_remove"


async def test_a_bot_in_no_guild_is_ready_all_the_same(server: Sandbox) -> None:
    server.control.guilds.leave(server.world.guild.id)
    bot = BareBot()
    async with running(bot, server):
        assert list(bot.guilds) == []


async def test_a_guilds_commands_are_not_offered_in_another(server: Sandbox) -> None:
    bot = BareBot()
    second = server.control.guilds.join("Second")

    @bot.tree.command(name="only", description="d", guild=discord.Object(int(second)))
    async def only(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("here")

    async with running(bot, server), people(server, "Ada") as (ada,):
        (command,) = await bot.tree.sync(guild=discord.Object(int(second)))
        assert (await ada.state())["commands"] == []
        home, there = (next(iter(guild.channels)) for guild in server.world.guilds.values())
        assert (await ada.post("commands", channel_id=home, command_id=str(command.id)))[0] == 404
        assert (await ada.post("commands", channel_id=there, command_id=str(command.id)))[0] == 202


async def test_channels_come_and_go_for_the_bot_and_for_members(server: Sandbox) -> None:
    bot = BareBot()
    hears = Hears(bot, "guild_channel_create", "guild_channel_delete")
    async with running(bot, server), people(server, "Linus") as (linus,):
        made = server.control.guilds.add_channel("second-arena")
        event, channel = await hears.next()
        assert isinstance(channel, discord.TextChannel)
        assert (event, channel.name) == ("guild_channel_create", "second-arena")
        shown = await linus.event("channels_update")
        assert made in [c["id"] for c in shown["channels"]]
        await channel.send("soon gone")
        server.control.guilds.remove_channel(made)
        assert (await hears.next())[0] == "guild_channel_delete"
        shown = await linus.event("channels_update")
        assert made not in [c["id"] for c in shown["channels"]]
        with pytest.raises(discord.NotFound) as gone:
            await channel.send("anybody?")
        assert gone.value.code == 10003


async def test_a_permission_taken_away_is_told_to_the_bot_before_discord_refuses(server: Sandbox) -> None:
    bot = BareBot()
    hears = Hears(bot, "guild_channel_update")
    async with running(bot, server):
        arena = channel_id(server, "arena")
        server.control.guilds.restrict(arena, server.world.bot.id, deny=SEND)
        _, channel = await hears.next()
        assert isinstance(channel, discord.TextChannel)
        assert not channel.permissions_for(channel.guild.me).send_messages
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("x")
        assert refused.value.code == 50013
        server.control.guilds.restrict(arena, server.world.bot.id)
        await hears.next()
        await channel.send("x")


async def test_what_a_member_may_no_longer_see_leaves_their_screen(server: Sandbox) -> None:
    async with people(server, "Ada", "Linus") as (ada, linus):
        general = channel_id(server, "general")
        server.control.guilds.restrict(general, linus.id, deny=VIEW)
        assert general not in [c["id"] for c in (await linus.event("channels_update"))["channels"]]
        assert general in [c["id"] for c in (await ada.event("channels_update"))["channels"]]
        assert (await linus.post("messages", channel_id=general, content="x"))[0] == 404


async def test_roles_are_made_given_changed_and_decide(server: Sandbox) -> None:
    bot = BareBot()
    hears = Hears(bot, "guild_role_create", "guild_role_update", "member_update")
    async with running(bot, server):
        role_id = server.control.guilds.add_role("Janitor")
        assert (await hears.next())[0] == "guild_role_create"
        own = server.world.guild.members[server.world.bot.id].role_ids
        server.control.guilds.set_member_roles(server.world.bot.id, [*own, role_id])
        assert (await hears.next())[0] == "member_update"
        server.control.guilds.set_role(role_id, MANAGE_MESSAGES)
        assert (await hears.next())[0] == "guild_role_update"
        async with people(server, "Linus") as (linus,):
            theirs = await linus.say("spam")
            channel = bot.get_partial_messageable(int(theirs["channel_id"]))
            await channel.get_partial_message(int(theirs["id"])).delete()
            assert (await linus.event("message_delete"))["id"] == theirs["id"]


async def test_interactions_say_the_members_and_the_guilds_language(server: Sandbox) -> None:
    async with opened(server) as scene:
        server.control.guilds.set_member_locale(scene.grace.id, "de")
        server.control.guilds.set_guild_locale("fr")
        assert (await scene.event("GUILD_UPDATE"))["preferred_locale"] == "fr"
        interaction = await scene.command()
        assert (interaction["locale"], interaction["guild_locale"]) == ("de", "fr")


async def test_a_message_that_was_removed_is_gone_for_the_bot(server: Sandbox) -> None:
    bot = BareBot()
    hears = Hears(bot, "raw_message_delete")
    async with running(bot, server):
        sent = await bot.get_partial_messageable(int(channel_id(server, "arena"))).send("x")
        server.control.guilds.remove_message(str(sent.channel.id), str(sent.id))
        assert (await hears.next())[0] == "raw_message_delete"
        with pytest.raises(discord.NotFound) as gone:
            await sent.edit(content="y")
        assert gone.value.code == 10008
