"""The client of Concurred and of every arena that speaks its API."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeVar

import httpx
import structlog
from pydantic import BaseModel, SecretStr

from arena.clients.answers import without_keys
from arena.clients.circuit import Circuit
from arena.clients.concurred.budget import AnnouncedBudget
from arena.clients.concurred.streams import items, stages
from arena.clients.errors import ArenaCut
from arena.clients.session import DEADLINE_SECONDS, TIMEOUT, KeyHeader, Session
from arena.wire.concurred import (
    EVENT,
    LEGACY_ITEM,
    BattleRequest,
    BattleResult,
    ChatRequest,
    Completion,
    CompletionChunk,
    CompletionRequest,
    ErrorEvent,
    Event,
    FightRequest,
    Health,
    LegacyAnswer,
    LegacyItem,
    LegacyRequest,
    ListedModel,
    ModelCatalog,
    UnknownEvent,
)

log = structlog.get_logger(__name__)

Asked = TypeVar("Asked", bound=BaseModel)
Streamed = TypeVar("Streamed")

_BATTLE_ANSWERS: Final = 2
_MOST_UNKNOWN_TYPES: Final = 100
_TYPE_CHARACTERS: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcurredLimits:
    """How long the client waits, in seconds.

    `silence`: between two signs of life of a stream; a model may think for minutes, keep-alive comments count.
    `stream`: for a whole stream; a fight of ten rounds may go on for more than an hour.
    `answer`: for an answer in one piece.
    """

    silence: float = 180.0
    stream: float = 3 * 60 * 60.0
    answer: float = 300.0


class ConcurredClient:
    """Asks Concurred with one key, within what it says its endpoints still take.

    Every method raises `ArenaError`. What asks models is not repeated unless it is certain that nothing happened, and
    no stream once it is open. Streams are asynchronous generators; hold them in `contextlib.aclosing`, so that leaving
    early, also by cancellation, closes the connection at once and the models are stopped:

        async with aclosing(client.stream_fight(request)) as events:
            async for event in events: ...

    A stream either comes to its end or raises: `ArenaCut` where it stopped before, `ArenaMalformed` where an event
    cannot be read; what came before stands. The `stream` of a request is set as the method needs it.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        base_url: str,
        key: SecretStr,
        key_header: KeyHeader = KeyHeader.AUTHORIZATION,
        limits: ConcurredLimits | None = None,
    ) -> None:
        """Use the connections of `http`, which stays the caller's to close.

        Raises:
            ValueError: the base URL is no http(s) address, or the key cannot stand in a header.
        """
        limits = limits or ConcurredLimits()
        circuit = Circuit()

        def session(budget: AnnouncedBudget, read: float | None, deadline: float) -> Session:
            return Session(
                http,
                base_url=base_url,
                key=key,
                budget=budget,
                timeout=httpx.Timeout(**(TIMEOUT.as_dict() | {"read": read})),
                deadline=deadline,
                key_header=key_header,
                on_headers=lambda headers: budget.observe(headers, datetime.now(UTC)),
                circuit=circuit,
            )

        def endpoint(path: str) -> _Endpoint:
            budget = AnnouncedBudget()  # each path has a limit of its own
            return _Endpoint(
                path,
                whole=session(budget, limits.answer, limits.answer),
                stream=session(budget, limits.silence, limits.stream),
            )

        self._battle = endpoint("/api/v1/battle")
        self._fight = endpoint("/api/v1/fight")
        self._completions = endpoint("/api/v1/chat/completions")
        self._chat = endpoint("/api/chat")
        self._models = session(AnnouncedBudget(), TIMEOUT.read, DEADLINE_SECONDS)
        self._health = session(AnnouncedBudget(), TIMEOUT.read, DEADLINE_SECONDS)
        self._key = key
        self._unknown: set[str] = set()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self._models.base_url!r})"

    async def battle(self, request: BattleRequest) -> BattleResult:
        """Two models answer; both answers in one piece."""
        return await self._battle.whole.post(self._battle.path, _with(request, stream=False), BattleResult)

    def stream_battle(self, request: BattleRequest) -> AsyncGenerator[Event, None]:
        """Two models answer. The stream ends with `session_complete`, or after both answers."""
        return self._events(self._battle, _with(request, stream=True), answers=_BATTLE_ANSWERS)

    def stream_fight(self, request: FightRequest) -> AsyncGenerator[Event, None]:
        """Models answer and vote in rounds. The last event is `session_complete`, always."""
        return self._events(self._fight, _with(request, stream=True), answers=None)

    async def complete(self, request: CompletionRequest) -> Completion:
        """One model answers, in one piece."""
        endpoint = self._completions
        return await endpoint.whole.post(endpoint.path, _with(request, stream=False), Completion)

    async def stream_completion(self, request: CompletionRequest) -> AsyncGenerator[CompletionChunk, None]:
        """One model answers, piece by piece. An error in the stream is `ArenaCut`."""
        stream = self._items(self._completions, _with(request, stream=True), answers=1)
        pieces = 0
        async with aclosing(stream) as parts:
            async for part in parts:
                if isinstance(part, CompletionChunk):
                    pieces += 1
                    yield part
                elif isinstance(part, ErrorEvent):
                    reason = without_keys(part.message, self._key.get_secret_value())
                    raise ArenaCut(f"the arena gave up after {pieces} pieces: {reason}", events=pieces)

    async def chat(self, request: ChatRequest | BattleRequest) -> Completion | BattleResult:
        """The older endpoint for one model or a battle, in one piece."""
        asked = _with(request, stream=False, mode=request.mode)
        return (await self._chat.whole.post(self._chat.path, asked, LegacyAnswer)).root

    def stream_chat(self, request: LegacyRequest) -> AsyncGenerator[LegacyItem, None]:
        """The older endpoint for all three modes. It ends as the mode's newer method does."""
        answers = {"chat": 1, "battle": _BATTLE_ANSWERS, "fight": None}[request.mode]
        return self._items(self._chat, _with(request, stream=True, mode=request.mode), answers=answers)

    async def models(self) -> list[ListedModel]:
        """All models that requests may name."""
        return (await self._models.get("/api/v1/models", ModelCatalog)).data

    async def health(self) -> Health:
        """Whether the arena answers."""
        return await self._health.get("/api/health", Health)

    async def _events(
        self, endpoint: "_Endpoint", request: BaseModel, *, answers: int | None
    ) -> AsyncGenerator[Event, None]:
        stream = items(endpoint.stream, endpoint.path, request, EVENT, stages(answers=answers))
        async with aclosing(stream) as events:
            async for event in events:
                self._notice(event)
                yield event

    async def _items(
        self, endpoint: "_Endpoint", request: BaseModel, *, answers: int | None
    ) -> AsyncGenerator[LegacyItem, None]:
        stream = items(
            endpoint.stream, endpoint.path, request, LEGACY_ITEM, stages(answers=answers), mark_ends=answers == 1
        )
        async with aclosing(stream) as parts:
            async for part in parts:
                self._notice(part)
                yield part

    def _notice(self, item: LegacyItem) -> None:
        """Log each unknown type once; types are a stranger's text, so their number and length are bounded."""
        if not isinstance(item, UnknownEvent) or len(self._unknown) >= _MOST_UNKNOWN_TYPES:
            return
        if (shown := item.type[:_TYPE_CHARACTERS]) not in self._unknown:
            self._unknown.add(shown)
            log.info("concurred.unknown_event", type=shown)


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """One path, for answers in one piece and for streams."""

    path: str
    whole: Session
    stream: Session


def _with(request: Asked, **fields: object) -> Asked:
    return request.model_copy(update=fields)
