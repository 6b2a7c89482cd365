"""Questions to a Discord, each asked by an unchanged discord.py client, with an answer that can be compared."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

LONG = "x" * 2001


@dataclass(frozen=True)
class Asked:
    """A bot that may be given something to do, and a member who makes it do it.

    `command` uses the bot's command, `press` its button under the newest message; both return when the bot is through.
    """

    channel: Any
    command: Callable[[Callable[[discord.Interaction], Awaitable[Any]]], Awaitable[Any]]
    press: Callable[[Callable[[discord.Interaction], Awaitable[Any]]], Awaitable[Any]]


async def refusal(doing: Awaitable[Any]) -> tuple[int, int] | None:
    """The status and code with which this is refused; None when it is not."""
    try:
        await doing
    except discord.HTTPException as error:
        return error.status, error.code
    return None


def buttons(*ids: str) -> ui.View:
    view = ui.View(timeout=None)
    for custom_id in ids:
        view.add_item(ui.Button(label="Press", custom_id=custom_id))
    return view


def layout(*texts: str) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for text in texts:
        view.add_item(ui.TextDisplay(text))
    return view


async def answer_twice(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.send_message("one")
        interaction.response._response_type = None  # discord.py would notice by itself
        return await refusal(interaction.response.send_message("two"))

    return await asked.command(act)


async def answer_is_public_or_private(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.send_message("x", ephemeral=True)
        message = await interaction.original_response()
        return message.flags.ephemeral, message.type.value

    return await asked.command(act)


async def deferred_is_filled_by_the_first_follow_up(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.defer(thinking=True)
        before = await interaction.original_response()
        first = await interaction.followup.send("filled", wait=True)
        return before.flags.loading, first.id == before.id, first.flags.loading

    return await asked.command(act)


async def filled_counts_as_edited(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.defer(thinking=True)
        return (await interaction.edit_original_response(content="filled")).edited_at is not None

    return await asked.command(act)


async def follow_up_type(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.send_message("x")
        return (await interaction.followup.send("y", wait=True)).type.value

    return await asked.command(act)


async def button_answer_type(asked: Asked) -> Any:
    await asked.channel.send("Press", view=buttons("a"))

    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.send_message("x")
        return (await interaction.original_response()).type.value

    return await asked.press(act)


async def button_updates_its_message(asked: Asked) -> Any:
    sent = await asked.channel.send("Press", view=buttons("a"))

    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.edit_message(content="pressed")
        original = await interaction.original_response()
        return original.id == sent.id, original.content

    return await asked.press(act)


async def follow_up_after_a_deferred_update_is_new(asked: Asked) -> Any:
    sent = await asked.channel.send("Press", view=buttons("a"))

    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.defer()
        new = await interaction.followup.send("x", ephemeral=True, wait=True)
        return new.id != sent.id, new.flags.ephemeral

    return await asked.press(act)


async def command_metadata(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.send_message("x")
        metadata = (await interaction.original_response()).interaction_metadata
        return metadata is not None and (metadata.type.value, metadata.user.id == interaction.user.id)

    return await asked.command(act)


async def private_messages_in_the_channels_history(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.send_message("secret", ephemeral=True)
        return [message.content async for message in asked.channel.history()]

    return await asked.command(act)


async def private_message_by_its_channel(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.send_message("secret", ephemeral=True)
        message = await interaction.original_response()
        return await refusal(asked.channel.get_partial_message(message.id).edit(content="x"))

    return await asked.command(act)


async def empty(asked: Asked) -> Any:
    return await refusal(asked.channel.send(""))


async def too_long(asked: Asked) -> Any:
    return await refusal(asked.channel.send(LONG))


async def embed_too_long(asked: Asked) -> Any:
    return await refusal(asked.channel.send(embed=discord.Embed(description="x" * 4097)))


async def embeds_in_all(asked: Asked) -> Any:
    return await refusal(asked.channel.send(embeds=[discord.Embed(description="x" * 3001)] * 2))


async def layout_text_in_all(asked: Asked) -> Any:
    return await refusal(asked.channel.send(view=layout("x" * 2000, "x" * 2001)))


async def layout_keeps_its_flag(asked: Asked) -> Any:
    sent = await asked.channel.send(view=layout("x"))
    return sent.flags.components_v2, await refusal(sent.edit(content="plain", view=None))


async def layout_is_edited(asked: Asked) -> Any:
    sent = await asked.channel.send(view=layout("x"))
    edited = await sent.edit(view=layout("y"))
    return edited.edited_at is not None, edited.components[0].content


async def custom_id_twice(asked: Asked) -> Any:
    return await refusal(asked.channel.send("x", view=buttons("a", "a")))


async def label_too_long(asked: Asked) -> Any:
    view = ui.View(timeout=None)
    view.add_item(ui.Button(label="x" * 81, custom_id="a"))
    return await refusal(asked.channel.send("x", view=view))


async def message_that_is_gone(asked: Asked) -> Any:
    sent = await asked.channel.send("x")
    await sent.delete()
    return await refusal(sent.edit(content="y")), await refusal(sent.delete())


async def reply_to_what_is_gone(asked: Asked) -> Any:
    sent = await asked.channel.send("x")
    await sent.delete()
    return await refusal(sent.reply("y"))


async def reply_that_may_fail(asked: Asked) -> Any:
    sent = await asked.channel.send("x")
    await sent.delete()
    reference = discord.MessageReference.from_message(sent, fail_if_not_exists=False)
    return (await asked.channel.send("y", reference=reference)).type.value


async def nonce_twice(asked: Asked) -> Any:
    one = await asked.channel.send("x", nonce="n")
    two = await asked.channel.send("x", nonce="n")
    return one.id == two.id


async def thread_takes_its_messages_id(asked: Asked) -> Any:
    sent = await asked.channel.send("x")
    thread = await sent.create_thread(name="t")
    return thread.id == sent.id, await refusal(sent.create_thread(name="again"))


async def modal_after_an_answer(asked: Asked) -> Any:
    class Form(ui.Modal, title="t"):
        field: ui.TextInput["Form"] = ui.TextInput(label="f")

    async def act(interaction: discord.Interaction) -> Any:
        await interaction.response.defer()
        interaction.response._response_type = None  # discord.py would notice by itself
        return await refusal(interaction.response.send_modal(Form()))

    return await asked.command(act)


async def unknown_member(asked: Asked) -> Any:
    return await refusal(asked.channel.guild.fetch_member(1))


async def unknown_channel(asked: Asked) -> Any:
    return await refusal(asked.channel.guild.fetch_channel(1))


async def direct_message(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        opened = await interaction.user.create_dm()
        again = await interaction.client.create_dm(discord.Object(interaction.user.id))
        sent = await opened.send("between us")
        read = await opened.fetch_message(sent.id)
        return opened.id == again.id, opened.type.value, read.content, read.guild

    return await asked.command(act)


async def direct_message_is_edited_and_deleted(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        sent = await interaction.user.send("one")
        edited = await sent.edit(content="two")
        await sent.delete()
        return edited.content, await refusal(sent.edit(content="three"))

    return await asked.command(act)


async def direct_message_to_nobody(asked: Asked) -> Any:
    async def act(interaction: discord.Interaction) -> Any:
        return await refusal(interaction.client.create_dm(discord.Object(1)))

    return await asked.command(act)


QUESTIONS: list[Callable[[Asked], Awaitable[Any]]] = [
    answer_twice,
    answer_is_public_or_private,
    deferred_is_filled_by_the_first_follow_up,
    filled_counts_as_edited,
    follow_up_type,
    button_answer_type,
    button_updates_its_message,
    follow_up_after_a_deferred_update_is_new,
    command_metadata,
    private_messages_in_the_channels_history,
    private_message_by_its_channel,
    modal_after_an_answer,
    empty,
    too_long,
    embed_too_long,
    embeds_in_all,
    layout_text_in_all,
    layout_keeps_its_flag,
    layout_is_edited,
    custom_id_twice,
    label_too_long,
    message_that_is_gone,
    reply_to_what_is_gone,
    reply_that_may_fail,
    nonce_twice,
    thread_takes_its_messages_id,
    unknown_member,
    unknown_channel,
    direct_message,
    direct_message_is_edited_and_deleted,
    direct_message_to_nobody,
]
