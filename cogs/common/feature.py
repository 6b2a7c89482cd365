"""What a feature hands to the bot, and how its buttons find their way back to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

import discord
from discord import app_commands
from discord.ui import DynamicItem

Face = TypeVar("Face")

Postable = discord.TextChannel | discord.Thread
"""What a member may choose for messages of this bot's own accord."""

Command = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One feature.

    `face` is the object that its buttons act on: a button that was posted by an earlier process is only a custom id, so
    its handler asks the running client for the face.
    """

    face: object
    commands: Sequence[Command] = ()
    items: Sequence[type[DynamicItem[Any]]] = ()


class Host(Protocol):
    """The client, as far as a feature knows it."""

    def face(self, kind: type[Face]) -> Face:
        """The face of this type."""
        ...


def guild_of(interaction: discord.Interaction[Any]) -> int:
    """The guild's id; all commands and buttons here are for guilds only."""
    if interaction.guild_id is None:
        raise AssertionError("the commands are for guilds only")
    return interaction.guild_id


def channel_of(interaction: discord.Interaction[Any]) -> int:
    """The id of the channel or thread that a command or a button is used in."""
    if interaction.channel_id is None:
        raise AssertionError("a command is used in a channel")
    return interaction.channel_id


def is_moderator(interaction: discord.Interaction[Any]) -> bool:
    """Whether the member may delete others' messages here, or manages the server."""
    return interaction.permissions.manage_messages or interaction.permissions.manage_guild


def face_of(interaction: discord.Interaction[Any], kind: type[Face]) -> Face:
    """The running face that this interaction belongs to."""
    return cast("Host", interaction.client).face(kind)


def in_thread(interaction: discord.Interaction[Any], channel: Postable | None) -> bool:
    """Whether the channel that was chosen, or else the one where the command is used, is a thread."""
    return isinstance(channel or interaction.channel, discord.Thread)


def allowed(interaction: discord.Interaction[Any], channel: Postable | None) -> discord.Permissions:
    """What the bot itself may do there, or else where the command is used, as far as Discord has told."""
    if channel is None or channel.id == interaction.channel_id:
        return interaction.app_permissions
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return discord.Permissions.none()  # whose channel is hidden from the bot
    return channel.permissions_for(channel.guild.me)


def may_post(interaction: discord.Interaction[Any], channel: Postable | None) -> bool:
    """Whether the bot itself may write and attach files there, or else where the command is used."""
    may = allowed(interaction, channel)
    # In threads the permission to write in their channel says nothing (topics/threads#permissions).
    writes = may.send_messages_in_threads if in_thread(interaction, channel) else may.send_messages
    return may.view_channel and writes and may.attach_files
