"""Starting a battle: check what was asked, reserve, keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from arena.wire import Modality, canonical_locale, is_locale, language_of
from community.battles.ports import BattleStore, Source
from community.battles.sources import Sources
from community.battles.values import (
    DEFAULT_LOCALE,
    Battle,
    BattleId,
    Failure,
    Mode,
    NewBattle,
    new_battle_id,
)
from community.clock import Clock
from community.consent import Sent
from community.errors import LocaleUnknown, ModelUnknown
from community.places import MessageRef
from community.prompts import sendable
from community.quotas import Allowance, Kind, Left, QuotaLedger, Scope, of_key
from community.settings import MAX_WINDOW, MIN_WINDOW, GuildSettings, SettingsStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is asked beside the prompt, and how the vote shall go.

    `source`, `locale` and `voting_window` are None where the guild's defaults shall hold. `models` as in `Assignment`.
    """

    modality: Modality = Modality.TEXT
    locale: str | None = None
    source: str | None = None
    models: frozenset[str] = frozenset()
    mode: Mode = Mode.POLL
    voting_window: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BattleRequest:
    """What a member asks for.

    `guild_locale` is what Discord says of the guild. `again` is the battle that this one repeats; each is repeated by
    one.
    """

    guild_id: int
    channel_id: int
    member_id: int
    prompt: str
    terms: Terms = Terms()
    guild_locale: str | None = None
    again: BattleId | None = None


class StartBattle:
    """The use case behind `/battle start`."""

    def __init__(
        self,
        *,
        store: BattleStore,
        ledger: QuotaLedger,
        settings: SettingsStore,
        sources: Sources,
        clock: Clock,
        fair_share: float = 1.0,
    ) -> None:
        """Let no guild take more than the fair share, a part of 1, of a key that has a limit."""
        self._fair_share = fair_share
        self._store = store
        self._ledger = ledger
        self._settings = settings
        self._sources = sources
        self._clock = clock

    async def checked(self, request: BattleRequest) -> NewBattle:
        """What would be started, whole. Nothing is reserved or kept.

        Raises:
            PromptRefused: the prompt is blank or longer than the source takes.
            SourceClosed, HostedForbidden: the source cannot be had.
            ModalityUnknown, ModelUnknown, LocaleUnknown: the source can do this, but not so.
        """
        settings = await self._settings.of_guild(request.guild_id)
        terms = request.terms
        source = self._sources.choose(settings, terms.source, terms.modality)
        if terms.models and await source.lacks(terms.models, terms.modality):
            raise ModelUnknown
        window = settings.voting_window if terms.voting_window is None else terms.voting_window
        return NewBattle(
            id=new_battle_id(),
            guild_id=request.guild_id,
            channel_id=request.channel_id,
            starter_id=request.member_id,
            prompt=sendable(request.prompt, source.prompt_limit),
            modality=terms.modality,
            locale=_locale(terms, settings, request.guild_locale),
            models=terms.models,
            source=source.name,
            mode=terms.mode,
            voting_window=min(max(window, MIN_WINDOW), MAX_WINDOW),
            created_at=self._clock.now(),
        )

    async def __call__(self, request: BattleRequest) -> Battle:
        """Reserve the quotas and keep the battle; nothing has been sent when this returns.

        Raises:
            QuotaUsedUp: the member, the guild or the bot has no battle left.
            StartedAgain: the battle that this one repeats was repeated already.
            Refusal: any that `checked` raises.
        """
        battle = await self.checked(request)
        allowances = await self._allowances(battle.guild_id, battle.starter_id, battle.source)
        return await self._store.start(battle, allowances, again=request.again)

    async def shown(self, battle_id: BattleId, message: MessageRef) -> None:
        """Remember the message with which the start was answered."""
        await self._store.keep_message(battle_id, message)

    async def abandon(self, battle_id: BattleId) -> None:
        """Give everything back: the member was told that the start failed before anything was sent."""
        await self._store.fail(battle_id, Failure.NO_ANSWER)
        await self._store.not_again(battle_id)

    async def left(self, guild_id: int, member_id: int, *, source: str | None = None) -> tuple[Left, ...]:
        """What the member could still start, by allowance: the member's own, the guild's, the key's of the source.

        Without a source, that of the one that battles come from where nobody says anything.
        """
        if source is None:
            settings = await self._settings.of_guild(guild_id)
            source = next((each.name for each in self._sources.open_to(settings)), "")
        return await self._ledger.left(await self._allowances(guild_id, member_id, source), self._clock.now())

    async def suggestions(self, request: BattleRequest) -> tuple[Source | None, Sequence[str]]:
        """Prompts to begin with, from the first open source that has some for the request's locale.

        Raises:
            LocaleUnknown: what was given is no locale.
        """
        settings = await self._settings.of_guild(request.guild_id)
        locale = _locale(request.terms, settings, request.guild_locale)
        for source in self._sources.open_to(settings):
            if request.terms.modality not in source.modalities:
                continue
            for known in dict.fromkeys((locale, language_of(locale), DEFAULT_LOCALE)):
                if prompts := await source.suggestions(known, request.terms.modality):
                    return source, prompts
        return None, ()

    async def open_sources(self, guild_id: int) -> Sequence[Source]:
        """The sources that the guild allows, the one it prefers first."""
        return self._sources.open_to(await self._settings.of_guild(guild_id))

    def sent(self, battle: NewBattle | Battle) -> Sent:
        """Where the battle's question would go."""
        return Sent(battle.source, self._sources[battle.source].destination)

    async def _allowances(self, guild_id: int, member_id: int, source_name: str) -> Sequence[Allowance]:
        settings = await self._settings.of_guild(guild_id)
        allowances = [
            Allowance(
                kind=Kind.BATTLE,
                scope=Scope.MEMBER,
                subject=f"{guild_id}:{member_id}",
                limit=settings.battles_per_member,
            ),
            Allowance(kind=Kind.BATTLE, scope=Scope.GUILD, subject=str(guild_id), limit=settings.battles_per_day),
        ]
        source = self._sources.get(source_name)
        key = None if source is None else key_allowance(source)
        return allowances if key is None else [*allowances, *of_key(key, guild_id, self._fair_share)]


def _locale(terms: Terms, settings: GuildSettings, guild_locale: str | None) -> str:
    """The locale of the question: as it was chosen, else the language of the guild on Discord.

    Discord tells a region even where it means the language alone ("en-US"), and sources keep to languages.
    """
    if terms.locale is not None:
        if not is_locale(terms.locale):
            raise LocaleUnknown
        return canonical_locale(terms.locale)
    return settings.locale or language_of(canonical_locale(guild_locale or DEFAULT_LOCALE))


def key_allowance(source: Source) -> Allowance | None:
    """What the source's own key has, which all guilds share; None where it has no limit."""
    if source.battles_per_day is None:
        return None
    return Allowance(kind=Kind.BATTLE, scope=Scope.KEY, subject=source.name, limit=source.battles_per_day)
