"""Fights: Concurred, hosted or at home, as their source, and everything else that they are made of."""

import asyncio
import random
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from arena.clients import (
    ArenaError,
    ArenaMalformed,
    ArenaRefused,
    ConcurredClient,
    Forbidden,
    Unauthorized,
)
from arena.wire import Modality, ModelCard
from arena.wire.concurred import Event, FightRequest, ListedModel
from cogs import fight
from cogs.common.feature import Feature
from cogs.common.pace import EditPace
from cogs.common.posting import Poster
from community.clock import Clock
from community.consent import Consents, Destination
from community.errors import (
    SourceCut,
    SourceDeclined,
    SourceError,
    SourceKeyRefused,
    SourceMalformed,
    SourceUnanswered,
    SourceUnreachable,
)
from community.fights import Audience, FightRunner, StartFight, Terms
from community.keys import KeyWatch
from storage.community.fights import SqlFightStore
from storage.community.quotas import SqlQuotaLedger
from storage.community.settings import SqlSettingsStore
from storage.database import Database

log = structlog.get_logger(__name__)

NAMES: Final = {
    "claude": "Claude",
    "gpt": "GPT",
    "grok": "Grok",
    "gemini": "Gemini",
    "deepseek": "DeepSeek",
    "kimi": "Kimi",
    "mistral": "Mistral",
    "llama": "Llama",
}
"""The eight that fight at Concurred (reference page, "Multi-Instance Mode"); its list gives ids without names."""
FIGHTERS_KEPT: Final = timedelta(minutes=5)
"""How long the list of models is kept, as for battles."""
FIGHTERS_WITHIN: Final = 1.0
"""Seconds that a member's command may wait for it; Discord waits three for an answer."""
CONCURRED_FIGHTS_PER_DAY: Final = 100
"""Concurred names no number of fights a day; this keeps one bad day from spending the owner's key."""


class ConcurredSource:
    """Speaks to one arena with one key. `fights_per_day` is for all guilds together, None for no limit."""

    def __init__(
        self,
        client: ConcurredClient,
        *,
        name: str,
        destination: Destination,
        fights_per_day: int | None,
        clock: Clock,
    ) -> None:
        self._client = client
        self._clock = clock
        self.name = name
        self.destination = destination
        self.fights_per_day = fights_per_day
        self._fighters: Mapping[str, str] = {}
        self._until: datetime | None = None

    async def fighters(self) -> Mapping[str, str]:
        """Display names by id; asked for anew when they are old."""
        if self._until is None or self._clock.now() >= self._until:
            try:
                async with asyncio.timeout(FIGHTERS_WITHIN):
                    models = await self._client.models()
            except (ArenaError, TimeoutError) as error:
                log.warning("source.fighters_unknown", source=self.name, error=str(error))
            else:
                listed = {card.slug: card.name for card in writers(models)}
                # A gateway lists more models than can fight; where it lists the eight, those are they.
                eight = {model: name for model, name in listed.items() if model in NAMES}
                self._fighters = eight or listed
                self._until = self._clock.now() + FIGHTERS_KEPT
        return self._fighters

    async def fight(self, question: str, terms: Terms) -> AsyncGenerator[Event, None]:
        """The fight's events, up to its end."""
        came = 0
        try:
            async with aclosing(self._client.stream_fight(_request(question, terms))) as events:
                async for event in events:
                    came += 1
                    yield event
        except ArenaError as error:
            raise _translated(error, came) from error


def _request(question: str, terms: Terms) -> FightRequest:
    """Only what was chosen is sent: what is left out means the source's own default."""
    chosen = {
        "models": None if terms.models is None else list(terms.models),
        "agent_mode": None if terms.multiplied is None else f"multiple-{terms.multiplied}",
        "image_url": terms.image_url,
        "messages": list(terms.history) or None,
    }
    given = {name: value for name, value in chosen.items() if value is not None}
    return FightRequest(message=question, rounds=terms.rounds, fight_style=terms.style, **given)  # type: ignore[arg-type] # each value has its field's type


def _translated(error: ArenaError, came: int) -> SourceError:
    """The community's word for an arena's fault. After the first event everything is a cut: what came stands."""
    message = str(error)
    if came:
        return SourceCut(message)
    match error:
        case Unauthorized() | Forbidden():
            return SourceKeyRefused(message)
        case ArenaRefused() if error.nothing_happened and not error.transient:
            return SourceDeclined(message, reason=error.message)
        case ArenaMalformed():
            return SourceMalformed(message)
        case _:
            return SourceUnreachable(message) if error.nothing_happened else SourceUnanswered(message)


@dataclass(frozen=True, slots=True)
class Fights:
    """What the bot needs of its fights."""

    feature: Feature
    starting: fight.FightStarting
    start: StartFight
    runner: FightRunner
    screen: fight.FightScreen

    async def leave(self) -> None:
        """End what goes on and show that, while Discord can still be told."""
        await self.runner.close()
        await self.screen.close()


@asynccontextmanager
async def open_fights(
    database: Database,
    source: ConcurredSource,
    *,
    consents: Consents,
    poster: Poster,
    pace: EditPace,
    keys: KeyWatch,
    fair_share: float,
    clock: Clock,
    battle: fight.StartsBattle,
) -> AsyncIterator[Fights]:
    """Everything of fights, on this database, until the block ends: then nothing is followed or shown any more.

    Whoever closes the connection to Discord before that lets them `leave` first.

    `battle` starts a blind battle between two that fought.
    """
    store = SqlFightStore(database)
    chance: random.Random = secrets.SystemRandom()
    stage = fight.FightScreen(store=store, poster=poster, pace=pace, clock=clock)
    runner = FightRunner(store=store, source=source, stage=stage, keys=keys, clock=clock, chance=chance)
    stage.ask(runner.state)
    start = StartFight(
        store=store,
        ledger=SqlQuotaLedger(database),
        settings=SqlSettingsStore(database),
        source=source,
        clock=clock,
        chance=chance,
        fair_share=fair_share,
    )
    audience = Audience(store=store, runner=runner, settings=SqlSettingsStore(database), clock=clock)
    starting = fight.FightStarting(start=start, audience=audience, runner=runner, consents=consents, clock=clock)
    face = fight.FightFace(starting=starting, audience=audience, stage=stage, battle=battle)
    fights = Fights(fight.feature(face), starting, start, runner, stage)
    try:
        yield fights
    finally:
        await fights.leave()


def writers(models: Iterable[ListedModel]) -> list[ModelCard]:
    """Those that write: a house arena lists the ones that only paint, too."""
    return [
        ModelCard(slug=model.id, name=model.name or NAMES.get(model.id, model.id), provider=model.owned_by or "")
        for model in models
        if Modality.TEXT in (model.output_modalities or [Modality.TEXT])
    ]
