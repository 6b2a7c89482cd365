"""Where a question comes from when it is not typed after the command: a form, or a text file."""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import aiohttp
import discord
from discord import ui

from arena.wire import MAX_PROMPT_CHARACTERS
from cogs.battle.starting import Starting
from cogs.common.errors import apologise
from cogs.common.look import words
from community.battles import Terms
from community.errors import PromptRefused, PromptUnreadable

MAX_INPUT: Final = 4000
"""Discord's longest text input (components/reference)."""
MAX_BYTES: Final = MAX_PROMPT_CHARACTERS * 4
"""A file of more bytes holds more characters than fit: none takes more than four in UTF-8."""
FETCH_SECONDS: Final = 20.0
"""How long a file may take to come; the member sees that the bot is thinking."""


class QuestionForm(ui.Modal):
    """Asks for the question; the terms were given with the command."""

    question: ui.Label[Any] = ui.Label(
        text="What shall both models answer?",
        description="Two models answer without their names. Everybody votes, then the names come out.",
        component=ui.TextInput(style=discord.TextStyle.paragraph, max_length=MAX_INPUT, required=True),
    )

    def __init__(self, face: Starting, terms: Terms, below: Sequence[str] = ()) -> None:
        """Say below the field what is worth knowing before."""
        super().__init__(title="Start a blind battle")
        if below:
            self.add_item(words(*below))
        self._face = face
        self._terms = terms

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """Start the battle."""
        field = self.question.component
        await self._face.start(interaction, field.value if isinstance(field, ui.TextInput) else "", self._terms)

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:  # type: ignore[override] # as discord.ui.Modal declares it
        """Tell the member; the library would only log it."""
        await apologise(interaction, error)


async def question_form(interaction: discord.Interaction[Any], face: Starting, terms: Terms) -> QuestionForm:
    """The form, with what is worth knowing before below it: where the question goes, and what is left."""
    return QuestionForm(face, terms, await face.form(interaction, terms))


async def text_of(file: discord.Attachment) -> str:
    """The text of a file that a member attached.

    Raises:
        PromptRefused: it is longer than any prompt may be.
        PromptUnreadable: it is no text in UTF-8, or it did not come in time.
    """
    if file.size > MAX_BYTES:
        raise PromptRefused(None, MAX_PROMPT_CHARACTERS)
    try:
        async with asyncio.timeout(FETCH_SECONDS):
            return (await file.read()).decode("utf-8-sig")
    except (UnicodeDecodeError, TimeoutError, discord.HTTPException, aiohttp.ClientError) as error:
        raise PromptUnreadable from error
