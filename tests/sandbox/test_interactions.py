"""A bare discord.py client answers commands, buttons and modals over the wire."""

import asyncio

import discord
import pytest
from discord import app_commands, ui

from sandbox import Sandbox
from tests.sandbox.members import Json, channel_id, people
from tests.sandbox.wire import Rest
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


async def test_a_deferred_private_answer_stays_private_when_a_follow_up_fills_it(server: Sandbox) -> None:
    bot = BareBot()

    @bot.tree.command(description="Secret")
    async def secret(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        first = await interaction.followup.send("for you", wait=True)
        assert first.id == (await interaction.original_response()).id
        second = await interaction.followup.send("for all", wait=True)
        await interaction.followup.edit_message(second.id, content="for everybody")
        await interaction.delete_original_response()

    async with running(bot, server), people(server, "Grace", "Linus") as (grace, linus):
        await bot.tree.sync()
        await grace.run("secret")
        assert (await grace.event("message_create"))["flags"] == 128 | 64
        filled = await grace.event("message_update")
        assert (filled["content"], filled["flags"]) == ("for you", 64)
        shown = await linus.event("message_create")
        assert (shown["content"], shown["referenced_message"]) == ("for all", None)
        assert (await linus.event("message_update"))["content"] == "for everybody"
        assert (await grace.event("message_delete"))["id"] == filled["id"]
    told = [s for s in server.traffic.shown if s.data.get("content") == "for you"]
    assert told
    assert all(s.members == {grace.id} for s in told)


class Wish(ui.Modal, title="Your prompt"):
    prompt: ui.Label["Wish"] = ui.Label(
        text="Prompt",
        description="What the models get",
        component=ui.TextInput(style=discord.TextStyle.paragraph, min_length=3, max_length=100),
    )
    kind: ui.Label["Wish"] = ui.Label(
        text="Kind",
        component=ui.Select(options=[discord.SelectOption(label="Short"), discord.SelectOption(label="Long")]),
    )
    old: ui.TextInput["Wish"] = ui.TextInput(label="Anything else", required=False)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.prompt.component, ui.TextInput)
        assert isinstance(self.kind.component, ui.Select)
        await interaction.response.send_message(
            f"{self.prompt.component.value} / {self.kind.component.values} / {self.old.value!r}"
        )


async def test_a_modal_is_opened_filled_and_answered_once(server: Sandbox) -> None:
    bot = BareBot()

    @bot.tree.command(description="Ask")
    async def ask(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Wish())

    async with running(bot, server), people(server, "Grace", "Linus") as (grace, linus):
        await bot.tree.sync()
        await grace.run("ask")
        form = await grace.event("modal_open")
        assert form["title"] == "Your prompt"
        prompt, kind, _ = form["components"]
        filled = [
            {"type": 18, "component": {"type": 4, "custom_id": prompt["component"]["custom_id"], "value": "why"}},
            {"type": 18, "component": {"type": 3, "custom_id": kind["component"]["custom_id"], "values": ["Long"]}},
        ]
        short = [{"custom_id": prompt["component"]["custom_id"], "value": "ab"}, filled[1]]
        status, refusal = await grace.post("modals", modal_id=form["modal_id"], components=short)
        assert (status, refusal["message"]) == (422, "“Prompt” must have 3 to 100 characters; it has 2.")
        status, refusal = await grace.post("modals", modal_id=form["modal_id"], components=filled[:1])
        assert (status, refusal["message"]) == (422, "“Kind” takes 1 to 1 choices.")
        assert (await linus.post("modals", modal_id=form["modal_id"], components=filled))[0] == 404
        assert (await grace.post("modals", modal_id=form["modal_id"], components=filled))[0] == 202
        answer = await linus.event("message_create")
        assert answer["content"] == "why / ['Long'] / ''"
        assert answer["interaction_metadata"]["triggering_interaction_metadata"]["name"] == "ask"
        assert (await grace.post("modals", modal_id=form["modal_id"], components=filled))[0] == 404


class Pickers(ui.View):
    @ui.select(cls=ui.UserSelect, custom_id="user")
    async def user(self, interaction: discord.Interaction, select: ui.UserSelect["Pickers"]) -> None:
        await interaction.response.send_message(select.values[0].display_name)

    @ui.select(cls=ui.RoleSelect, custom_id="role")
    async def role(self, interaction: discord.Interaction, select: ui.RoleSelect["Pickers"]) -> None:
        await interaction.response.send_message(select.values[0].name)

    @ui.select(cls=ui.ChannelSelect, custom_id="channel")
    async def channel(self, interaction: discord.Interaction, select: ui.ChannelSelect["Pickers"]) -> None:
        await interaction.response.send_message(select.values[0].name)

    @ui.select(custom_id="word", max_values=2, options=[discord.SelectOption(label=x) for x in "abc"])
    async def word(self, interaction: discord.Interaction, select: ui.Select["Pickers"]) -> None:
        await interaction.response.send_message("".join(select.values))


async def test_selects_of_every_kind_arrive_resolved(server: Sandbox) -> None:
    bot = BareBot()
    moderator = next(role.id for role in server.world.guild.roles.values() if role.name == "Moderator")

    @bot.tree.command(description="Pick")
    async def pick(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Pickers(timeout=None))

    async with running(bot, server), people(server, "Grace", "Linus") as (grace, linus):
        await bot.tree.sync()
        await grace.run("pick")
        shown = await linus.event("message_create")
        general, closed = channel_id(server, "general"), channel_id(server, "moderators")
        for custom_id, values, said in (
            ("user", [grace.id], "Grace"),
            ("role", [moderator], "Moderator"),
            ("channel", [general], "general"),
            ("word", ["a", "c"], "ac"),
        ):
            assert (await linus.press(shown, custom_id, *values))[0] == 202
            assert (await linus.event("message_create"))["content"] == said
        for custom_id, values in (("word", ["z"]), ("word", ["a", "b", "c"]), ("channel", [closed]), ("user", [])):
            assert (await linus.press(shown, custom_id, *values))[0] == 422


async def test_subcommands_options_menus_and_autocomplete_reach_their_callbacks(server: Sandbox) -> None:
    bot = BareBot()
    group = app_commands.Group(name="models", description="Models")

    @group.command(description="One")
    async def info(
        interaction: discord.Interaction, name: str, who: discord.Member, n: app_commands.Range[int, 1, 9] = 1
    ) -> None:
        await interaction.response.send_message(
            f"{name} {who.display_name} {n} {interaction.permissions.send_messages}"
        )

    @info.autocomplete("name")
    async def names(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{current}-one", value="one")]

    @bot.tree.context_menu(name="Battle this")
    async def battle_this(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"{message.author.display_name}: {message.content}", ephemeral=True)

    bot.tree.add_command(group)
    async with running(bot, server), people(server, "Grace", "Linus") as (grace, linus):
        await bot.tree.sync()
        commands = (await grace.event("commands_update"))["commands"]
        models = next(c for c in commands if c["name"] == "models")
        typing = {"name": "name", "value": "gp", "type": 3, "focused": True}
        status, answer = await grace.post(
            "autocomplete",
            channel_id=channel_id(server, "arena"),
            command_id=models["id"],
            options=[{"name": "info", "type": 1, "options": [typing]}],
        )
        assert (status, answer) == (200, {"choices": [{"name": "gp-one", "value": "one"}]})
        options = [{"name": "name", "value": "one"}, {"name": "who", "value": linus.id}, {"name": "n", "value": 3}]
        await grace.run("models", {"name": "info", "options": options})
        said = await grace.event("message_create")
        assert said["content"] == "one Linus 3 True"
        assert said["interaction_metadata"]["name"] == "models info"
        target = await linus.say("a question")
        await grace.run("Battle this", target_id=target["id"])
        while (private := await grace.event("message_create"))["flags"] != 64:
            pass
        assert private["content"] == "Linus: a question"


BAD_OPTIONS: list[tuple[list[Json], str]] = [
    ([], "“text” is required."),
    ([{"name": "text", "value": 5}], "“text” has a value of the wrong type."),
    ([{"name": "text", "value": "x" * 6001}], "“text” must be at most 6000 characters."),
    ([{"name": "text", "value": "x"}, {"name": "n", "value": 10}], "“n” must be at most 9."),
    ([{"name": "text", "value": "x"}, {"name": "c", "value": "blue"}], "“c” must be one of its choices."),
    ([{"name": "text", "value": "x"}, {"name": "no", "value": 1}], "/echo has no option “no”."),
]


@pytest.mark.parametrize(("options", "sentence"), BAD_OPTIONS)
async def test_options_that_do_not_fit_are_refused_before_the_bot_sees_them(
    rest: Rest, options: list[Json], sentence: str
) -> None:
    declared = [
        {"type": 3, "name": "text", "description": "d", "required": True},
        {"type": 4, "name": "n", "description": "d", "max_value": 9},
        {"type": 3, "name": "c", "description": "d", "choices": [{"name": "Red", "value": "red"}]},
    ]
    command = {"name": "echo", "description": "d", "options": declared}
    application = rest.sandbox.world.application_id
    created = await rest("POST", f"/applications/{application}/commands", json=command)
    assert created.status == 201
    async with people(rest.sandbox, "Grace") as (grace,):
        body = {"command_id": created.body["id"], "options": options}
        status, refusal = await grace.post("commands", channel_id=channel_id(rest.sandbox, "arena"), **body)
        assert (status, refusal["message"]) == (422, sentence)


async def test_commands_are_replaced_in_bulk_keep_their_ids_and_hide_from_who_may_not(rest: Rest) -> None:
    base = f"/applications/{rest.sandbox.world.application_id}/commands"
    manage = {"name": "manage", "description": "d", "default_member_permissions": "32"}
    first = (await rest("PUT", base, json=[manage, {"name": "old", "description": "d"}])).body
    second = (await rest("PUT", base, json=[{**manage, "description": "new"}])).body
    assert [c["id"] for c in second] == [first[0]["id"]]
    assert [c["description"] for c in (await rest("GET", base)).body] == ["new"]
    async with people(rest.sandbox, "Ada", "Grace") as (ada, grace):
        assert [c["name"] for c in (await ada.state())["commands"]] == ["manage"]
        assert (await grace.state())["commands"] == []
        body = {"channel_id": channel_id(rest.sandbox, "arena"), "command_id": second[0]["id"]}
        assert (await grace.post("commands", **body))[0] == 404
