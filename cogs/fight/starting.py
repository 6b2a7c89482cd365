"""Starting fights: by a command, a menu or a button; agreement comes first where it has to."""

from dataclasses import replace
from typing import Any, Final

import discord
import structlog

from arena.wire.concurred import HistoryMessage
from cogs.common import consent
from cogs.common.answers import send_privately
from cogs.common.errors import apologise
from cogs.common.feature import channel_of, guild_of
from cogs.common.opening import answer_with, tell_left
from cogs.fight import screens
from community.clock import Clock
from community.consent import Activity, Consents, Destination, Draft, without_names
from community.errors import AuthorCannotAgree, Refusal
from community.fights import (
    Audience,
    Fight,
    FightId,
    FightRequest,
    FightRunner,
    FightState,
    StartFight,
    Terms,
    offers,
    request_of,
    texts_of,
)
from community.places import MessageRef

log = structlog.get_logger(__name__)

USUAL_ROUNDS: Final = 2
"""With one round nobody answers anybody, and the audience hardly comes to vote."""


class FightStarting:
    """The face of starts. A refusal is answered here, with the question given back."""

    def __init__(
        self, *, start: StartFight, audience: Audience, runner: FightRunner, consents: Consents, clock: Clock
    ) -> None:
        self._start = start
        self._audience = audience
        self._runner = runner
        self._consents = consents
        self._clock = clock

    async def start(
        self,
        interaction: discord.Interaction[Any],
        question: str,
        terms: Terms,
        *,
        models: str | None = None,
        multiplied: str | None = None,
    ) -> None:
        """Start a fight and answer with its message; who has not agreed to where it goes is asked first."""
        request = _request(interaction, question, terms, models=models, multiplied=multiplied)
        await self._begin(interaction, request)

    async def again(self, interaction: discord.Interaction[Any], fight_id: FightId) -> None:
        """Start a new fight on the question and the terms of an earlier one."""
        earlier = await self._audience.fight(fight_id)
        await self.start(interaction, earlier.question, earlier.terms)

    async def start_from(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Start a fight on a message: another member's only on this machine, or when its author agrees."""
        author = message.author
        question = without_names(message.content, _named(message))
        terms = Terms(rounds=USUAL_ROUNDS, history=await self._replied_to(interaction, message))
        request = _request(interaction, question, terms)
        if author.id == interaction.user.id or self._stays_here:
            await self._begin(interaction, request)
            return
        try:
            if author.bot:
                raise AuthorCannotAgree
            await self._ask_author(interaction, request, author.id)
        except Refusal as refusal:
            await _refuse(interaction, refusal, question)

    async def resume(self, interaction: discord.Interaction[Any], draft: Draft) -> None:
        """Start what a draft waited for: whoever had to agree has done so."""
        await self._open(interaction, request_of(draft), draft=draft)

    async def offers(self, typed: str, *, several: bool) -> list[tuple[str, str]]:
        """What to suggest while a member types models: labels and values."""
        return offers(typed, await self._start.fighters(), several=several)

    @property
    def _stays_here(self) -> bool:
        return self._start.sent.destination is Destination.MACHINE

    async def _replied_to(
        self, interaction: discord.Interaction[Any], message: discord.Message
    ) -> tuple[HistoryMessage, ...]:
        """What the message answers: a fight of ours, or words whose author is asked anyway or need not be."""
        reference = message.reference
        if reference is None or reference.message_id is None:
            return ()
        earlier = await self._audience.said_in(MessageRef(reference.channel_id, reference.message_id))
        replied = reference.resolved
        if earlier or not isinstance(replied, discord.Message):
            return earlier
        asked = {message.author.id, interaction.user.id}
        text = without_names(replied.content, _named(replied))
        if not text or not (self._stays_here or replied.author.id in asked):
            return ()
        return (HistoryMessage(role="user", content=text),)

    async def _begin(self, interaction: discord.Interaction[Any], request: FightRequest) -> None:
        try:
            waits = await self._waits_for_consent(interaction, request)
        except Refusal as refusal:
            await _refuse(interaction, refusal, request.question)
            return
        if not waits:
            await self._open(interaction, request)

    async def _waits_for_consent(self, interaction: discord.Interaction[Any], request: FightRequest) -> bool:
        sent = self._start.sent
        if not await self._consents.needed(request.member_id, sent):
            return False
        draft = await self._draft(request)
        left = await self._start.left(request.guild_id, request.member_id)
        await self._consents.keep(draft)
        await send_privately(interaction, consent.ask_member(draft, left))
        return True

    async def _ask_author(self, interaction: discord.Interaction[Any], request: FightRequest, author_id: int) -> None:
        draft = replace(await self._draft(request), author_id=author_id)
        await self._consents.keep(draft)
        if await self._consents.needed(request.member_id, draft.sent):
            await send_privately(interaction, consent.ask_member(draft))
        else:
            await interaction.response.send_message(view=consent.ask_author(draft))

    async def _draft(self, request: FightRequest) -> Draft:
        checked = await self._start.checked(request)
        return Draft(
            activity=Activity.FIGHT,
            guild_id=request.guild_id,
            channel_id=request.channel_id,
            member_id=request.member_id,
            prompt=checked.question,
            sent=self._start.sent,
            terms=texts_of(checked.terms),
            created_at=self._clock.now(),
        )

    async def _open(
        self, interaction: discord.Interaction[Any], request: FightRequest, *, draft: Draft | None = None
    ) -> None:
        try:
            fight = await self._start(request)
        except Refusal as refusal:
            await _refuse(interaction, refusal, request.question)
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the member gets the question back
            await apologise(interaction, error, question=request.question)
            return
        log.info("fight.started", fight=fight.id, guild=fight.guild_id, member=fight.starter_id)
        await self._show(interaction, fight, draft)

    async def _show(self, interaction: discord.Interaction[Any], fight: Fight, draft: Draft | None) -> None:
        theirs = draft if draft is not None and draft.author_id is not None else None
        left = await self._start.left(fight.guild_id, fight.starter_id)

        def aside() -> discord.ui.LayoutView:
            return screens.started(left) if theirs is None else consent.author_agreed(theirs)

        view = screens.fight_message(fight, FightState()).view
        said = interaction.response.is_done() or draft is not None
        try:
            message = await answer_with(interaction, fight.channel_id, view, aside=aside, turns=draft is not None)
        except Exception:
            # Nobody was shown a fight, and nothing was sent upstream, so nothing shall be used up or left waiting.
            await self._start.abandon(fight.id)
            raise
        try:
            if message is not None:
                await self._start.shown(fight.id, message)
        finally:
            self._runner.drive(fight)
        if not said:
            await tell_left(interaction, consent.where_it_goes(self._start.sent), left)


def _request(
    interaction: discord.Interaction[Any],
    question: str,
    terms: Terms,
    *,
    models: str | None = None,
    multiplied: str | None = None,
) -> FightRequest:
    return FightRequest(
        guild_id=guild_of(interaction),
        channel_id=channel_of(interaction),
        member_id=interaction.user.id,
        question=question,
        terms=terms,
        models=models,
        multiplied=multiplied,
    )


def _named(message: discord.Message) -> set[str]:
    """Everybody whose name may stand in the message."""
    return {name for user in (message.author, *message.mentions) for name in (user.name, user.display_name)}


async def _refuse(interaction: discord.Interaction[Any], refusal: Refusal, question: str) -> None:
    """Say privately what was refused and why, and give the question back."""
    reply = screens.refusal(refusal, question=question)
    await send_privately(interaction, reply.view, reply.file)
