"""What can be read off a fight after its events."""

import pytest

from arena.wire.concurred import UnknownEvent
from community.fights import Activity, FightState, apply, fold
from tests.support.fights import STREAMS, answer, begins, board, read, session

TWO = [session(["gpt", "claude"], 2), begins(1, 2)]


def test_a_whole_fight_ends_with_its_winner_and_its_standings() -> None:
    state = fold(read(STREAMS["brawl"]))
    assert state.over
    assert state.winner == "gpt"
    assert state.ranked == ("gpt", "claude", "mistral", "gemini")
    assert dict(state.points) == {"gpt": 6, "claude": 3, "gemini": 1, "mistral": 2}
    assert state.in_votes
    assert dict(state.winners) == {1: "gpt", 2: "mistral", 3: "gpt"}
    assert len(state.answers) == 12


def test_votes_count_as_they_fall_and_once() -> None:
    state = fold(read([*TWO, *answer("gpt", 1), {"type": "vote_update", "voter": "claude", "votedFor": "gpt"}]))
    assert state.points["gpt"] == 1
    state = fold(read([{"type": "voting_complete", "results": [{"agent": "gpt", "votes": 1}]}]), state)
    assert state.points["gpt"] == 1
    state = fold(read([{"type": "leaderboard_update", "leaderboard": board({"gpt": 1, "claude": 0})}]), state)
    assert state.points["gpt"] == 1
    state = fold(read([begins(2, 2), {"type": "vote_update", "voter": "claude", "votedFor": "gpt"}]), state)
    assert state.points["gpt"] == 2


def test_a_jury_with_a_small_model_stays_one_in_later_rounds() -> None:
    state = fold(read([*TWO, {"type": "voting_start", "round": 1}]))
    assert not state.small_judges
    state = fold(read([{"type": "voting_start", "round": 1, "judges": ["gpt"], "smallJudges": ["gpt"]}]), state)
    assert state.small_judges
    assert fold(read([begins(2, 2), {"type": "voting_start", "round": 2}]), state).small_judges


def test_a_judge_who_votes_again_has_one_ballot() -> None:
    ballots = [{"type": "vote_update", "voter": "gpt", "votedFor": voted_for} for voted_for in ("gpt", "claude")]
    state = fold(read([*TWO, *ballots]))
    assert dict(state.jury) == {"claude": 1}


def test_points_that_are_no_ballots_are_never_mixed_with_ballots() -> None:
    state = fold(read([*STREAMS["in-points"][:-1], begins(2, 2)]))
    assert not state.in_votes
    before = dict(state.points)
    state = fold(read([{"type": "vote_update", "voter": "gpt", "votedFor": "claude"}]), state)
    assert dict(state.points) == before == {"gpt": 42, "claude": 7}


def test_a_tie_has_no_winner_and_two_leaders() -> None:
    state = fold(read(STREAMS["tie"]))
    assert (state.winner, state.leaders) == (None, ("gpt", "claude"))
    assert fold(read(STREAMS["no-votes"])).leaders == ()


def test_one_that_failed_may_speak_in_the_next_round() -> None:
    state = fold(read([*TWO, {"type": "error", "agent": "gpt", "error": "overloaded"}]))
    assert state.doing_of("gpt").activity is Activity.FAILED
    state = fold(read([begins(2, 2)]), state)
    assert state.doing_of("gpt").activity is Activity.WAITING


def test_the_audience_may_vote_from_the_first_jury_to_the_last() -> None:
    opened = [state.open_to_audience for state in states("brawl")]
    first = opened.index(True)
    assert STREAMS["brawl"][first - 1]["type"] == "voting_start"
    assert all(opened[first:-1])
    assert not opened[-1]


def states(name: str) -> list[FightState]:
    found = [FightState()]
    for event in read(STREAMS[name]):
        found.append(apply(found[-1], event))
    return found


@pytest.mark.parametrize("name", STREAMS)
def test_nothing_comes_after_the_end(name: str) -> None:
    state = fold(read(STREAMS[name]))
    assert fold(read(STREAMS["brawl"]), state) is state


def test_what_nobody_knows_changes_nothing() -> None:
    state = fold(read(TWO))
    assert apply(state, UnknownEvent(type="text_delta")) is state
    assert fold(read([{"type": "search_content", "agent": "gpt", "delta": "…"}]), state) is state


def test_a_ninth_fighter_has_no_seat() -> None:
    state = fold(read([session([f"m{number}" for number in range(12)], 1), *answer("m11", 1)]))
    assert len(state.agents) == 8
    assert state.answers == ()


def test_a_round_never_goes_back() -> None:
    assert fold(read([*TWO, begins(2, 2), begins(1, 2)])).round == 2
