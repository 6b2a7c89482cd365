"""`/manage …`, for members who manage the server."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any, Final, TypeVar

import discord
from discord import app_commands

from arena.wire import canonical_locale, is_locale
from cogs.common.options import Minutes
from cogs.manage.face import ManageFace
from community.battles.moderating import MAX_REASON
from community.rules import VotingRules
from community.settings import GuildSettings

Number = app_commands.Range[int, 0, 10_000]
Days = app_commands.Range[int, 0, 365]
Ballots = app_commands.Range[int, 0, 1_000]
Quorum = app_commands.Range[int, 1, 1_000]

Values = TypeVar("Values", GuildSettings, VotingRules)
DISCORDS: Final = "server"
"""What stands for Discord's own locale of the server."""
NO_LIMIT: Final = 0
"""What stands for "no limit" where a command takes a number."""


class ManageCommands(app_commands.Group):
    """How battles go on this server."""

    def __init__(self, face: ManageFace, sources: Sequence[str] = ()) -> None:
        """Offer these as sources of battles."""
        super().__init__(
            name="manage",
            description="How battles and votes go on this server",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._face = face
        self._sources = sources

    @app_commands.command(name="settings", description="All that this server has decided, and who may vote")
    async def settings(self, interaction: discord.Interaction[Any]) -> None:
        """Show everything."""
        await self._face.show(interaction)

    @app_commands.command(name="battles", description="How many battles there may be, and how long votes stay open")
    @app_commands.describe(
        minutes="How long a vote stays open where the starter says nothing",
        per_server="Battles of the whole server in 24 hours; 0 stops them",
        per_member="Battles of each member in 24 hours; 0 stops them",
    )
    async def battles(
        self,
        interaction: discord.Interaction[Any],
        *,
        minutes: Minutes | None = None,
        per_server: Number | None = None,
        per_member: Number | None = None,
    ) -> None:
        """Change what was given, leave the rest."""
        window = None if minutes is None else timedelta(minutes=minutes)
        await self._face.change(
            interaction,
            lambda settings: _with(
                settings, voting_window=window, battles_per_day=per_server, battles_per_member=per_member
            ),
        )

    @app_commands.command(name="sources", description="Where questions may go, and the language that they are in")
    @app_commands.describe(
        source="Where battles come from where the starter says nothing",
        hosted="Whether questions may leave for hosted services at all",
        locale="The language of questions, such as en or pt-BR; `server` for Discord's own of this server",
    )
    async def sources(
        self,
        interaction: discord.Interaction[Any],
        *,
        source: str | None = None,
        hosted: bool | None = None,
        locale: str | None = None,
    ) -> None:
        """Change what was given, leave the rest."""
        if (source is not None and source not in self._sources) or (
            locale not in {None, DISCORDS} and not is_locale(locale or "")
        ):
            await self._face.refuse_source(interaction, self._sources)
            return

        def change(settings: GuildSettings) -> GuildSettings:
            changed = _with(settings, source=source, hosted_allowed=hosted)
            if locale is None:
                return changed
            return replace(changed, locale=None if locale == DISCORDS else canonical_locale(locale))

        await self._face.change(interaction, change)

    @sources.autocomplete("source")
    async def _source(self, _interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=name, value=name) for name in self._sources if typed.lower() in name.lower()]

    @app_commands.command(name="fights", description="How many fights there may be")
    @app_commands.describe(
        per_server="Fights of the whole server in 24 hours; 0 stops them",
        per_member="Fights of each member in 24 hours; 0 stops them",
    )
    async def fights(
        self,
        interaction: discord.Interaction[Any],
        *,
        per_server: Number | None = None,
        per_member: Number | None = None,
    ) -> None:
        """Change what was given, leave the rest."""
        await self._face.change(
            interaction,
            lambda settings: _with(settings, fights_per_day=per_server, fights_per_member=per_member),
        )

    @app_commands.command(name="display", description="Where follow-ups are shown, and whether pictures are veiled")
    @app_commands.describe(
        threads="Whether follow-ups go into a thread of the battle's message",
        spoilers="Whether pictures are veiled until they are tapped, where the channel is not age-restricted",
    )
    async def display(
        self, interaction: discord.Interaction[Any], *, threads: bool | None = None, spoilers: bool | None = None
    ) -> None:
        """Change what was given, leave the rest."""
        await self._face.change(interaction, lambda settings: _with(settings, threads=threads, spoilers=spoilers))

    @app_commands.command(
        name="void", description="Let a battle count on no board; one that is open ends without names"
    )
    @app_commands.describe(
        battle="The link to the battle's message (Copy Message Link), or the battle's id",
        reason="Why; it stands in the battle's message, where everybody can read it",
    )
    async def void(
        self,
        interaction: discord.Interaction[Any],
        battle: app_commands.Range[str, 1, 200],
        reason: app_commands.Range[str, 0, MAX_REASON] = "",
    ) -> None:
        """Void a battle, for good."""
        await self._face.void(interaction, battle, reason)

    @app_commands.command(name="voting", description="Who may vote when, and when a vote counts")
    @app_commands.describe(
        account_age="Days that an account must exist before it votes",
        membership="Days on this server before a member votes",
        reading_time="Whether nobody votes before both answers can have been skimmed",
        ballots_per_day="In how many battles a member may vote in 24 hours; 0 for no limit",
        starter_votes="Whether whoever starts a battle votes too",
        quorum="A vote with fewer ballots at its deadline stays open once more",
        extends="Whether a vote short of ballots stays open once more at all",
    )
    async def voting(
        self,
        interaction: discord.Interaction[Any],
        *,
        account_age: Days | None = None,
        membership: Days | None = None,
        reading_time: bool | None = None,
        ballots_per_day: Ballots | None = None,
        starter_votes: bool | None = None,
        quorum: Quorum | None = None,
        extends: bool | None = None,
    ) -> None:
        """Change what was given, leave the rest."""

        def change(rules: VotingRules) -> VotingRules:
            changed = _with(
                rules,
                account_age=None if account_age is None else timedelta(days=account_age),
                membership=None if membership is None else timedelta(days=membership),
                reading_time=reading_time,
                starter_votes=starter_votes,
                quorum=quorum,
                extends=extends,
            )
            if ballots_per_day is None:
                return changed
            return replace(changed, ballots_per_day=None if ballots_per_day == NO_LIMIT else ballots_per_day)

        await self._face.change_rules(interaction, change)


def _with(values: Values, **given: object) -> Values:
    """The values with those replaced that were given; None means "not given"."""
    assert given.keys() <= {field.name for field in fields(values)}  # noqa: S101 - a misspelt name would be a mistake here
    return replace(values, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type] # each command's parameter has its field's type
