"""A source and a stage in memory: the two edges of a community's battles, bound to the ports at the end of the file."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from arena.wire import Modality, TellingNames, Winner
from community.battles import (
    AnswerFacts,
    Answers,
    Assignment,
    Battle,
    BattleId,
    Choice,
    Created,
    Facts,
    Names,
    Polled,
    Source,
    Stage,
)
from community.battles.pictures import Darkroom, Pictures
from community.consent import Destination

Step = TypeVar("Step")

NAMES = Names("Qwen3 32B", "Llama 3.3 70B Instruct")
FACTS = Facts(AnswerFacts(seconds=8.2, tokens=512, dollars=0.0031), AnswerFacts(seconds=3.4))
ANSWERS = Answers("The first answer.", "The second answer.")


class ScriptedSource:
    """Answers each kind of call from its script; when that is empty, as a healthy source would."""

    def __init__(self, *, name: str = "ModelChorus", battles_per_day: int | None = 100) -> None:
        self.name = name
        self.battles_per_day = battles_per_day
        self.destination = Destination.FEEDS
        self.prompt_limit = 10_000
        self.modalities = frozenset(Modality)
        self.converses = True
        self.choices: dict[Modality, list[Choice]] = {}
        self.known_locales: dict[Modality, list[str]] = {}
        self.prompts_to_begin_with: dict[tuple[str, Modality], list[str]] = {}
        self.creations: deque[Created | Exception] = deque()
        self.follow_ups: deque[Exception | None] = deque()
        self.polls: deque[Polled | Exception] = deque()
        self.votes: deque[Names | Exception] = deque()
        self.assignments: list[Assignment] = []
        self.facts_told: deque[Facts | Exception] = deque()
        self.followed_up: list[str] = []
        self.voted: list[Winner] = []
        self.polled = 0
        self.gate = asyncio.Event()
        """Polls wait until it is set."""
        self.gate.set()

    async def create(self, assignment: Assignment) -> Created:
        self.assignments.append(assignment)
        return _next(self.creations, lambda: Created(f"up-{len(self.assignments)}", timedelta(seconds=2)))

    async def follow_up(self, upstream_id: str, prompt: str) -> None:
        assert upstream_id.startswith("up-")
        self.followed_up.append(prompt)
        _next(self.follow_ups, lambda: None)

    async def poll(self, upstream_id: str, turn: int = 1) -> Polled:
        assert upstream_id.startswith("up-")
        self.polled += 1
        await self.gate.wait()
        healthy = ANSWERS if turn == 1 else Answers(f"The first answer to {turn}.", f"The second answer to {turn}.")
        return _next(self.polls, lambda: Polled(answers=healthy, turns=turn))

    async def models(self, modality: Modality) -> list[Choice]:
        return self.choices.get(modality, [])

    async def lacks(self, models: frozenset[str], modality: Modality) -> bool:
        return not models <= {choice.slug for choice in self.choices.get(modality, [])}

    async def locales(self, modality: Modality) -> list[str]:
        return self.known_locales.get(modality, [])

    async def suggestions(self, locale: str, modality: Modality) -> list[str]:
        return self.prompts_to_begin_with.get((locale, modality), [])

    async def telling_names(self) -> TellingNames:
        return TellingNames(frozenset({NAMES.a, NAMES.b}))

    def poll_pause(self, asked: timedelta, in_flight: int) -> timedelta:
        return asked * in_flight

    async def vote(self, upstream_id: str, winner: Winner) -> Names:
        assert upstream_id.startswith("up-")
        self.voted.append(winner)
        return _next(self.votes, lambda: NAMES)

    async def facts(self, upstream_id: str) -> Facts:
        assert upstream_id.startswith("up-")
        return _next(self.facts_told, lambda: FACTS)


def _next(script: deque[Step | Exception], default: Callable[[], Step]) -> Step:
    step = script.popleft() if script else default()
    if isinstance(step, Exception):
        raise step
    return step


class ScriptedDarkroom:
    """Develops at once; `faults` come first."""

    def __init__(self) -> None:
        self.faults: deque[Exception] = deque()

    async def develop(self, given: Answers) -> Pictures:
        if self.faults:
            raise self.faults.popleft()
        return Pictures(given.a.encode(), given.b.encode())


class RecordingStage:
    """Remembers what it was told to show; `news` lets a test wait for it."""

    def __init__(self) -> None:
        self.changes: list[BattleId] = []
        self.news: asyncio.Queue[BattleId] = asyncio.Queue()
        self.announced: list[Battle] = []

    def changed(self, battle_id: BattleId) -> None:
        self.changes.append(battle_id)
        self.news.put_nowait(battle_id)

    async def announce(self, battle: Battle) -> None:
        self.announced.append(battle)


_source: Source = ScriptedSource()
_darkroom: Darkroom = ScriptedDarkroom()
_stage: Callable[[], Stage] = RecordingStage
