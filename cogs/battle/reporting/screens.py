"""What members and moderators see of reports."""

from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import ui

from cogs.battle.menu_ids import Void
from cogs.battle.screens.parts import link
from cogs.common.look import SLATE, TEAL, Part, beside, button, card, row, rule, small, words
from cogs.common.text import Room, quoted, relative
from community.reports import Report

REPORTS_CHANNEL: Final = "reports:v1:channel"
_WORDS: Final = Room(300, 4)
_ON_PAGE: Final = Room(120, 2)


def reported(*, told: bool) -> ui.LayoutView:
    """A report that is kept; `told` where the server has a channel in which its moderators are told."""
    who = (
        "This server's moderators are told, with a link to the battle."
        if told
        else "This server has named no channel for reports, so nobody is told at once. "
        "Its managers find it under /manage reports."
    )
    return card(TEAL, words("### Reported", who))


def opened() -> ui.LayoutView:
    """What is said once in a channel that was chosen for reports."""
    return card(
        SLATE, words("### Reports come here", "When a member reports a battle, this channel gets a link to it.")
    )


def closed() -> ui.LayoutView:
    """A channel that cannot be chosen."""
    return card(
        SLATE,
        words(
            "### The bot cannot write there", "Give it View Channel and Send Messages, then choose the channel again."
        ),
    )


def notice(report: Report) -> ui.LayoutView:
    """What stands in the moderators' channel."""
    parts: list[Part] = [_line("### A battle was reported", report, _WORDS)]
    if report.battle.void is None:
        parts.append(row(button("Void", Void(report.battle.id).encode())))
    return card(SLATE, *parts)


def reports(newest: Sequence[Report], channel_id: int | None) -> ui.LayoutView:
    """The page behind `/manage reports`."""
    entries: list[Part] = []
    for report in newest:
        entries += [rule(), _line("**Voided**" if report.battle.void else "**Reported**", report, _ON_PAGE)]
    return card(
        SLATE,
        words("### Reports", "The newest ones." if newest else "Nobody has reported a battle."),
        *entries,
        rule(),
        words(
            "**Where moderators are told**", small("The bot must be able to write there. None: they stand here alone.")
        ),
        ui.ActionRow(_channel(channel_id)),
    )


def _line(heading: str, report: Report, room: Room) -> Part:
    said = [quoted(report.words, room).text] if report.words else []
    text = "\n".join((heading, *said, small(f"by <@{report.member_id}>", relative(report.at))))
    return words(text) if report.battle.message is None else beside(text, link(report.battle))


def _channel(channel_id: int | None) -> ui.ChannelSelect[Any]:
    chosen = [] if channel_id is None else [discord.Object(channel_id, type=discord.abc.GuildChannel)]
    return ui.ChannelSelect(
        custom_id=REPORTS_CHANNEL,
        channel_types=[discord.ChannelType.text],
        placeholder="No channel",
        min_values=0,
        default_values=chosen,
    )
