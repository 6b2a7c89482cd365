"""Starting battles: by a command, a form, a file, a menu or a button; agreement comes first where it has to."""

from collections.abc import Sequence
from typing import Any

import discord
import structlog

from arena.wire import Modality
from cogs.battle import screens
from cogs.common import consent
from cogs.common.answers import send_privately
from cogs.common.errors import apologise
from cogs.common.feature import channel_of, guild_of
from cogs.common.look import small
from cogs.common.opening import answer_with, tell_left
from cogs.common.quotas import left_line
from community.battles import (
    Battle,
    BattleId,
    BattleRequest,
    BattleRunner,
    Choice,
    StartBattle,
    State,
    Terms,
    Voting,
    request_of,
    texts_of,
)
from community.clock import Clock
from community.consent import Activity, Consents, Destination, Draft, Sent, without_names
from community.errors import AuthorCannotAgree, Refusal

log = structlog.get_logger(__name__)


class Starting:
    """The face of starts. A refusal is answered here, with the question given back."""

    def __init__(
        self, *, start: StartBattle, voting: Voting, runner: BattleRunner, consents: Consents, clock: Clock
    ) -> None:
        self._start = start
        self._voting = voting
        self._runner = runner
        self._consents = consents
        self._clock = clock

    async def start(
        self, interaction: discord.Interaction[Any], prompt: str, terms: Terms, *, again: BattleId | None = None
    ) -> None:
        """Start a battle and answer with its message; who has not agreed to where it goes is asked first."""
        request = _request(interaction, prompt, terms, again)
        try:
            if await self._waits_for_consent(interaction, request):
                return
            battle = await self._start(request)
        except Refusal as refusal:
            await self.refuse(interaction, refusal, prompt)
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the member gets the question back
            await apologise(interaction, error, question=prompt)
            return
        await self._open(interaction, battle)

    async def start_from(self, interaction: discord.Interaction[Any], message: discord.Message) -> None:
        """Start a battle on a message: another member's only on this machine, or when its author agrees."""
        author = message.author
        named = {name for user in (author, *message.mentions) for name in (user.name, user.display_name)}
        prompt = without_names(message.content, named)
        if author.id == interaction.user.id:
            await self.start(interaction, prompt, Terms())
            return
        here = await self._source_here(guild_of(interaction))
        if here is not None:
            await self.start(interaction, prompt, Terms(source=here))
            return
        try:
            if author.bot:
                raise AuthorCannotAgree
            await self._ask_author(interaction, _request(interaction, prompt, Terms()), author.id)
        except Refusal as refusal:
            await self.refuse(interaction, refusal, prompt)

    async def resume(self, interaction: discord.Interaction[Any], draft: Draft) -> None:
        """Start what a draft waited for: whoever had to agree has done so."""
        try:
            battle = await self._start(request_of(draft))
        except Refusal as refusal:
            await self.refuse(interaction, refusal, draft.prompt)
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the member gets the question back
            await apologise(interaction, error, question=draft.prompt)
            return
        await self._open(interaction, battle, draft=draft)

    async def again(self, interaction: discord.Interaction[Any], battle_id: BattleId) -> None:
        """Start a new battle with the prompt and the terms of an earlier one."""
        earlier = await self._voting.battle(battle_id)
        terms = Terms(
            modality=earlier.modality,
            locale=earlier.locale,
            source=earlier.source,
            # A rematch is a new pair: the names of the last one are out.
            models=earlier.models if earlier.state is State.FAILED else frozenset(),
            mode=earlier.mode,
            voting_window=earlier.voting_window,
        )
        await self.start(interaction, earlier.prompt, terms, again=battle_id)

    async def form(self, interaction: discord.Interaction[Any], terms: Terms) -> Sequence[str]:
        """What the form for a question says below it: where it goes, and what is left."""
        try:
            asked = await self._start.checked(_request(interaction, "?", terms))
        except Refusal:
            return ()  # said when there is a question to give back
        left = await self._start.left(asked.guild_id, asked.starter_id, source=asked.source)
        return (small(consent.where_it_goes(self._start.sent(asked))), left_line(left))

    async def offered_sources(self, interaction: discord.Interaction[Any]) -> Sequence[tuple[str, str]]:
        """Where battles may come from here: what to show, and the name."""
        guild_id, offered = guild_of(interaction), []
        for source in await self._start.open_sources(guild_id):
            left = await self._start.left(guild_id, interaction.user.id, source=source.name)
            offered.append((f"{source.name} · {min(each.remaining for each in left):,} left for you", source.name))
        return offered

    async def offered_models(
        self, interaction: discord.Interaction[Any], source_name: str | None, modality: Modality
    ) -> Sequence[Choice]:
        """The models that may be chosen, from the named source or the usual one."""
        for source in await self._start.open_sources(guild_of(interaction)):
            if source_name in {None, source.name} and modality in source.modalities:
                return await source.models(modality)
        return ()

    async def offered_locales(
        self, interaction: discord.Interaction[Any], source_name: str | None, modality: Modality
    ) -> Sequence[str]:
        """The locales that the named source or the usual one knows."""
        for source in await self._start.open_sources(guild_of(interaction)):
            if source_name in {None, source.name}:
                return await source.locales(modality)
        return ()

    async def refuse(self, interaction: discord.Interaction[Any], refusal: Refusal, prompt: str) -> None:
        """Say privately what was refused and why, and give the question back."""
        reply = screens.refusal(refusal, question=prompt)
        await send_privately(interaction, reply.view, reply.file)

    async def _waits_for_consent(self, interaction: discord.Interaction[Any], request: BattleRequest) -> bool:
        asked = await self._start.checked(request)
        sent = self._start.sent(asked)
        if not await self._consents.needed(asked.starter_id, sent):
            return False
        draft = self._draft(request, sent, asked.prompt)
        left = await self._start.left(asked.guild_id, asked.starter_id, source=asked.source)
        await self._consents.keep(draft)
        await send_privately(interaction, consent.ask_member(draft, left))
        return True

    async def _ask_author(self, interaction: discord.Interaction[Any], request: BattleRequest, author_id: int) -> None:
        asked = await self._start.checked(request)
        draft = self._draft(request, self._start.sent(asked), asked.prompt, author_id=author_id)
        await self._consents.keep(draft)
        if await self._consents.needed(asked.starter_id, draft.sent):
            left = await self._start.left(asked.guild_id, asked.starter_id, source=asked.source)
            await send_privately(interaction, consent.ask_member(draft, left))
        else:
            await interaction.response.send_message(view=consent.ask_author(draft))

    def _draft(self, request: BattleRequest, sent: Sent, prompt: str, *, author_id: int | None = None) -> Draft:
        return Draft(
            activity=Activity.BATTLE,
            guild_id=request.guild_id,
            channel_id=request.channel_id,
            member_id=request.member_id,
            author_id=author_id,
            prompt=prompt,
            sent=sent,
            terms=texts_of(request),
            created_at=self._clock.now(),
        )

    async def _source_here(self, guild_id: int) -> str | None:
        """A source whose questions stay on this machine, None where there is none."""
        for source in await self._start.open_sources(guild_id):
            if source.destination is Destination.MACHINE and Modality.TEXT in source.modalities:
                return source.name
        return None

    async def _open(self, interaction: discord.Interaction[Any], battle: Battle, *, draft: Draft | None = None) -> None:
        log.info("battle.started", battle=battle.id, guild=battle.guild_id, member=battle.starter_id)
        view = screens.battle_message(battle, now=self._clock.now())
        left = await self._start.left(battle.guild_id, battle.starter_id, source=battle.source)
        theirs = draft is not None and draft.author_id is not None

        def aside() -> discord.ui.LayoutView:
            return consent.author_agreed(draft) if draft is not None and theirs else screens.started(left)

        said = interaction.response.is_done() or draft is not None
        try:
            message = await answer_with(interaction, battle.channel_id, view, aside=aside, turns=draft is not None)
        except Exception:
            # Nobody was shown a battle, and nothing was sent upstream, so nothing shall be used up or left waiting.
            await self._start.abandon(battle.id)
            raise
        try:
            if message is not None:
                await self._start.shown(battle.id, message)
        finally:
            self._runner.drive(battle)
        if not said:
            await tell_left(interaction, consent.where_it_goes(self._start.sent(battle)), left)


def _request(
    interaction: discord.Interaction[Any], prompt: str, terms: Terms, again: BattleId | None = None
) -> BattleRequest:
    return BattleRequest(
        guild_id=guild_of(interaction),
        channel_id=channel_of(interaction),
        member_id=interaction.user.id,
        prompt=prompt,
        terms=terms,
        guild_locale=None if interaction.guild_locale is None else interaction.guild_locale.value,
        again=again,
    )
