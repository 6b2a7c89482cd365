"""How everything that members see is put together: the card, its colours and its recurring parts.

The accent colour shows the phase alone, never a model. Each passes a contrast of 3:1 in all of Discord's themes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import discord
from discord import ButtonStyle, ui

from cogs.common.text import clean, inert, units
from community.ids import NOBODY
from community.places import MessageRef

SLATE: Final = discord.Colour(0x7F8AA0)
"""Waiting, set-up, refusal."""
INDIGO: Final = discord.Colour(0x7B7CF2)
"""Open to vote, private ballot, welcome."""
CORAL: Final = discord.Colour(0xE2663F)
"""A live fight."""
TEAL: Final = discord.Colour(0x1F9D8C)
"""Settled: a reveal, an end, a board."""
RED: Final = discord.Colour(0xDD5B57)
"""Failure."""

MAX_TEXT: Final = 4000
"""Discord's limit for all the text of a layout message; discord.py itself holds the one of 40 components."""

_FILE_NAME: Final = "question.txt"
_FILE_FROM: Final = 1200

Part: TypeAlias = ui.Item[Any]


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file to send along with the view that shows it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """A view, and the file that must be sent with it, if any."""

    view: ui.LayoutView
    file: TextFile | None = None


def card(colour: discord.Colour, *parts: Part) -> ui.LayoutView:
    """One box with an accent colour.

    The view is stopped: presses find their handlers by custom id, so the library need not remember any view.

    Raises:
        ValueError: it holds more text or components than Discord takes.
    """
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=colour))
    view.stop()
    text = sum(units(item.content) for item in view.walk_children() if isinstance(item, ui.TextDisplay))
    if text > MAX_TEXT:
        raise ValueError(f"a layout with {text} UTF-16 units of text is more than Discord takes")
    return view


def words(*lines: str) -> ui.TextDisplay[Any]:
    """Text, line by line."""
    return ui.TextDisplay("\n".join(lines))


def rule() -> ui.Separator[Any]:
    """A thin line with a little room."""
    return ui.Separator()


def small(*phrases: str) -> str:
    """A line of small grey print, its phrases divided by dots."""
    return "-# " + " · ".join(phrases)


def by(member_id: int) -> str:
    """Who did it, as a mention that pings nobody."""
    return "by somebody who wished to be forgotten" if member_id == NOBODY else f"by <@{member_id}>"


def button(
    label: str, custom_id: str, *, style: ButtonStyle = ButtonStyle.secondary, disabled: bool = False
) -> ui.Button[Any]:
    """A button that its custom id alone describes."""
    return ui.Button(label=label, custom_id=custom_id, style=style, disabled=disabled)


def way_to(label: str, guild_id: int, place: MessageRef) -> ui.Button[Any]:
    """A button that leads to a message."""
    return ui.Button(label=label, url=f"https://discord.com/channels/{guild_id}/{place.channel_id}/{place.message_id}")


def row(*buttons: ui.Button[Any]) -> ui.ActionRow[Any]:
    """Up to five buttons beside one another."""
    return ui.ActionRow(*buttons)


def beside(text: str, accessory: ui.Button[Any]) -> ui.Section[Any]:
    """Text with a button at its end."""
    return ui.Section(ui.TextDisplay(text), accessory=accessory)


def support_line(code: str) -> str:
    """What a member may do about a failure that comes again."""
    return small(f"If it happens again, give an admin this code: {code}")


def given_back(question: str) -> tuple[Sequence[Part], TextFile | None]:
    """A question that was not used, so that nobody has to type it again.

    It stands in a code block, or, from 1,200 UTF-16 units on, in a file. Nothing where there is no question.
    """
    question = clean(question)
    if not question.strip():
        return (), None
    label = small("Your question, to keep")
    if units(question) < _FILE_FROM:
        return (rule(), words(label, "```", inert(question), "```")), None
    return (rule(), words(label), ui.File(f"attachment://{_FILE_NAME}")), TextFile(_FILE_NAME, question.encode())
