"""One way to play on two Discords: the sandbox over real sockets, and simcord, which was written independently.

Each puts the same assembled bot on its Discord and hands out members who start battles and press buttons.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

import simcord
from pydantic import SecretStr
from simcord._settlement import _run_due_virtual_callbacks
from simcord.backend.serializers import message_payload

import sandbox
from bot.client import Blindbout
from bot.compose import assembled
from bot.settings import Settings
from tests.sandbox.members import Json
from tests.support import members as sandbox_members
from tests.support.discordpy import running
from tests.support.members import button, labels, text_of

SECONDS = 20
LOOK_SECONDS = 0.05
NAMES = ("Ada", "Grace", "Linus")
EPHEMERAL, LOADING = 1 << 6, 1 << 7


class Player(Protocol):
    """A member who can do what a battle needs."""

    async def start(self, prompt: str, *, modality: str = "text") -> None:
        """Use `/battle start`."""

    async def fight(self, message: str, **options: Any) -> None:
        """Use `/fight start`."""

    async def writes(self, label: str, text: str, *, on: Json | None = None) -> Json:
        """Press a button that opens a form, write into its one field and send it; the private answer."""

    async def sees(self, text: str) -> Json:
        """The newest public message that holds the text, once there is one."""

    async def press(self, label: str, *, on: Json | None = None) -> Json:
        """Press a button, of the battle's message where no other is given; the private answer."""

    async def hears(self) -> Json:
        """The message that replies to the battle's at the reveal."""


@asynccontextmanager
async def on_sandbox(folder: Path) -> AsyncIterator[list[Player]]:
    """The bot and its members on the sandbox."""
    async with sandbox.run() as server:
        here = {"discord_token": SecretStr(server.bot_token)}
        async with (
            assembled(_settings(folder, **here)) as parts,
            running(parts.bot, server),
            sandbox_members.members(server, "arena", *NAMES) as found,
        ):
            yield [_OnSandbox(member) for member in found]


@asynccontextmanager
async def on_simcord(folder: Path) -> AsyncIterator[list[Player]]:
    """The bot and its members on simcord."""
    async with (
        assembled(_settings(folder, discord_token=SecretStr("any"))) as parts,
        _attached(parts.bot) as env,
    ):
        guild = env.create_guild()
        channel = guild.create_text_channel("arena")
        found = [guild.add_member(env.create_user(name.lower(), global_name=name)) for name in NAMES]
        yield [_OnSimcord(env, channel, actor) for actor in found]


BACKENDS: dict[str, Callable[[Path], AbstractAsyncContextManager[list[Player]]]] = {
    "sandbox": on_sandbox,
    "simcord": on_simcord,
}


def _settings(folder: Path, **more: Any) -> Settings:
    return Settings(
        database_url=f"sqlite+aiosqlite:///{folder / 'bot.db'}",
        blindbout_models="baselines",
        blindbout_vote_delay=0,
        modelchorus_api_key=None,
        concurred_api_key=None,
        **more,
    )


class _OnSandbox:
    def __init__(self, member: sandbox_members.Member) -> None:
        self._member = member

    async def start(self, prompt: str, *, modality: str = "text") -> None:
        status, answer = await self._member.start(prompt, modality=modality)
        assert status == 202, answer

    async def fight(self, message: str, **options: Any) -> None:
        status, answer = await self._member.fight(message, **options)
        assert status == 202, answer

    async def writes(self, label: str, text: str, *, on: Json | None = None) -> Json:
        return await self._member.writes(label, text, on=on)

    async def sees(self, text: str) -> Json:
        return await self._member.sees(text)

    async def press(self, label: str, *, on: Json | None = None) -> Json:
        return await self._member.press(label, on=on)

    async def hears(self) -> Json:
        return await self._member.hears()


@asynccontextmanager
async def _attached(bot: Blindbout) -> AsyncIterator[simcord.Env]:
    """The bot on simcord, ready. It is never at rest, so nothing may wait for that, not even its start."""
    attaching = simcord.run(bot, settle_timeout=SECONDS)
    _let_run(attaching._env)
    async with attaching as env:
        async with asyncio.timeout(SECONDS):
            while not bot.is_ready():
                await env._settle_internal()
                await asyncio.sleep(LOOK_SECONDS)
        yield env


def _let_run(env: simcord.Env) -> None:
    """Let simcord's actions return at once, instead of when the bot has nothing left to do.

    This bot always has: a battle's message is brought up to date once a second, and deadlines are waited for. Timers
    that are due must still be called, which simcord does while it waits.
    """

    async def go_on(**_: Any) -> None:
        loop = asyncio.get_running_loop()
        _run_due_virtual_callbacks(env._settlement_state(), loop.time() + SECONDS)
        await asyncio.sleep(0)

    env._settle_internal = go_on  # type: ignore[method-assign]  # there is no setting for it


class _OnSimcord:
    """simcord keeps its messages in its backend: they are read there, as they would be sent."""

    def __init__(self, env: simcord.Env, channel: Any, actor: Any) -> None:
        self._env = env
        self._channel = channel
        self._actor = actor

    async def start(self, prompt: str, *, modality: str = "text") -> None:
        await self._actor.slash(self._channel, "battle start", prompt=prompt, modality=modality)

    async def fight(self, message: str, **options: Any) -> None:
        await self._actor.slash(self._channel, "fight start", message=message, **options)

    async def sees(self, text: str) -> Json:
        (*_, newest) = await self._until(lambda: self._public(lambda message: text in text_of(message)))
        return newest

    async def hears(self) -> Json:
        (*_, newest) = await self._until(lambda: self._public(lambda message: "See the battle" in labels(message)))
        return newest

    async def press(self, label: str, *, on: Json | None = None) -> Json:
        result = await self._click(label, on)
        (answer, *_) = await self._until(lambda: self._answers(result))
        return answer

    async def writes(self, label: str, text: str, *, on: Json | None = None) -> Json:
        opened = await self._click(label, on)
        (form, *_) = await self._until(lambda: [opened.modal] if opened.modal else [])
        (field,) = form["components"]
        result = await self._actor.submit_modal(opened, {field["component"]["custom_id"]: text})
        (answer, *_) = await self._until(lambda: self._answers(result))
        return answer

    async def _click(self, label: str, on: Json | None) -> simcord.InteractionResult:
        message = on or await self.sees("Blind battle")
        custom_id = button(message, label)["custom_id"]
        there = next(m for m in self._channel.history(viewer=self._actor) if m.id == int(message["id"]))
        result: simcord.InteractionResult = await self._actor.click(there, custom_id=custom_id)
        return result

    def _answers(self, result: simcord.InteractionResult) -> list[Json]:
        """The private messages that came of an interaction, those that still load left out."""
        given = [self._json(answer.id) for answer in (*result.followups, result.response) if answer is not None]
        return [message for message in given if message["flags"] & EPHEMERAL and not message["flags"] & LOADING]

    def _public(self, condition: Callable[[Json], bool]) -> list[Json]:
        messages = [self._json(message.id) for message in self._channel.history()]
        return [m for m in messages if not m["flags"] & EPHEMERAL and condition(m)]

    async def _until(self, look: Callable[[], list[Json]]) -> list[Json]:
        """What `look` finds, once it finds something: simcord tells nobody that a message has changed."""
        async with asyncio.timeout(SECONDS):
            while True:
                if found := look():
                    return found
                await asyncio.sleep(LOOK_SECONDS)

    def _json(self, message_id: int) -> Json:
        stored = self._env.backend.get_message(self._channel.id, message_id)
        return dict(message_payload(self._env.backend, stored))
