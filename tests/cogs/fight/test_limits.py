"""Whatever a stream brings, in whatever order, every screen can be sent: 40 components and 4,000 UTF-16 units."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.wire.concurred import EVENT, MAX_FIGHTERS
from cogs.fight import screens
from cogs.fight.custom_ids import Read
from community.fights import AudienceBallot, Fight, FightState, Status, Terms, apply, fold
from tests.support.fights import STREAMS, a_fight, read
from tests.support.layout import components, texts, utf16_units

ENDS = [status for status in Status if status not in {Status.STARTING, Status.RUNNING, Status.FAILED}]
LONG = ("x" * 200, "*" * 200, "🥊" * 200, "x" * 200 + "y", "`" * 100, "\n# @everyone <@1> " * 20)

names = st.sampled_from(["gpt", "claude", "gpt-1", "gpt-2", "", *LONG]) | st.text(max_size=40)
numbers = st.integers(-5, 120) | st.sampled_from([0, 1, 2, 10, 10**30])
points = st.integers(-3, 50) | st.floats(allow_nan=True) | st.just(10**40)
texts_ = st.sampled_from(["", "Yes.", "```py\nprint(1)\n" * 60, *(text * 40 for text in LONG)]) | st.text(max_size=200)
tallies = st.lists(st.tuples(names, points), max_size=10)


def _event(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"type": st.just(kind), **fields})


def _rows(value: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return tallies.map(lambda rows: [{"agent": agent, value: number} for agent, number in rows])


events = st.one_of(
    _event("session_start", agents=st.lists(names, max_size=10), rounds=numbers),
    _event("round_start", round=numbers, totalRounds=st.none() | numbers),
    _event("agent_start", agent=names),
    _event("search_start", agent=names, query=texts_),
    _event("search_content", agent=names, delta=texts_),
    _event("search_complete", agent=names),
    _event("agent_complete", agent=names, message=texts_),
    _event("error", error=texts_, agent=st.none() | names),
    _event("voting_start", round=st.none() | numbers),
    _event("vote_update", voter=names, votedFor=st.none() | names),
    _event("voting_complete", round=st.none() | numbers, results=_rows("votes")),
    _event("leaderboard_update", leaderboard=_rows("score")),
    _event("round_complete", round=st.none() | numbers, winner=st.none() | names),
    _event("session_complete", winner=st.none() | names, finalLeaderboard=_rows("score")),
    _event("something_new", agent=names),
)


def every_screen(state: FightState, **values: Any) -> Iterator[ui.LayoutView]:
    """All that anybody may be shown of a fight in this state."""
    ballots: Mapping[str, int] = dict.fromkeys(state.agents, 12_345)
    live = a_fight(ballots=99_999, **values)
    fights: list[Fight] = [live]
    fights += [a_fight(status, audience=ballots, ballots=sum(ballots.values()), **values) for status in ENDS]
    for fight in fights:
        yield screens.fight_message(fight, state).view
        yield screens.more(fight, may_stop=True)
        yield screens.reading(fight, state, screens.latest(fight.id, state))
        yield screens.reading(fight, state, Read(fight=fight.id, seat=7, round=99, page=999))
        for own in (None, *state.agents[-1:]):
            yield screens.ballot(fight, state, AudienceBallot(agent=own, previous=next(iter(state.agents), None)))
            yield screens.not_open(fight, state, own)


def fits(view: ui.LayoutView) -> None:
    parts = list(components(view))
    assert len(parts) <= 40
    assert sum(map(utf16_units, texts(view))) <= 4_000
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    assert len(ids) == len(set(ids))
    assert all(len(custom_id) <= 100 for custom_id in ids)
    assert all(1 <= utf16_units(part["label"]) <= 80 for part in parts if "label" in part)
    for option in (option for part in parts for option in part.get("options", ())):
        assert 1 <= utf16_units(option["label"]) <= 100


@given(
    stream=st.lists(events, max_size=30),
    anonymous=st.booleans(),
    question=st.sampled_from(["Why?", *(text * 10 for text in LONG)]),
)
@settings(max_examples=150, deadline=None)
def test_any_events_in_any_order_make_screens_that_can_be_sent(
    *, stream: list[dict[str, Any]], anonymous: bool, question: str
) -> None:
    state = FightState()
    for event in stream:
        state = apply(state, EVENT.validate_python(event))
        assert len(state.agents) <= MAX_FIGHTERS
    for view in every_screen(state, question=question, terms=Terms(anonymous=anonymous)):
        fits(view)


@given(st.sampled_from(sorted(STREAMS)), st.randoms(use_true_random=False), st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_a_real_stream_in_any_order_and_any_splitting_ends_in_a_valid_view(
    name: str, chance: random.Random, repeated: int
) -> None:
    """Splitting: bytes arrive in pieces, which the client's own tests cut anywhere; here events come twice or late."""
    stream = list(STREAMS[name]) * repeated
    chance.shuffle(stream)
    for view in every_screen(fold(read(stream))):
        fits(view)


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_cut_after_any_event_leaves_something_to_show(name: str) -> None:
    state = FightState()
    for event in [None, *read(STREAMS[name])]:
        state = state if event is None else apply(state, event)
        for view in every_screen(state):
            fits(view)


@pytest.mark.parametrize("name", LONG)
def test_eight_models_with_the_longest_names_fit(name: str) -> None:
    agents = [f"agent-{number}" for number in range(MAX_FIGHTERS)]
    stream: list[dict[str, Any]] = [{"type": "session_start", "agents": agents, "rounds": 10}]
    stream += [{"type": "round_start", "round": 10}]
    stream += [{"type": "agent_complete", "agent": agent, "message": LONG[2] * 50} for agent in agents]
    stream += [{"type": "vote_update", "voter": agent, "votedFor": agents[0]} for agent in agents]
    stream += [{"type": "leaderboard_update", "leaderboard": [{"agent": agent, "score": 99_999} for agent in agents]}]
    state = fold(read(stream))
    for view in every_screen(state, question=LONG[2] * 10, names=dict.fromkeys(agents, name)):
        fits(view)
