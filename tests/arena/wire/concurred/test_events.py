"""A stream may bring what nobody here has heard of."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from arena.wire import ErrorDetail
from arena.wire.concurred import (
    EVENT,
    KNOWN_EVENT_TYPES,
    AgentComplete,
    ErrorEvent,
    LeaderboardUpdate,
    SessionComplete,
    SessionStart,
    UnknownEvent,
    VoteUpdate,
    VotingComplete,
    dump_event,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
ENOUGH: dict[str, dict[str, Any]] = {
    "session_start": {},
    "round_start": {"round": 1},
    "agent_start": {"agent": "gpt"},
    "search_start": {"agent": "gpt"},
    "search_content": {"agent": "gpt"},
    "search_complete": {"agent": "gpt"},
    "agent_complete": {"agent": "gpt", "message": ""},
    "voting_start": {},
    "vote_update": {"voter": "gpt"},
    "voting_complete": {},
    "leaderboard_update": {},
    "round_complete": {},
    "session_complete": {},
    "error": {},
}


def parse(**fields: Any) -> Any:
    return EVENT.validate_json(json.dumps(fields))


def test_the_list_of_least_fields_is_complete() -> None:
    assert set(ENOUGH) == KNOWN_EVENT_TYPES


@given(st.sampled_from(sorted(ENOUGH)), st.dictionaries(st.text(min_size=1).map(lambda name: f"new {name}"), JSON))
def test_few_fields_are_enough_and_unknown_ones_survive(type_: str, unknown: dict[str, Any]) -> None:
    fields = {"type": type_} | ENOUGH[type_] | unknown
    event = EVENT.validate_json(json.dumps(fields))
    assert not isinstance(event, UnknownEvent)
    assert dump_event(event) == fields


@pytest.mark.parametrize(("type_", "name"), [(type_, name) for type_, fields in ENOUGH.items() for name in fields])
def test_an_event_without_what_it_is_for_is_an_error_that_names_both(type_: str, name: str) -> None:
    with pytest.raises(ValidationError, match=f"{type_}.{name}"):
        parse(type=type_, **{key: value for key, value in ENOUGH[type_].items() if key != name})


@given(
    st.text(min_size=1).filter(lambda type_: type_ not in KNOWN_EVENT_TYPES),
    st.dictionaries(st.text().filter(lambda name: name != "type"), JSON),
)
def test_an_unknown_type_passes_through_whole(type_: str, data: dict[str, Any]) -> None:
    event = EVENT.validate_json(json.dumps({"type": type_} | data))
    assert isinstance(event, UnknownEvent)
    assert (event.type, event.data) == (type_, data)
    assert dump_event(event) == {"type": type_} | data


@pytest.mark.parametrize("fields", [{}, {"agent": "gpt"}, {"type": None}])
def test_an_event_without_a_type_is_unknown(fields: dict[str, Any]) -> None:
    event = parse(**fields)
    assert isinstance(event, UnknownEvent)
    assert event.type == ""


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "null", '"session_start"', '{"type": 5}', '{"type": ["error"]}'])
def test_what_is_no_event_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        EVENT.validate_json(text)


@given(message=st.text(), as_envelope=st.booleans())
def test_an_error_is_read_in_both_forms(*, message: str, as_envelope: bool) -> None:
    event = parse(type="error", error={"code": "ON_FIRE", "message": message} if as_envelope else message)
    assert isinstance(event, ErrorEvent)
    assert event.message == message


def test_an_envelope_sent_as_an_event_is_an_error() -> None:
    event = parse(error={"code": "INTERNAL_ERROR", "message": "No."})
    assert isinstance(event, ErrorEvent)
    assert isinstance(event.error, ErrorDetail)
    assert (event.error.code, event.message, event.agent) == ("INTERNAL_ERROR", "No.", None)


@pytest.mark.parametrize("points", [42, 0.5, -1])
def test_votes_are_points_and_keep_their_form(points: float) -> None:
    counted = parse(type="voting_complete", results=[{"agent": "gpt", "votes": points}])
    standing = parse(type="leaderboard_update", leaderboard=[{"agent": "gpt", "score": points}])
    assert isinstance(counted, VotingComplete)
    assert isinstance(standing, LeaderboardUpdate)
    for read in (counted.results[0].votes, standing.leaderboard[0].score):
        assert (read, type(read)) == (points, type(points))


def test_a_tie_has_no_winner_and_an_abstention_no_candidate() -> None:
    end, vote = parse(type="session_complete", winner=None), parse(type="vote_update", voter="gpt", votedFor=None)
    assert isinstance(end, SessionComplete)
    assert isinstance(vote, VoteUpdate)
    assert (end.winner, vote.voted_for) == (None, None)


def test_null_in_a_list_means_that_nothing_came() -> None:
    event = parse(type="agent_complete", agent="gpt", message="Yes.", citations=None)
    assert isinstance(event, AgentComplete)
    assert event.citations == []


def test_an_event_that_is_made_here_carries_its_type() -> None:
    assert dump_event(SessionStart(agents=["gpt"], fight_style="blitz")) == {
        "type": "session_start",
        "agents": ["gpt"],
        "fightStyle": "blitz",
    }


def test_an_error_never_repeats_what_came() -> None:
    for text in ('{"type": "agent_complete", "message": ["secret"]}', '{"type": "agent_complete", "message": "secret'):
        with pytest.raises(ValidationError) as broken:
            EVENT.validate_json(text)
        assert "secret" not in str(broken.value)
