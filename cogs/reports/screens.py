"""What members and moderators see of reports."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

import discord
from discord import ui

from cogs.common.look import SLATE, TEAL, Part, beside, card, row, rule, small, way_to, words
from cogs.common.text import Room, quoted, relative
from community.errors import AlreadyReported, Refusal
from community.reports import Report, Subject

VoidButton: TypeAlias = Callable[[str], ui.Button[Any]]
"""Makes the button that voids the battle of this id."""

REPORTS_CHANNEL: Final = "reports:v1:channel"
_CHANNELS: Final = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
]
"""Threads too: a report wakes one that fell asleep."""
_WORDS: Final = Room(300, 4)
_ON_PAGE: Final = Room(120, 2)


def reported(subject: Subject, *, told: bool) -> ui.LayoutView:
    """A report that is kept; `told` where the server has a channel in which its moderators are told."""
    who = (
        f"This server's moderators are told, with a link to the {subject}."
        if told
        else "This server has named no channel for reports, so nobody is told at once. "
        "Its managers find it under /manage reports."
    )
    return card(TEAL, words("### Reported", who))


def opened() -> ui.LayoutView:
    """What is said once in a channel that was chosen for reports."""
    text = "When a member reports a battle or a fight, this channel gets a link to it."
    return card(SLATE, words("### Reports come here", text))


def closed() -> ui.LayoutView:
    """A channel that cannot be chosen."""
    return card(
        SLATE,
        words(
            "### The bot cannot write there",
            "Give it View Channel and Send Messages (in threads: Send Messages in Threads), then choose it again.",
        ),
    )


def refusal(error: Refusal) -> ui.LayoutView:
    """What cannot be reported, and why."""
    if isinstance(error, AlreadyReported):
        return card(SLATE, words("### You have reported it already", "One report is enough, and yours is kept."))
    return card(SLATE, words("### It is gone", "It is not kept here any more, so there is nothing to report."))


def notice(report: Report, void: VoidButton) -> ui.LayoutView:
    """What stands in the moderators' channel. A fight counts nowhere, so there is nothing to void."""
    parts: list[Part] = [_line(f"### A {report.about.subject} was reported", report, _WORDS)]
    if report.about.subject is Subject.BATTLE and not report.void:
        parts.append(row(void(report.about.id)))
    return card(SLATE, *parts)


def reports(newest: Sequence[Report], channel_id: int | None) -> ui.LayoutView:
    """The page behind `/manage reports`."""
    entries: list[Part] = []
    for report in newest:
        voided = ", voided" if report.void else ""
        entries += [rule(), _line(f"**{report.about.subject.title()}{voided}**", report, _ON_PAGE)]
    return card(
        SLATE,
        words("### Reports", "The newest ones." if newest else "Nobody has reported anything."),
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
    if report.message is None:
        return words(text)
    return beside(text, way_to(f"See the {report.about.subject}", report.guild_id, report.message))


def _channel(channel_id: int | None) -> ui.ChannelSelect[Any]:
    chosen = [] if channel_id is None else [discord.Object(channel_id, type=discord.abc.GuildChannel)]
    return ui.ChannelSelect(
        custom_id=REPORTS_CHANNEL,
        channel_types=_CHANNELS,
        placeholder="No channel",
        min_values=0,
        default_values=chosen,
    )
