"""What the commands and buttons of fights do: call the use case, show what came of it."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

import discord
import structlog

from cogs.common.answers import LatestCards, send_privately, turn_page
from cogs.common.errors import apologise
from cogs.common.feature import channel_of, is_moderator
from cogs.common.notices import Apology
from cogs.common.voters import voter_of
from cogs.fight import screens
from cogs.fight.custom_ids import Read
from cogs.fight.stage import FightScreen
from cogs.fight.starting import FightStarting
from community.errors import FightNotFound, Refusal, VotingClosed
from community.fights import Audience, AudienceBallot, Fight, FightId, FightState, top_two

StartsBattle: TypeAlias = Callable[[discord.Interaction[Any], str, str, frozenset[str]], Awaitable[None]]
"""Starts a blind battle: on this question, from this source, between these models."""

log = structlog.get_logger(__name__)

BALLOT_KEPT: Final = Apology("Your ballot stands as you chose", "Only this page could not be shown.")


class FightFace:
    """The face of fights. Faults other than refusals go up to whoever called: the tree, or the button's guard."""

    def __init__(
        self, *, starting: FightStarting, audience: Audience, stage: FightScreen, battle: StartsBattle
    ) -> None:
        self.starting = starting
        self._battle = battle
        self._audience = audience
        self._stage = stage
        self._cards = LatestCards()

    async def ballot(self, interaction: discord.Interaction[Any], fight_id: FightId) -> None:
        """Show the member's ballot, to vote with."""
        fight, state = await self._both(fight_id)
        own = await self._audience.ballot_of(fight_id, interaction.user.id)
        if not (fight.status.live and state.open_to_audience):
            await turn_page(interaction, screens.not_open(fight, state, own))
            return
        await self._cards.show(
            interaction, fight_id, screens.ballot(fight, state, AudienceBallot(agent=own, previous=None))
        )

    async def vote(self, interaction: discord.Interaction[Any], fight_id: FightId, seat: int | None) -> None:
        """Keep the member's ballot, or take it back, then say so."""
        try:
            kept = await self._audience.cast(fight_id, voter_of(interaction), seat)
        except VotingClosed:
            fight, state = await self._both(fight_id)
            own = await self._audience.ballot_of(fight_id, interaction.user.id)
            await turn_page(interaction, screens.not_open(fight, state, own))
            return
        self._stage.changed(fight_id)
        try:
            await self._cards.show(interaction, fight_id, screens.ballot(*await self._both(fight_id), kept))
        except Exception as error:  # noqa: BLE001 - from here on "not counted" would be a lie
            await apologise(interaction, error, said=BALLOT_KEPT)

    async def read_latest(self, interaction: discord.Interaction[Any], fight_id: FightId) -> None:
        """Show the newest answer."""
        fight, state = await self._both(fight_id)
        await turn_page(interaction, screens.reading(fight, state, screens.latest(fight_id, state)))

    async def read(self, interaction: discord.Interaction[Any], page: Read) -> None:
        """Show a page of an answer."""
        await turn_page(interaction, screens.reading(*await self._both(page.fight), page))

    async def battle_top_two(self, interaction: discord.Interaction[Any], fight_id: FightId) -> None:
        """Start a blind battle on the question between the two who came first."""
        fight, state = await self._both(fight_id)
        models = top_two(fight, state)
        if not models:
            raise FightNotFound
        await self._battle(interaction, fight.question, fight.source, models)

    async def more(self, interaction: discord.Interaction[Any], fight_id: FightId) -> None:
        """Show what this member may do with the fight."""
        fight = await self._audience.fight(fight_id)
        may_stop = is_moderator(interaction) or interaction.user.id == fight.starter_id
        await turn_page(interaction, screens.more(fight, may_stop=may_stop))

    async def stop(self, interaction: discord.Interaction[Any], fight_id: FightId) -> None:
        """Stop the fight."""
        stopped = self._audience.stop(fight_id, member_id=interaction.user.id, moderator=is_moderator(interaction))
        await self._stopped(interaction, stopped)

    async def stop_here(self, interaction: discord.Interaction[Any]) -> None:
        """Stop the channel's newest fight that this member may stop."""
        member_id, moderator = interaction.user.id, is_moderator(interaction)
        stopped = self._audience.stop_in(channel_of(interaction), member_id=member_id, moderator=moderator)
        try:
            await self._stopped(interaction, stopped)
        except Refusal as refusal:
            await send_privately(interaction, screens.refusal(refusal).view)

    async def _stopped(self, interaction: discord.Interaction[Any], stopping: Awaitable[Fight]) -> None:
        fight = await stopping
        log.info("fight.stopped", fight=fight.id, guild=fight.guild_id, member=interaction.user.id)
        await turn_page(interaction, screens.stopped())

    async def _both(self, fight_id: FightId) -> tuple[Fight, FightState]:
        return await self._audience.fight(fight_id), await self._audience.state(fight_id)
