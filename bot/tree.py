"""The command tree: one error route, and commands published only when they changed."""

import hashlib
import json
from typing import Any, Protocol

import discord
import structlog
from discord import app_commands

from cogs.common.errors import apologise

log = structlog.get_logger(__name__)


class Tree(app_commands.CommandTree[Any]):
    """Sends every error of a command to the one route."""

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Apologise and log."""
        await apologise(interaction, error)


class Facts(Protocol):
    """Where the bot remembers single values across restarts."""

    async def get(self, name: str) -> str | None:
        """The value, None where there is none."""
        ...

    async def keep(self, name: str, value: str) -> None:
        """Remember the value."""
        ...


class CommandRegister:
    """Publishes the commands to Discord, which allows 200 new ones a day, only when they differ from the last time."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    async def publish(self, tree: app_commands.CommandTree[Any]) -> None:
        """Publish the tree's commands where their fingerprint is not the one that was published last."""
        fingerprint = fingerprint_of(tree)
        name = f"commands:{tree.client.application_id}"
        if await self._facts.get(name) == fingerprint:
            return
        commands = await tree.sync()
        await self._facts.keep(name, fingerprint)
        log.info("commands.published", count=len(commands))


def fingerprint_of(tree: app_commands.CommandTree[Any]) -> str:
    """A digest of everything that Discord is told about the commands."""
    payload = sorted((command.to_dict(tree) for command in tree.get_commands()), key=lambda item: str(item["name"]))
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()
