"""Folding a fight's events into its state. Pure.

Streams are a stranger's: events may miss, repeat, contradict each other and come in any order. Whatever comes, the
state can be shown: fighters are seated up to eight, numbers are bounded, and what makes no sense is passed over.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import reduce
from math import isfinite
from typing import Any, Final, TypeVar

from arena.wire.concurred import (
    MAX_FIGHTERS,
    AgentComplete,
    AgentStart,
    ErrorEvent,
    Event,
    LeaderboardEntry,
    LeaderboardUpdate,
    Points,
    RoundComplete,
    RoundStart,
    SearchComplete,
    SearchStart,
    SessionComplete,
    SessionStart,
    VoteUpdate,
    VotingComplete,
    VotingStart,
)
from community.fights.state import Activity, Answer, Doing, FightState

Key = TypeVar("Key")
Value = TypeVar("Value")

LAST_ROUND: Final = 99
"""Later rounds count as this one: ten is the most that can be asked for."""
MOST_POINTS: Final = 10**9
"""More points are shown as so many."""
_QUERY: Final = 200
"""Characters of a search query that are kept; screens show fewer."""


def fold(events: Iterable[Event], state: FightState | None = None) -> FightState:
    """The state after these events, one after the other."""
    return reduce(apply, events, state or FightState())


def apply(state: FightState, event: Event) -> FightState:
    """The state after one more event; the very same one where the event changes nothing."""
    step = _STEPS.get(type(event))
    return state if step is None or state.over else step(state, event)


def _session_started(state: FightState, event: SessionStart) -> FightState:
    state = replace(_seated(state, event.agents), rounds=max(_number(event.rounds), state.round))
    return replace(state, described=event.image_description or state.described)


def _round_started(state: FightState, event: RoundStart) -> FightState:
    number = _number(event.round)
    if number <= state.round:
        return state
    announced = state.rounds if event.total_rounds is None else _number(event.total_rounds)
    return replace(state, round=number, rounds=max(announced, number), doing={}, judging=False)


def _agent_started(state: FightState, event: AgentStart) -> FightState:
    return _does(state, event.agent, Activity.WRITING)


def _search_started(state: FightState, event: SearchStart) -> FightState:
    return _does(state, event.agent, Activity.SEARCHING, event.query[:_QUERY])


def _search_completed(state: FightState, event: SearchComplete) -> FightState:
    return _does(state, event.agent, Activity.WRITING)


def _answered(state: FightState, event: AgentComplete) -> FightState:
    state = _does(state, event.agent, Activity.ANSWERED)
    if event.agent not in state.agents:
        return state
    answer = Answer(agent=event.agent, round=_now(state), text=event.message, citations=tuple(event.citations))
    earlier = (one for one in state.answers if (one.agent, one.round) != (answer.agent, answer.round))
    return replace(state, answers=(*earlier, answer))


def _failed(state: FightState, event: ErrorEvent) -> FightState:
    return replace(state, troubled=True) if event.agent is None else _does(state, event.agent, Activity.FAILED)


def _voting_started(state: FightState, event: VotingStart) -> FightState:
    state = _at(state, event.round)
    return replace(state, judging=True, small_judges=state.small_judges or bool(event.small_judges))


def _voted(state: FightState, event: VoteUpdate) -> FightState:
    state = _seated(state, [event.voter, *([] if event.voted_for is None else [event.voted_for])])
    if event.voter not in state.agents:
        return state
    voted_for = event.voted_for if event.voted_for in state.agents else None
    state = _does(state, event.voter, Activity.VOTED, voted_for)
    return replace(state, ballots=_with(state.ballots, (_now(state), event.voter), voted_for))


def _voting_completed(state: FightState, event: VotingComplete) -> FightState:
    state = _seated(_at(state, event.round), [result.agent for result in event.results])
    points = {result.agent: _points(result.votes) for result in event.results if result.agent in state.agents}
    return replace(state, counted=_with(state.counted, _now(state), points))


def _leaderboard_updated(state: FightState, event: LeaderboardUpdate) -> FightState:
    return _standing(state, event.leaderboard)


def _round_completed(state: FightState, event: RoundComplete) -> FightState:
    state, winner = _winner(_at(state, event.round), event.winner)
    return replace(state, judging=False, winners=_with(state.winners, _now(state), winner))


def _session_completed(state: FightState, event: SessionComplete) -> FightState:
    state, winner = _winner(_standing(state, event.final_leaderboard), event.winner)
    return replace(state, over=True, judging=False, winner=winner)


_STEPS: Final[Mapping[type, Callable[[FightState, Any], FightState]]] = {
    SessionStart: _session_started,
    RoundStart: _round_started,
    AgentStart: _agent_started,
    SearchStart: _search_started,
    SearchComplete: _search_completed,
    AgentComplete: _answered,
    ErrorEvent: _failed,
    VotingStart: _voting_started,
    VoteUpdate: _voted,
    VotingComplete: _voting_completed,
    LeaderboardUpdate: _leaderboard_updated,
    RoundComplete: _round_completed,
    SessionComplete: _session_completed,
}
"""What a search finds piece by piece changes nothing, nor does what nobody here knows."""


def _seated(state: FightState, agents: Iterable[str]) -> FightState:
    new = [agent for agent in dict.fromkeys(agents) if agent not in state.agents]
    return replace(state, agents=(*state.agents, *new)[:MAX_FIGHTERS]) if new else state


def _does(state: FightState, agent: str, activity: Activity, about: str | None = None) -> FightState:
    state = _seated(state, [agent])
    if agent not in state.agents:
        return state
    return replace(state, doing=_with(state.doing, agent, Doing(activity, about)))


def _at(state: FightState, number: int | None) -> FightState:
    if number is None or _number(number) <= state.round:
        return state
    return replace(state, round=_number(number), rounds=max(_number(number), state.rounds))


def _standing(state: FightState, leaderboard: Iterable[LeaderboardEntry]) -> FightState:
    entries = list(leaderboard)
    if not entries:
        return state
    state = _seated(state, [entry.agent for entry in entries])
    scores = {entry.agent: _points(entry.score) for entry in entries if entry.agent in state.agents}
    return replace(state, scores=scores, scored=_now(state))


def _winner(state: FightState, named: str | None) -> tuple[FightState, str | None]:
    state = _seated(state, [] if named is None else [named])
    return state, named if named in state.agents else None


def _now(state: FightState) -> int:
    """The round that runs; what comes before any was announced belongs to the first."""
    return max(state.round, 1)


def _number(number: int) -> int:
    return min(max(number, 1), LAST_ROUND)


def _points(points: Points) -> Points:
    if isinstance(points, float):
        points = (int(points) if points.is_integer() else points) if isfinite(points) else 0
    return min(max(points, -MOST_POINTS), MOST_POINTS)


def _with(mapping: Mapping[Key, Value], key: Key, value: Value) -> dict[Key, Value]:
    return {**mapping, key: value}
