"""What the commands and buttons of battles do: call the use case, show what came of it."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import discord
import structlog

from arena.wire import Winner
from cogs.battle import screens
from cogs.battle.custom_ids import Question, Read
from cogs.battle.stage import DiscordStage
from cogs.battle.starting import Starting
from cogs.common.answers import LatestCards, turn_page
from cogs.common.errors import apologise
from cogs.common.feature import is_moderator
from cogs.common.notices import Apology
from cogs.common.voters import voter_of
from community.battles import (
    Battle,
    BattleId,
    BattleRunner,
    State,
    Voting,
)
from community.battles.sides import Citations
from community.errors import VotingClosed

log = structlog.get_logger(__name__)


BALLOT_KEPT: Final = Apology("Your ballot is counted", "Only this page could not be shown.")
BALLOT_WITHDRAWN: Final = Apology("Your ballot is withdrawn", "Only this page could not be shown.")


class BattleFace:
    """The face of battles. Faults other than refusals go up to whoever called: the tree, or the button's guard."""

    def __init__(
        self,
        *,
        starting: Starting,
        voting: Voting,
        runner: BattleRunner,
        stage: DiscordStage,
        converses: Callable[[Battle], bool],
        citations: Callable[[BattleId], Awaitable[Citations]],
    ) -> None:
        self._citations = citations
        self._converses = converses
        self.starting = starting
        self._voting = voting
        self._runner = runner
        self._stage = stage
        self._cards = LatestCards()

    async def vote(self, interaction: discord.Interaction[Any], battle_id: BattleId, choice: Winner) -> None:
        """Keep the member's ballot, then say so."""
        try:
            ballot = await self._voting.cast(battle_id, voter_of(interaction), choice)
        except VotingClosed:
            await self._voting_closed(interaction, battle_id)
            return
        self._stage.changed(battle_id)
        try:
            if ballot.decisive:
                self._runner.drive(await self._voting.battle(battle_id))
            await self._cards.show(interaction, battle_id, screens.ballot(battle_id, ballot))
        except Exception as error:  # noqa: BLE001 - from here on "not counted" would be a lie
            await apologise(interaction, error, said=BALLOT_KEPT)

    async def withdraw(self, interaction: discord.Interaction[Any], battle_id: BattleId) -> None:
        """Take the member's ballot back, then say so."""
        try:
            ballot = await self._voting.withdraw(battle_id, interaction.user.id)
        except VotingClosed:
            await self._voting_closed(interaction, battle_id)
            return
        self._stage.changed(battle_id)
        try:
            await self._cards.show(interaction, battle_id, screens.ballot(battle_id, ballot))
        except Exception as error:  # noqa: BLE001 - from here on "your ballot stands" would be a lie
            await apologise(interaction, error, said=BALLOT_WITHDRAWN)

    async def more(self, interaction: discord.Interaction[Any], battle_id: BattleId) -> None:
        """Show what this member may do with the battle."""
        battle = await self._voting.battle(battle_id)
        moderator = is_moderator(interaction)
        may_close = moderator or interaction.user.id == battle.starter_id
        view = screens.more(battle, may_close=may_close, moderator=moderator, converses=self._converses(battle))
        await turn_page(interaction, view)

    async def close(self, interaction: discord.Interaction[Any], battle_id: BattleId) -> None:
        """Close the vote now."""
        try:
            closed = await self._voting.close(
                battle_id, member_id=interaction.user.id, moderator=is_moderator(interaction)
            )
        except VotingClosed:
            await self._voting_closed(interaction, battle_id)
            return
        log.info("battle.closed_early", battle=battle_id, guild=closed.guild_id, member=interaction.user.id)
        self._stage.changed(battle_id)
        self._runner.drive(closed)
        await turn_page(interaction, screens.closed_by_hand(closed))

    async def read(self, interaction: discord.Interaction[Any], page: Read) -> None:
        """Show a page of an answer."""
        battle = await self._voting.battle(page.battle)
        # What an answer leans on may give its model away.
        citations = await self._citations(battle.id) if battle.state is State.REVEALED else Citations()
        await turn_page(interaction, screens.reading(battle, page, citations))

    async def question(self, interaction: discord.Interaction[Any], page: Question) -> None:
        """Show a page of the question."""
        await turn_page(interaction, screens.question(await self._voting.battle(page.battle), page.page))

    async def _voting_closed(self, interaction: discord.Interaction[Any], battle_id: BattleId) -> None:
        battle = await self._voting.battle(battle_id)
        own = await self._voting.ballot_of(battle_id, interaction.user.id)
        await turn_page(interaction, screens.ballot_refused(battle, own))
