"""What the buttons of drafts do: ask whoever still has to agree, then start."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import discord
import structlog

from cogs.common import consent
from cogs.common.answers import turn_page
from cogs.common.consent import Press
from community.consent import Activity, Consents, Draft, DraftId
from community.errors import NotAllowed

log = structlog.get_logger(__name__)

GoOn: TypeAlias = Callable[[discord.Interaction[Any], Draft], Awaitable[None]]
"""Starts what a draft waits for. The draft is taken already; a refusal is answered in there."""


class ConsentFace:
    """The face of drafts. Refusals and faults go up to the button's guard."""

    def __init__(self, consents: Consents, go_on: Mapping[Activity, GoOn]) -> None:
        self._consents = consents
        self._go_on = go_on

    async def press(self, interaction: discord.Interaction[Any], press: Press, draft_id: DraftId) -> None:
        """Do what the button says."""
        if press in {Press.ALLOW, Press.DECLINE}:
            await self._decide(interaction, draft_id, allowed=press is Press.ALLOW)
            return
        if press is Press.AGREE:
            draft = await self._consents.agree(draft_id, interaction.user.id)
            log.info("consent.given", member=interaction.user.id, source=draft.sent.source)
        else:
            draft = await self._consents.waiting(draft_id)
            if interaction.user.id != draft.member_id:
                raise NotAllowed
            if await self._consents.needed(draft.member_id, draft.sent):
                await turn_page(interaction, consent.ask_member(draft))
                return
        await self._start(interaction, draft)

    async def _start(self, interaction: discord.Interaction[Any], draft: Draft) -> None:
        if draft.author_id is None:
            await self._go_on[draft.activity](interaction, await self._consents.take(draft.id))
            return
        await turn_page(interaction, consent.author_asked())
        await interaction.followup.send(view=consent.ask_author(draft))

    async def _decide(self, interaction: discord.Interaction[Any], draft_id: DraftId, *, allowed: bool) -> None:
        draft = await self._consents.waiting(draft_id)
        if interaction.user.id != draft.author_id:
            raise NotAllowed
        draft = await self._consents.take(draft_id)
        log.info("consent.decided", member=interaction.user.id, allowed=allowed)
        if not allowed:
            await interaction.response.edit_message(view=consent.author_declined(draft))
            return
        await self._go_on[draft.activity](interaction, draft)
