"""Starting a battle: check what was asked, reserve, keep."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from arena.wire import MAX_PROMPT_CHARACTERS, Modality
from community.battles.ports import BattleStore, Source
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
from community.places import MessageRef
from community.prompts import sendable
from community.quotas import Allowance, Kind, Left, QuotaLedger, Scope
from community.settings import MAX_WINDOW, MIN_WINDOW, SettingsStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is asked beside the prompt, and how the vote shall go.

    `voting_window` is None where the guild's default shall hold. The others are those of `Assignment`.
    """

    modality: Modality = Modality.TEXT
    locale: str = DEFAULT_LOCALE
    models: frozenset[str] = frozenset()
    mode: Mode = Mode.POLL
    voting_window: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BattleRequest:
    """What a member asks for."""

    guild_id: int
    channel_id: int
    member_id: int
    prompt: str
    terms: Terms = Terms()


class StartBattle:
    """The use case behind `/battle start`."""

    def __init__(
        self, *, store: BattleStore, ledger: QuotaLedger, settings: SettingsStore, source: Source, clock: Clock
    ) -> None:
        self._store = store
        self._ledger = ledger
        self._settings = settings
        self._source = source
        self._clock = clock

    async def __call__(self, request: BattleRequest) -> Battle:
        """Reserve the quotas and keep the battle; nothing has been sent when this returns.

        Raises:
            PromptRefused: the prompt is blank or longer than 10,000 characters.
            QuotaUsedUp: the member, the guild or the bot has no battle left.
        """
        prompt = sendable(request.prompt, MAX_PROMPT_CHARACTERS)
        settings = await self._settings.of_guild(request.guild_id)
        asked = request.terms.voting_window
        window = settings.voting_window if asked is None else asked
        battle = NewBattle(
            id=new_battle_id(),
            guild_id=request.guild_id,
            channel_id=request.channel_id,
            starter_id=request.member_id,
            prompt=prompt,
            modality=request.terms.modality,
            locale=request.terms.locale,
            models=request.terms.models,
            source=self._source.name,
            mode=request.terms.mode,
            voting_window=min(max(window, MIN_WINDOW), MAX_WINDOW),
            created_at=self._clock.now(),
        )
        return await self._store.start(battle, await self._allowances(request.guild_id, request.member_id))

    async def shown(self, battle_id: BattleId, message: MessageRef) -> None:
        """Remember the message with which the start was answered."""
        await self._store.keep_message(battle_id, message)

    async def abandon(self, battle_id: BattleId) -> None:
        """Give everything back: the member was told that the start failed before anything was sent."""
        await self._store.fail(battle_id, Failure.NO_ANSWER)

    async def left(self, guild_id: int, member_id: int) -> tuple[Left, ...]:
        """What the member could still start, by allowance: the member's own, the guild's, the bot's."""
        return await self._ledger.left(await self._allowances(guild_id, member_id), self._clock.now())

    async def _allowances(self, guild_id: int, member_id: int) -> Sequence[Allowance]:
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
        key = key_allowance(self._source)
        return allowances if key is None else [*allowances, key]


def key_allowance(source: Source) -> Allowance | None:
    """What the source's own key has, which all guilds share; None where it has no limit."""
    if source.battles_per_day is None:
        return None
    return Allowance(kind=Kind.BATTLE, scope=Scope.KEY, subject=source.name, limit=source.battles_per_day)
