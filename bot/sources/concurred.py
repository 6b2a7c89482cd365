"""Concurred as a source of battles: two models side by side, on sides that we draw, with a vote that is ours alone."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from datetime import timedelta
from random import Random
from typing import Final

import structlog

from arena.clients import ArenaError, ConcurredClient
from arena.wire import Modality, ModelCard, TellingNames, Winner, names_that_tell
from arena.wire.concurred import MAX_MESSAGE_CHARACTERS, AgentComplete, BattleRequest
from arena.wire.concurred import Citation as FoundPage
from bot.fights import NAMES, writers
from bot.sources.remembered import Remembered
from bot.sources.translating import translated
from community.battles import AnswerFacts, Answers, Assignment, BattleId, Choice, Created, Facts, Failure, Names, Polled
from community.battles.sides import Citation, Citations, Contestant, Sides, SidesStore
from community.clock import Clock
from community.consent import Destination
from community.errors import (
    SourceNotSupported,
    SourceRefused,
    SourceUnreachable,
    SourceWithheldNames,
    StoreUnavailable,
)
from community.opinions import Rating

log = structlog.get_logger(__name__)

POLL: Final = timedelta(seconds=1)
"""How often to look whether both answers are here: it asks nobody but this process."""
KEEP_AGAIN_IN: Final = 1.0
"""Seconds until answers that could not be kept are kept once more."""
_A_BATTLE: Final = 2
_EIGHT: Final = [ModelCard(slug=slug, name=name, provider="") for slug, name in NAMES.items()]


class ConcurredBattles:
    """Speaks to one arena with one key. Use `open_concurred_battles`: answers come in the background.

    Concurred's own id of a battle holds both models' names, and is kept nowhere: a battle's id upstream is ours.
    """

    def __init__(self, client: ConcurredClient, *, name: str, sides: SidesStore, clock: Clock, rng: Random) -> None:
        self._client = client
        self._sides = sides
        self._clock = clock
        self._rng = rng
        self.name = name
        self.destination = Destination.SERVICE
        self.prompt_limit = MAX_MESSAGE_CHARACTERS
        self.modalities = frozenset({Modality.TEXT})
        self.converses = False
        self.battles_per_day: int | None = None
        self._listed = Remembered[list[ModelCard]](name, _EIGHT, clock)
        self._answering: dict[str, asyncio.Task[None]] = {}

    async def create(self, assignment: Assignment) -> Created:
        """Draw, keep who stands where, and only then ask. Returns with the first sign of life."""
        sides = await self._drawn(assignment.models)
        try:
            await self._sides.keep(assignment.battle_id, sides)
        except StoreUnavailable as error:
            raise SourceUnreachable("the sides could not be kept, so nothing was asked") from error
        opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        answering = asyncio.create_task(
            self._collect(assignment, sides, opened), name=f"concurred {assignment.battle_id}"
        )
        self._answering[assignment.battle_id] = answering
        await opened
        return Created(assignment.battle_id, POLL)

    async def poll(self, upstream_id: str, turn: int = 1) -> Polled:  # noqa: ARG002 - there is one question a battle
        """Whether both answers are here. A battle that a former process asked for has those it kept, or none ever."""
        answering = self._answering.get(upstream_id)
        if answering is not None and not answering.done():
            return Polled(turns=1)
        answers = await self._sides.answers(BattleId(upstream_id))
        if answers is not None:
            return Polled(answers=answers, turns=1)
        if answering is None:
            return Polled(error_code="the process ended while the models wrote", failure=Failure.UNKNOWN, turns=1)
        return Polled(error_code="a model never finished", turns=1)

    async def follow_up(self, upstream_id: str, prompt: str) -> None:  # noqa: ARG002 - none is taken
        """Not here: both models would have to see one conversation, and each has its own."""
        raise SourceNotSupported("Concurred keeps no battle that could go on")

    async def models(self, modality: Modality) -> Sequence[Choice]:
        """All that it lists."""
        listed = await self._listed.get(self._ask_for_models) if modality in self.modalities else []
        return [Choice(model.slug, model.name) for model in listed]

    async def lacks(self, models: frozenset[str], modality: Modality) -> bool:
        """Whether it lists not all of them; as long as it has listed nothing, whoever draws the sides finds out."""
        listed = {choice.slug for choice in await self.models(modality)}
        return self._listed.knows() and not models <= listed

    async def locales(self, modality: Modality) -> Sequence[str]:  # noqa: ARG002 - it knows of none
        """It knows of none."""
        return []

    async def suggestions(self, locale: str, modality: Modality) -> Sequence[str]:  # noqa: ARG002 - it has none
        """It has none."""
        return []

    async def telling_names(self) -> TellingNames:
        """Names, slugs and, where it says so, makers of the models that it lists."""
        return names_that_tell(await self._listed.get(self._ask_for_models, within=None))

    def poll_pause(self, asked: timedelta, in_flight: int) -> timedelta:  # noqa: ARG002 - no request is made
        """What was asked for: looking costs no request."""
        return asked

    async def vote(self, upstream_id: str, winner: Winner) -> Names:  # noqa: ARG002 - the vote stays ours
        """The names, from our own row: Concurred takes no votes."""
        sides = await self._sides.of(BattleId(upstream_id))
        if sides is None:
            raise SourceWithheldNames("the sides of this battle are not kept here")
        return Names(sides.a.name, sides.b.name)

    async def facts(self, upstream_id: str) -> Facts:
        """Which models exactly wrote; Concurred tells neither price nor tokens."""
        sides = await self._sides.of(BattleId(upstream_id))
        if sides is None:
            return Facts()
        return Facts(AnswerFacts(model_id=sides.a.slug), AnswerFacts(model_id=sides.b.slug))

    async def give_feedback(self, upstream_id: str, rating: Rating) -> None:  # noqa: ARG002 - none is taken
        """Not here: it stays with us."""
        raise SourceNotSupported("Concurred takes no feedback")

    async def feedback_stands(self, upstream_id: str) -> bool | None:  # noqa: ARG002 - none is ever sent
        """None was sent."""
        return False

    async def competitors(self, modality: Modality) -> Sequence[str]:
        """The names of those that are drawn."""
        if modality not in self.modalities:
            return []
        return [model.name for model in _drawable(await self._listed.get(self._ask_for_models))]

    async def close(self) -> None:
        """Stop listening. What was not kept by then is lost, and its battles say that nobody can know."""
        for answering in self._answering.values():
            answering.cancel()
        await asyncio.gather(*self._answering.values(), return_exceptions=True)

    async def _ask_for_models(self) -> list[ModelCard]:
        return writers(await self._client.models())

    async def _drawn(self, chosen: frozenset[str]) -> Sides:
        # The member has an answer by now, so there is time to learn who competes.
        listed = await self._listed.get(self._ask_for_models, within=None)
        pair = [model for model in listed if model.slug in chosen]
        others = [model for model in _drawable(listed) if model.slug not in chosen]
        if len(pair) < len(chosen) or len(pair) + len(others) < _A_BATTLE:
            raise SourceRefused("there are no such two models")
        pair += self._rng.sample(others, _A_BATTLE - len(pair))
        # Who stands where is a throw of its own, whoever was chosen first.
        a, b = (Contestant(model.slug, model.name) for model in self._rng.sample(pair, _A_BATTLE))
        return Sides(a, b)

    async def _collect(self, assignment: Assignment, sides: Sides, opened: "asyncio.Future[None]") -> None:
        """Listen to both models and keep their answers together. Who is faster is told to nobody."""
        # Asked for in an order of its own: the sides are none of Concurred's business.
        models = sorted([sides.a.slug, sides.b.slug])
        said: dict[str, AgentComplete] = {}
        try:
            request = BattleRequest(message=assignment.prompt, models=models)
            async with aclosing(self._client.stream_battle(request)) as events:
                async for event in events:
                    if not opened.done():
                        opened.set_result(None)
                    if isinstance(event, AgentComplete):
                        said[event.model if event.agent not in models and event.model else event.agent] = event
        except ArenaError as error:
            log.warning("concurred.cut", battle=assignment.battle_id, error=str(error))
            if not opened.done():
                opened.set_exception(translated(error))
                return
        finally:
            if not opened.done():
                opened.cancel()
        a, b = said.get(sides.a.slug), said.get(sides.b.slug)
        if a is not None and b is not None:
            await self._keep(assignment.battle_id, a, b)

    async def _keep(self, battle_id: BattleId, a: AgentComplete, b: AgentComplete) -> None:
        found = Citations(_citations(a.citations), _citations(b.citations))
        while True:
            try:
                await self._sides.answered(battle_id, Answers(a.message, b.message), found)
            except StoreUnavailable as error:
                log.warning("concurred.not_kept", battle=battle_id, error=str(error))
                await self._clock.sleep(KEEP_AGAIN_IN)
            else:
                return


def _drawable(listed: Sequence[ModelCard]) -> Sequence[ModelCard]:
    """A gateway lists more models than compete; where it lists the eight, those are they."""
    eight = [model for model in listed if model.slug in NAMES]
    return eight if len(eight) >= _A_BATTLE else listed


def _citations(pages: Sequence[FoundPage]) -> tuple[Citation, ...]:
    return tuple(Citation(page.url, page.title) for page in pages if page.url)


@asynccontextmanager
async def open_concurred_battles(
    client: ConcurredClient, *, name: str, sides: SidesStore, clock: Clock, rng: Random
) -> AsyncIterator[ConcurredBattles]:
    """The source, which listens until the block ends."""
    source = ConcurredBattles(client, name=name, sides=sides, clock=clock, rng=rng)
    try:
        yield source
    finally:
        await source.close()
