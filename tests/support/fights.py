"""Streams of fights as Concurred sends them, fights to show them with, and a source that brings them from memory."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any, Final

from arena.wire.concurred import EVENT, Event
from community.consent import Destination
from community.fights import Fight, FightId, FightSource, Status, Terms
from community.fights.values import NewFight

Json = dict[str, Any]

STARTED: Final = datetime(2026, 7, 13, 18, 40, tzinfo=UTC)
NAMES: Final = {"claude": "Claude", "gpt": "GPT", "gemini": "Gemini", "mistral": "Mistral"}
QUESTION: Final = (
    "Should a city of 300,000 people build a tram line or run electric buses? "
    "Give one recommendation and the strongest point against it."
)
SOURCE: Final = {"url": "https://example.com/trams", "title": "What a tram costs", "snippet": "Per kilometre …"}


def said(agent: str, number: int) -> str:
    """What an agent answers in a round."""
    return f"{agent} speaks in round {number}.\n\n1. Rails attract investment.\n2. Buses come sooner."


def answer(agent: str, number: int, **more: Any) -> list[Json]:
    return [
        {"type": "agent_start", "agent": agent, "model": agent},
        {"type": "agent_complete", "agent": agent, "message": said(agent, number), **more},
    ]


def votes(number: int, ballots: Mapping[str, str | None], scores: dict[str, int]) -> list[Json]:
    """The jury's part of a round; `scores` are the standings so far and are brought up to date."""
    results: dict[str, int] = dict.fromkeys(scores, 0)
    for voted_for in ballots.values():
        if voted_for is not None:
            results[voted_for] += 1
    for agent, gained in results.items():
        scores[agent] += gained
    most = max(results.values())
    leaders = [agent for agent, gained in results.items() if gained == most]
    return [
        {"type": "voting_start", "round": number},
        *({"type": "vote_update", "voter": voter, "votedFor": voted_for} for voter, voted_for in ballots.items()),
        {
            "type": "voting_complete",
            "round": number,
            "results": [{"agent": agent, "votes": gained} for agent, gained in results.items()],
        },
        {"type": "leaderboard_update", "leaderboard": board(scores)},
        {"type": "round_complete", "round": number, "winner": leaders[0] if len(leaders) == 1 else None},
    ]


def board(scores: Mapping[str, int]) -> list[Json]:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    return [{"agent": agent, "score": score, "rank": rank} for rank, (agent, score) in enumerate(ranked, start=1)]


def session(agents: Sequence[str], rounds: int, style: str = "brawl") -> Json:
    return {"type": "session_start", "mode": "fight", "fightStyle": style, "agents": list(agents), "rounds": rounds}


def begins(number: int, rounds: int) -> Json:
    return {"type": "round_start", "round": number, "totalRounds": rounds}


def completes(winner: str | None, scores: Mapping[str, int]) -> Json:
    return {"type": "session_complete", "winner": winner, "finalLeaderboard": board(scores)}


def _fight(agents: Sequence[str], ballots: Sequence[Mapping[str, str | None]], style: str = "brawl") -> list[Json]:
    """A whole fight without trouble: in a blitz all begin before one has finished."""
    scores = dict.fromkeys(agents, 0)
    events: list[Json] = [session(agents, len(ballots), style)]
    for number, round_ in enumerate(ballots, start=1):
        spoken = [answer(agent, number) for agent in agents]
        events.append(begins(number, len(ballots)))
        events += chain.from_iterable(zip(*spoken, strict=True) if style == "blitz" else spoken)
        events += votes(number, round_, scores)
    leaders = [agent for agent, score in scores.items() if score == max(scores.values())]
    return [*events, completes(leaders[0] if len(leaders) == 1 and scores[leaders[0]] else None, scores)]


def _searching() -> list[Json]:
    agents, scores = ["gpt", "gemini"], {"gpt": 0, "gemini": 0}
    searched = answer("gemini", 1, citations=[SOURCE])
    search: list[Json] = [
        {"type": "search_start", "agent": "gemini", "query": "tram cost per km in towns of 300,000 people"},
        {"type": "search_content", "agent": "gemini", "delta": "Per kilometre …"},
        {"type": "search_complete", "agent": "gemini", "citations": [SOURCE]},
    ]
    return [
        session(agents, 1),
        begins(1, 1),
        *answer("gpt", 1),
        searched[0],
        *search,
        searched[1],
        *votes(1, {"gpt": "gemini", "gemini": None}, scores),
        completes("gemini", scores),
    ]


def _one_fails() -> list[Json]:
    scores = {"gpt": 0, "claude": 0, "mistral": 0}
    return [
        session([*scores], 1),
        begins(1, 1),
        *answer("gpt", 1),
        {"type": "agent_start", "agent": "claude", "model": "claude"},
        {"type": "error", "agent": "claude", "error": "overloaded"},
        *answer("mistral", 1),
        *votes(1, {"gpt": "mistral", "mistral": "gpt"}, scores),
        completes(None, scores),
    ]


def _all_fail() -> list[Json]:
    failed = ({"type": "error", "agent": agent, "error": "overloaded"} for agent in ("gpt", "claude"))
    return [session(["gpt", "claude"], 1), begins(1, 1), *failed, completes(None, {"gpt": 0, "claude": 0})]


def _in_points() -> list[Json]:
    """The page's own example counts 42 votes of four agents."""
    events = _fight(["claude", "gpt"], [{"claude": "gpt", "gpt": "gpt"}])
    scores = {"gpt": 42, "claude": 7}
    events[-4]["results"] = [{"agent": agent, "votes": points} for agent, points in scores.items()]
    events[-3]["leaderboard"] = board(scores)
    events[-1] = completes("gpt", scores)
    return events


STREAMS: Final[Mapping[str, Sequence[Json]]] = {
    "brawl": _fight(
        ["gpt", "claude", "gemini", "mistral"],
        [
            {"gpt": "claude", "claude": "gpt", "gemini": "gpt", "mistral": "gpt"},
            {"gpt": "mistral", "claude": "gemini", "gemini": "mistral", "mistral": "claude"},
            {"gpt": "claude", "claude": "gpt", "gemini": "gpt", "mistral": "gpt"},
        ],
    ),
    "blitz": _fight(["gpt", "claude"], [{"gpt": "claude", "claude": "claude"}] * 2, "blitz"),
    "multi-instance": _fight(
        [f"gpt-{number}" for number in range(1, 5)], [{f"gpt-{n}": "gpt-2" for n in (1, 3, 4)} | {"gpt-2": "gpt-4"}]
    ),
    "search": _searching(),
    "one-fails": _one_fails(),
    "all-fail": _all_fail(),
    "no-votes": _fight(["gpt", "claude"], [{"gpt": None, "claude": None}]),
    "tie": _fight(["gpt", "claude"], [{"gpt": "claude", "claude": "gpt"}]),
    "in-points": _in_points(),
}


def read(events: Iterable[Json]) -> list[Event]:
    """The events as the client reads them."""
    return [EVENT.validate_python(event) for event in events]


def a_fight(status: Status = Status.RUNNING, **values: Any) -> Fight:
    """A fight of the sample question."""
    ended = None if status.live else STARTED + timedelta(minutes=4)
    return Fight(
        **{
            "id": FightId("7F3K2CMXQ0"),
            "guild_id": 100,
            "channel_id": 200,
            "starter_id": 300,
            "question": QUESTION,
            "terms": Terms(rounds=3),
            "names": NAMES,
            "source": "Concurred",
            "created_at": STARTED,
            "status": status,
            "ended_at": ended,
            "audience": None if status.live else {},
            **values,
        }
    )


def new_fight(fight_id: str = "7F3K2CMXQ0", **values: Any) -> NewFight:
    """The same as asked for."""
    return NewFight(
        **{
            "id": FightId(fight_id),
            "guild_id": 100,
            "channel_id": 200,
            "starter_id": 300,
            "question": QUESTION,
            "terms": Terms(rounds=2),
            "names": NAMES,
            "source": "Concurred",
            "created_at": STARTED,
            **values,
        }
    )


class StreamedSource:
    """Brings what a test puts into `stream`: events, or an error to end with; None ends the stream."""

    def __init__(self, fighters: Mapping[str, str] = NAMES) -> None:
        self.name = "Concurred"
        self.fights_per_day: int | None = 100
        self.destination = Destination.SERVICE
        self.known = dict(fighters)
        self.asked: list[tuple[str, Terms]] = []
        self.stream: asyncio.Queue[Event | Exception | None] = asyncio.Queue()
        self.closed = asyncio.Event()

    async def fighters(self) -> Mapping[str, str]:
        return self.known

    async def fight(self, question: str, terms: Terms) -> AsyncGenerator[Event, None]:
        self.asked.append((question, terms))
        try:
            while (item := await self.stream.get()) is not None:
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            self.closed.set()

    def brings(self, *events: Json) -> None:
        """Let these come."""
        for event in read(events):
            self.stream.put_nowait(event)


_source: FightSource = StreamedSource()
