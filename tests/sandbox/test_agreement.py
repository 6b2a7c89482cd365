"""Each question to both Discords: they agree, or docs/sandbox.md says why not."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

import sandbox
from tests.sandbox.agreement import QUESTIONS, Asked
from tests.sandbox.members import channel_id, people
from tests.support.discordpy import BareBot, running

SECONDS = 10
DOCUMENTED = (Path(__file__).parents[2] / "docs/sandbox.md").read_text()

Act = Callable[[discord.Interaction], Awaitable[Any]]

DIFFERENCES: dict[str, tuple[Any, Any]] = {
    "empty": ((400, 50006), (400, 50035)),
    "reply_to_what_is_gone": ((400, 50035), None),
    "reply_that_may_fail": (0, 19),
    "nonce_twice": (True, False),
    "thread_takes_its_messages_id": ((True, (400, 160004)), (True, None)),
    "follow_up_type": (19, 20),
    "button_answer_type": (19, 0),
    "filled_counts_as_edited": (False, True),
    "direct_message_to_nobody": ((400, 50033), (404, 10013)),
}
"""What the sandbox and what simcord say where they disagree."""


class Obedient(BareBot):
    """Does what it is told when its command is used or its button is pressed, and keeps what came of it."""

    def __init__(self) -> None:
        super().__init__(allowed_mentions=discord.AllowedMentions.none())
        self.act: Act | None = None
        self.outcome: asyncio.Future[Any] | None = None
        self.tree.command(name="go", description="d")(self._go)

    async def _go(self, interaction: discord.Interaction) -> None:
        await self._do(interaction)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await self._do(interaction)

    async def _do(self, interaction: discord.Interaction) -> None:
        assert self.act is not None
        assert self.outcome is not None
        try:
            self.outcome.set_result(await self.act(interaction))
        except Exception as error:  # noqa: BLE001 - the test shall see it, whatever it is
            self.outcome.set_exception(error)

    async def done(self, act: Act, start: Callable[[], Awaitable[Any]]) -> Any:
        """Let the member start it; what came of `act`."""
        self.act, self.outcome = act, asyncio.get_running_loop().create_future()
        await start()
        async with asyncio.timeout(SECONDS):
            return await self.outcome


@asynccontextmanager
async def on_sandbox() -> AsyncIterator[Asked]:
    bot = Obedient()
    async with sandbox.run() as server, running(bot, server), people(server, "Grace") as (grace,):
        await bot.tree.sync()
        channel = bot.get_channel(int(channel_id(server, "arena")))

        async def press() -> None:
            message = (await grace.state())["messages"][channel_id(server, "arena")][-1]
            assert (await grace.press(message, "a"))[0] == 202

        yield Asked(
            channel,
            lambda act: bot.done(act, lambda: grace.run("go")),
            lambda act: bot.done(act, press),
        )


@asynccontextmanager
async def on_simcord() -> AsyncIterator[Asked]:
    bot = Obedient()
    async with simcord.run(bot, check_errors=False) as env:
        await bot.tree.sync()
        guild = env.create_guild()
        channel = guild.create_text_channel("arena")
        grace = guild.add_member(env.create_user("grace"))
        await env.settle()
        yield Asked(
            bot.get_channel(channel.id),
            lambda act: bot.done(act, lambda: grace.slash(channel, "go")),
            lambda act: bot.done(act, lambda: grace.click(channel.history()[-1], custom_id="a")),
        )


async def answer(backend: Callable[[], AbstractAsyncContextManager[Asked]], question: Callable[[Asked], Any]) -> Any:
    async with backend() as asked:
        return await question(asked)


@pytest.mark.parametrize("question", QUESTIONS, ids=[question.__name__ for question in QUESTIONS])
async def test_both_say_the_same_or_the_difference_is_explained(question: Callable[[Asked], Any]) -> None:
    ours, theirs = await answer(on_sandbox, question), await answer(on_simcord, question)
    expected = DIFFERENCES.get(question.__name__, (ours, ours))
    assert (ours, theirs) == expected
    assert f"`{question.__name__}`" in DOCUMENTED
