"""What a bot looks up: its application, its commands, the guild and who is in it."""

import discord
import pytest
from discord import app_commands

from sandbox import Sandbox
from tests.sandbox.members import Json, channel_id, people
from tests.sandbox.wire import Rest
from tests.support.discordpy import BareBot, running


async def test_the_guild_and_everything_in_it_can_be_fetched(server: Sandbox) -> None:
    bot = BareBot()
    async with running(bot, server):
        guild = await bot.fetch_guild(int(server.world.guild.id))
        assert (guild.name, guild.approximate_member_count) == ("Blindbout Sandbox", 6)
        assert [c.name for c in await guild.fetch_channels()] == ["arena", "general", "moderators"]
        assert {r.name for r in await guild.fetch_roles()} == {"@everyone", "Blindbout", "Moderator"}
        ada = await guild.fetch_member(guild.owner_id or 0)
        assert (ada.display_name, (await bot.fetch_user(ada.id)).name) == ("Ada", "ada")
        arena = bot.get_channel(int(channel_id(server, "arena")))
        assert isinstance(arena, discord.TextChannel)
        thread = await arena.create_thread(name="open", type=discord.ChannelType.public_thread)
        assert [t.id for t in await arena.guild.active_threads()] == [thread.id]
        assert (await bot.application_info()).owner.name == "ada"


async def test_members_are_listed_by_id_from_where_the_last_page_ended(rest: Rest) -> None:
    path = f"/guilds/{rest.sandbox.world.guild.id}/members"
    first = (await rest("GET", path, params={"limit": 4})).body
    second = (await rest("GET", path, params={"limit": 4, "after": first[-1]["user"]["id"]})).body
    names = [member["user"]["username"] for member in (*first, *second)]
    assert sorted(names) == ["Blindbout", "ada", "barbara", "edsger", "grace", "linus"]
    assert (await rest("GET", path, params={"after": "x"})).body["code"] == 50035


async def test_a_guilds_command_is_edited_deleted_and_told_to_the_members(server: Sandbox) -> None:
    bot = BareBot()
    guild = discord.Object(int(server.world.guild.id))

    @bot.tree.command(name="old", description="d", guild=guild)
    async def old(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("x")

    async with running(bot, server), people(server, "Grace") as (grace,):
        (command,) = await bot.tree.sync(guild=guild)
        assert await bot.tree.fetch_commands() == []
        await command.edit(name="new")
        assert (await bot.tree.fetch_command(command.id, guild=guild)).name == "new"
        await command.delete()
        told = [(await grace.event("commands_update"))["commands"] for _ in range(3)]
        assert [[c["name"] for c in commands] for commands in told] == [["old"], ["new"], []]
        with pytest.raises(discord.NotFound) as gone:
            await bot.tree.fetch_command(command.id, guild=guild)
        assert gone.value.code == 10063


async def test_a_menu_on_a_member_arrives_with_that_member(server: Sandbox) -> None:
    bot = BareBot()

    @bot.tree.context_menu(name="Who is this")
    async def who(interaction: discord.Interaction, member: discord.Member) -> None:
        await interaction.response.send_message(f"{member.display_name} {member.guild_permissions.manage_guild}")

    async with running(bot, server), people(server, "Ada", "Grace") as (ada, grace):
        await bot.tree.sync()
        await grace.run("Who is this", target_id=ada.id)
        assert (await grace.event("message_create"))["content"] == "Ada True"


async def test_options_that_name_members_roles_and_channels_arrive_resolved(server: Sandbox) -> None:
    bot = BareBot()

    @bot.tree.command(description="d")
    async def point(
        interaction: discord.Interaction,
        at: discord.Member | discord.Role,
        where: app_commands.AppCommandChannel,
        weight: float,
    ) -> None:
        await interaction.response.send_message(f"{at} {where.name} {weight}")

    async with running(bot, server), people(server, "Grace") as (grace,):
        await bot.tree.sync()
        moderator = next(r.id for r in server.world.guild.roles.values() if r.name == "Moderator")
        general, closed = channel_id(server, "general"), channel_id(server, "moderators")
        values = {"at": moderator, "where": general, "weight": 0.5}
        given: list[Json] = [{"name": name, "value": value} for name, value in values.items()]
        await grace.run("point", *given)
        assert (await grace.event("message_create"))["content"] == "Moderator general 0.5"
        command = next(c["id"] for c in (await grace.state())["commands"])
        for name, value in (("where", closed), ("at", "1")):
            wrong = [{**option, "value": value} if option["name"] == name else option for option in given]
            status, _ = await grace.post("commands", channel_id=general, command_id=command, options=wrong)
            assert status == 422
