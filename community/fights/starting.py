"""Starting a fight: check what was asked, reserve, keep."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from arena.wire.concurred import MAX_FIGHTERS, MAX_MESSAGE_CHARACTERS
from community.clock import Clock
from community.consent import Sent
from community.errors import HostedForbidden
from community.fights.models import ModelsRefused, Wrong, chosen, one
from community.fights.ports import FightSource, FightStore
from community.fights.values import Fight, FightFailure, FightId, NewFight, Status, Terms, new_fight_id
from community.places import MessageRef
from community.prompts import sendable
from community.quotas import Allowance, Kind, Left, QuotaLedger, Scope, of_key
from community.settings import SettingsStore


@dataclass(frozen=True, slots=True, kw_only=True)
class FightRequest:
    """What a member asks for. `models` and `multiplied` are as they were written, and take the place of the terms'."""

    guild_id: int
    channel_id: int
    member_id: int
    question: str
    terms: Terms
    models: str | None = None
    multiplied: str | None = None


class StartFight:
    """The use case behind `/fight start`. `chance` draws who is which letter in an anonymous fight."""

    def __init__(
        self,
        *,
        store: FightStore,
        ledger: QuotaLedger,
        settings: SettingsStore,
        source: FightSource,
        clock: Clock,
        chance: random.Random,
        fair_share: float = 1.0,
    ) -> None:
        """Let no guild take more than the fair share, a part of 1, of a key that has a limit."""
        self._fair_share = fair_share
        self._store = store
        self._ledger = ledger
        self._settings = settings
        self._source = source
        self._clock = clock
        self._chance = chance

    @property
    def sent(self) -> Sent:
        """Where questions go."""
        return Sent(self._source.name, self._source.destination)

    async def checked(self, request: FightRequest) -> NewFight:
        """What would be started, whole. Nothing is reserved or kept.

        Raises:
            PromptRefused: the question is blank or longer than 2,000 characters.
            HostedForbidden: the guild keeps its questions away from hosted sources.
            ModelsRefused: these models cannot fight.
        """
        question = sendable(request.question, MAX_MESSAGE_CHARACTERS)
        if self._source.destination.hosted and not (await self._settings.of_guild(request.guild_id)).hosted_allowed:
            raise HostedForbidden
        fighters = await self._source.fighters()
        return NewFight(
            id=new_fight_id(),
            guild_id=request.guild_id,
            channel_id=request.channel_id,
            starter_id=request.member_id,
            question=question,
            terms=self._terms(request, fighters),
            names=fighters,
            source=self._source.name,
            created_at=self._clock.now(),
        )

    async def __call__(self, request: FightRequest) -> Fight:
        """Reserve the quotas and keep the fight; nothing has been sent when this returns.

        Raises:
            PromptRefused, HostedForbidden, ModelsRefused: as for `checked`.
            QuotaUsedUp: the member, the guild or the bot has no fight left.
        """
        fight = await self.checked(request)
        return await self._store.start(fight, await self._allowances(request.guild_id, request.member_id))

    async def fighters(self) -> Mapping[str, str]:
        """Display names of the models that can fight, by what the source calls them."""
        return await self._source.fighters()

    async def shown(self, fight_id: FightId, message: MessageRef) -> None:
        """Remember the message with which the start was answered."""
        await self._store.keep_message(fight_id, message)

    async def abandon(self, fight_id: FightId) -> None:
        """Give everything back: the member was told that the start failed before anything was sent."""
        await self._store.end(fight_id, Status.FAILED, self._clock.now(), failure=FightFailure.NO_ANSWER)

    async def left(self, guild_id: int, member_id: int) -> tuple[Left, ...]:
        """What the member could still start, by allowance: the member's own, the guild's, the bot's."""
        return await self._ledger.left(await self._allowances(guild_id, member_id), self._clock.now())

    def _terms(self, request: FightRequest, fighters: Mapping[str, str]) -> Terms:
        terms = request.terms
        if request.models is not None and request.multiplied is not None:
            raise ModelsRefused(Wrong.BOTH)
        if request.models is not None:
            terms = replace(terms, models=chosen(request.models, fighters), multiplied=None)
        elif request.multiplied is not None:
            terms = replace(terms, models=None, multiplied=one(request.multiplied, fighters))
        if not terms.anonymous or terms.multiplied is not None:
            return terms
        # They speak in the order in which they are named: that shall not be the order in which the starter wrote them.
        models = list(terms.models or tuple(fighters)[:MAX_FIGHTERS])
        self._chance.shuffle(models)
        return replace(terms, models=tuple(models) or None)

    async def _allowances(self, guild_id: int, member_id: int) -> Sequence[Allowance]:
        settings = await self._settings.of_guild(guild_id)
        member, guild = f"{guild_id}:{member_id}", str(guild_id)
        allowances = [
            Allowance(kind=Kind.FIGHT, scope=Scope.MEMBER, subject=member, limit=settings.fights_per_member),
            Allowance(kind=Kind.FIGHT, scope=Scope.GUILD, subject=guild, limit=settings.fights_per_day),
        ]
        a_day = self._source.fights_per_day
        if a_day is None:
            return allowances
        key = Allowance(kind=Kind.FIGHT, scope=Scope.KEY, subject=self._source.name, limit=a_day)
        return [*allowances, *of_key(key, guild_id, self._fair_share)]
