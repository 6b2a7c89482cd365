"""What managers see: all settings on one page, with the choice of who may vote."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import discord
from discord import ui

from cogs.common.look import SLATE, TEAL, Part, card, rule, small, words
from cogs.common.text import counted, shown_names
from community.errors import AlreadyVoid, BattleNotFound
from community.rules import VotingRules
from community.settings import GuildSettings

VOTER_ROLES: Final = "manage:v1:voters"
MAX_ROLES: Final = 25
"""Discord's longest select (components/reference)."""


def settings(chosen: GuildSettings) -> ui.LayoutView:
    """Everything that the server has decided; nothing pings."""
    return card(
        SLATE,
        words("### This server's settings", small("Each choice holds from the moment you make it.")),
        rule(),
        words(
            "**Battles**",
            f"Votes stay open for {_duration(chosen.voting_window)}, unless the starter says otherwise.",
            f"{counted(chosen.battles_per_day, 'battle')} in 24 hours on this server, "
            f"{chosen.battles_per_member:,} for each member.",
            small("Change it with /manage battles"),
        ),
        words(
            "**Where questions go**",
            "Hosted services may get them." if chosen.hosted_allowed else "Never to hosted services.",
            f"Usually to {shown_names([chosen.source])[0]}." if chosen.source else "Usually to the bot's first choice.",
            f"Their language is {chosen.locale or 'that of this server'}, unless the starter says otherwise.",
            small("Change it with /manage sources"),
        ),
        words(
            "**Fights**",
            f"{counted(chosen.fights_per_day, 'fight')} in 24 hours on this server, "
            f"{chosen.fights_per_member:,} for each member.",
            small("Change it with /manage fights"),
        ),
        rule(),
        words(
            "**How battles are shown**",
            f"Follow-ups come in {'a thread of' if chosen.threads else 'place of the first question in'} "
            "the battle's message.",
            "Pictures are veiled until they are tapped, but for age-restricted channels."
            if chosen.spoilers
            else "Pictures are shown at once.",
            small("Change it with /manage display"),
        ),
        rule(),
        words("**Who may vote**", *_voting(chosen.voting), small("Change it with /manage voting, and here:")),
        _roles(chosen.voting),
    )


def no_such_source(sources: Sequence[str]) -> ui.LayoutView:
    """What was typed is no source, or no locale."""
    return card(
        SLATE,
        words(
            "### That cannot be set",
            f"Battles come from here: {', '.join(sources)}. A locale is written like en or pt-BR.",
            "Nothing was changed.",
        ),
    )


def voided() -> ui.LayoutView:
    """The answer to a battle's being voided."""
    return card(
        TEAL,
        words("### The battle is void", "It counts nowhere, and its message says so. This cannot be taken back."),
    )


def not_voided(refusal: AlreadyVoid | BattleNotFound) -> ui.LayoutView:
    """Why nothing was voided."""
    if isinstance(refusal, AlreadyVoid):
        return card(SLATE, words("### It is void already", "Another moderator was faster. It counts on no board."))
    return card(
        SLATE,
        words(
            "### No such battle here",
            "Give the link to its message (Copy Message Link) or its id, of a battle on this server.",
        ),
    )


def _voting(rules: VotingRules) -> list[str]:
    lines = ["Members with one of the roles below." if rules.voter_roles else "Every member."]
    if rules.account_age:
        lines.append(f"Accounts that are at least {counted(rules.account_age.days, 'day')} old.")
    if rules.membership:
        lines.append(f"Members who joined at least {counted(rules.membership.days, 'day')} ago.")
    if rules.reading_time:
        lines.append("Nobody before both answers can have been skimmed.")
    if rules.ballots_per_day is not None:
        lines.append(f"Each in at most {counted(rules.ballots_per_day, 'battle')} in 24 hours.")
    if not rules.starter_votes:
        lines.append("Not whoever started the battle.")
    if rules.extends:
        few = "no ballots" if rules.quorum == 1 else f"fewer than {rules.quorum} ballots"
        lines.append(f"A vote with {few} stays open once more.")
    else:
        lines.append("A vote always ends at its deadline.")
    return lines


def _roles(rules: VotingRules) -> Part:
    select: ui.RoleSelect[Any] = ui.RoleSelect(
        custom_id=VOTER_ROLES,
        placeholder="Everybody may vote",
        min_values=0,
        max_values=MAX_ROLES,
        default_values=[discord.Object(role, type=discord.Role) for role in sorted(rules.voter_roles)],
    )
    return ui.ActionRow(select)


def _duration(span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    hours, rest = divmod(minutes, 60)
    parts = [counted(hours, "hour")] * bool(hours) + [counted(rest, "minute")] * bool(rest)
    return " and ".join(parts)
