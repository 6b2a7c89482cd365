"""Files that members attach to commands, forms and messages."""

import io
from typing import Any

import aiohttp
import discord
import pytest
from discord import ui

from sandbox import Sandbox
from tests.sandbox.members import Person, channel_id, people
from tests.support.discordpy import BareBot, running

LIMIT = 10 * 1024 * 1024


async def upload(person: Person, filename: str, data: bytes, kind: str = "text/plain") -> tuple[int, dict[str, Any]]:
    """Put a file at the door: the status, and the attachment."""
    url = f"{person.sandbox.page_url.partition('/?')[0]}/sandbox/uploads"
    query = {"token": person.sandbox.token, "as": person.id, "filename": filename}
    async with aiohttp.ClientSession() as session:
        sent = session.post(url, params=query, data=io.BytesIO(data), headers={"Content-Type": kind})
        async with sent as response:
            return response.status, await response.json()


async def test_a_file_arrives_with_the_command(server: Sandbox) -> None:
    bot = BareBot()

    @bot.tree.command(description="d")
    async def read(interaction: discord.Interaction, prompt: discord.Attachment) -> None:
        text = (await prompt.read()).decode()
        await interaction.response.send_message(f"{prompt.filename} {prompt.content_type} {prompt.size} {text}")

    async with running(bot, server), people(server, "Grace", "Linus") as (grace, linus):
        await bot.tree.sync()
        status, file = await upload(grace, "my prompt.txt", b"why?")
        assert status == 201
        await grace.run("read", {"name": "prompt", "value": file["id"]})
        assert (await grace.event("message_create"))["content"] == "my_prompt.txt text/plain 4 why?"
        command = (await grace.state())["commands"][0]["id"]
        for person, value in ((linus, file["id"]), (grace, "1")):
            option = {"name": "prompt", "value": value}
            body = {"channel_id": channel_id(server, "arena"), "command_id": command, "options": [option]}
            status, refusal = await person.post("commands", **body)
            assert (status, refusal["message"]) == (422, "“prompt” is not a file that you uploaded.")


class Everything(ui.Modal, title="Everything"):
    files: ui.Label["Everything"] = ui.Label(text="Files", component=ui.FileUpload(custom_id="files", max_values=2))
    who: ui.Label["Everything"] = ui.Label(text="Who", component=ui.UserSelect(custom_id="who"))
    role: ui.Label["Everything"] = ui.Label(text="Role", component=ui.RoleSelect(custom_id="role"))
    where: ui.Label["Everything"] = ui.Label(text="Where", component=ui.ChannelSelect(custom_id="where"))
    any: ui.Label["Everything"] = ui.Label(text="Any", component=ui.MentionableSelect(custom_id="any"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        upload = self.files.component
        assert isinstance(upload, ui.FileUpload)
        texts = [(await file.read()).decode() for file in upload.values]
        chosen = [label.component for label in (self.who, self.role, self.where, self.any)]
        names = [c.values[0].name for c in chosen if isinstance(c, ui.UserSelect | ui.RoleSelect | ui.ChannelSelect)]
        assert isinstance(self.any.component, ui.MentionableSelect)
        names.append(self.any.component.values[0].name)
        await interaction.response.send_message(" ".join([*texts, *names]))


async def test_files_and_choices_of_every_kind_arrive_with_a_form(server: Sandbox) -> None:
    bot = BareBot()

    @bot.tree.command(description="d")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Everything())

    async with running(bot, server), people(server, "Grace") as (grace,):
        await bot.tree.sync()
        await grace.run("form")
        modal = await grace.event("modal_open")
        moderator = next(role.id for role in server.world.guild.roles.values() if role.name == "Moderator")
        files = [(await upload(grace, f"{n}.txt", n.encode()))[1]["id"] for n in ("one", "two")]
        chosen = {
            "files": files,
            "who": [grace.id],
            "role": [moderator],
            "where": [channel_id(server, "general")],
            "any": [moderator],
        }

        async def sent(**other: list[str]) -> int:
            fields = [{"custom_id": key, "values": values} for key, values in {**chosen, **other}.items()]
            return (await grace.post("modals", modal_id=modal["modal_id"], components=fields))[0]

        wrong = {"files": ["1"], "who": ["1"], "role": [grace.id], "where": [channel_id(server, "moderators")]}
        for field, values in wrong.items():
            assert await sent(**{field: values}) == 422, field
        assert await sent() == 202
        said = (await grace.event("message_create"))["content"]
        assert said == "one two grace Moderator general Moderator"


async def test_a_file_comes_with_a_members_message(server: Sandbox) -> None:
    intents = discord.Intents.default()
    intents.message_content = True
    bot = BareBot(intents=intents)
    async with running(bot, server), people(server, "Linus", "Grace") as (linus, grace):
        _, file = await upload(linus, "a.txt", b"hello")
        arena = channel_id(server, "arena")
        body = {"channel_id": arena, "content": "", "attachments": [file["id"]]}
        assert (await linus.post("messages", **body))[0] == 201
        shown = await grace.event("message_create")
        message = await bot.get_partial_messageable(int(arena)).fetch_message(int(shown["id"]))
        assert await message.attachments[0].read() == b"hello"
        assert (await grace.post("messages", **body))[0] == 422


@pytest.mark.parametrize(("size", "status"), [(LIMIT, 201), (LIMIT + 1, 413)])
async def test_a_file_has_at_most_ten_mebibytes(server: Sandbox, size: int, status: int) -> None:
    async with people(server, "Linus") as (linus,):
        assert (await upload(linus, "a.bin", bytes(size)))[0] == status
