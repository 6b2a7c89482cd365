"""A bare discord.py client answers commands, buttons and modals over the wire."""

import asyncio

import discord
from discord import ui

from sandbox import Sandbox
from tests.sandbox.members import people
from tests.support.discordpy import BareBot, running


async def test_a_deferred_answer_is_seen_thinking_and_then_filled(server: Sandbox) -> None:
    bot = BareBot()
    seen = asyncio.Event()

    @bot.tree.command(description="Echo")
    async def echo(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.defer(thinking=True)
        await seen.wait()
        await interaction.followup.send(f"**{text}** from {interaction.user.display_name}")

    async with running(bot, server), people(server, "Grace", "Linus") as (grace, linus):
        await bot.tree.sync()
        await grace.run("echo", {"name": "text", "type": 3, "value": "hello"})
        thinking = await linus.event("message_create")
        assert thinking["flags"] == 128
        assert thinking["interaction_metadata"]["user"]["id"] == grace.id
        seen.set()
        filled = await linus.event("message_update")
        assert (filled["id"], filled["content"], filled["flags"]) == (thinking["id"], "**hello** from Grace", 0)
        assert "<strong>hello</strong>" in filled["html"]
        assert filled["edited_timestamp"] is None


class Ballot(ui.LayoutView):
    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.presses = 0
        row: ui.ActionRow[Ballot] = ui.ActionRow()
        button: ui.Button[Ballot] = ui.Button(label="A is better", custom_id="vote:a")
        button.callback = self.vote  # type: ignore[method-assign]  # discord.py's documented way without a subclass
        row.add_item(button)
        row.add_item(ui.Button(label="Closed", custom_id="closed", disabled=True))
        self.text = ui.TextDisplay[Ballot]("nobody has voted")
        self.add_item(ui.Container(self.text, ui.Separator(), row, accent_color=0x123456))

    async def vote(self, interaction: discord.Interaction) -> None:
        self.presses += 1
        self.text.content = f"{self.presses} have voted"
        await interaction.response.edit_message(view=self)
        await interaction.followup.send("Your ballot: A", ephemeral=True)


async def test_a_layout_view_is_pressed_updated_and_answered_privately(server: Sandbox) -> None:
    bot = BareBot()

    @bot.tree.command(description="Start")
    async def battle(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Ballot())

    async with running(bot, server), people(server, "Grace", "Linus") as (grace, linus):
        await bot.tree.sync()
        await grace.run("battle")
        shown = await linus.event("message_create")
        assert shown["flags"] == 1 << 15
        assert (await linus.press(shown, "vote:a"))[0] == 202
        updated = await grace.event("message_update")
        text = updated["components"][0]["components"][0]
        assert text["content"] == "1 have voted"
        assert text["html"]
        private = await linus.event("message_create")
        assert (private["content"], private["flags"]) == ("Your ballot: A", 64)
        arena = shown["channel_id"]
        assert private["id"] in [m["id"] for m in (await linus.state())["messages"][arena]]
        assert private["id"] not in [m["id"] for m in (await grace.state())["messages"][arena]]
        channel = await bot.fetch_channel(int(arena))
        assert isinstance(channel, discord.TextChannel)
        assert [m.id async for m in channel.history()] == [int(shown["id"])]
        status, refusal = await linus.press(shown, "closed")
        assert (status, refusal["message"]) == (409, "This component is disabled.")
