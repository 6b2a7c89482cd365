"""Which events come, and in which order, whatever the models do."""

import asyncio
import re
from contextlib import aclosing
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from arena.wire.concurred import EVENT, FightRequest, UnknownEvent
from tests.arena.engine.contestants import Cut, Failing, Held, Quick, Silent
from tests.arena.engine.fights.fighters import Fighter, fights, fought, of, types_of, voting_for

LETTERS = {
    "session_start": "S",
    "round_start": "R",
    "agent_start": "a",
    "agent_complete": "c",
    "error": "e",
    "voting_start": "V",
    "vote_update": "v",
    "voting_complete": "T",
    "leaderboard_update": "L",
    "round_complete": "r",
    "session_complete": "E",
}
VOTING = "Vv*TLr"
BRAWL = re.compile(rf"S(R(a[ce])+{VOTING})*(R(ae)+e)?E")
BLITZ = re.compile(rf"S(Ra+[ce]+{VOTING})*(Ra+e+)?E")


def spelled(events: list[dict[str, Any]]) -> str:
    return "".join(LETTERS[type_] for type_ in types_of(events))


async def test_a_brawl_goes_as_the_page_shows_it() -> None:
    models = [Fighter(slug, voting_for("quartz says")) for slug in ("quartz", "basalt", "flint")]
    events = await fought(*models, rounds=2)
    assert spelled(events) == "S" + "RacacacVvvvTLr" * 2 + "E"
    assert events[:4] == [
        {
            "type": "session_start",
            "mode": "fight",
            "fightStyle": "brawl",
            "agents": ["quartz", "basalt", "flint"],
            "rounds": 2,
        },
        {"type": "round_start", "round": 1, "totalRounds": 2},
        {"type": "agent_start", "agent": "quartz", "model": "quartz"},
        {"type": "agent_complete", "agent": "quartz", "message": "quartz says so."},
    ]
    votes = sorted((event["voter"], event["votedFor"]) for event in of(events, "vote_update")[:3])
    assert votes == [("basalt", "quartz"), ("flint", "quartz"), ("quartz", None)]
    assert of(events, "voting_complete", "leaderboard_update", "round_complete")[3:] == [
        {
            "type": "voting_complete",
            "round": 2,
            "results": [
                {"agent": "quartz", "votes": 2},
                {"agent": "basalt", "votes": 0},
                {"agent": "flint", "votes": 0},
            ],
        },
        {
            "type": "leaderboard_update",
            "leaderboard": [
                {"agent": "quartz", "score": 4, "rank": 1},
                {"agent": "basalt", "score": 0, "rank": 2},
                {"agent": "flint", "score": 0, "rank": 2},
            ],
        },
        {"type": "round_complete", "round": 2, "winner": "quartz"},
    ]
    last = events[-1]
    assert last == {"type": "session_complete", "winner": "quartz", "finalLeaderboard": last["finalLeaderboard"]}


async def test_in_a_blitz_all_have_begun_before_the_first_is_done() -> None:
    slow, quick = Held("quartz"), [Quick("basalt"), Quick("flint")]
    asked = FightRequest.model_validate({"message": "Why?", "fightStyle": "blitz"})
    async with aclosing(await fights(slow, *quick).stream(asked)) as events:
        came = [(await anext(events)).type for _ in range(7)]
        assert came == ["session_start", "round_start", *["agent_start"] * 3, *["agent_complete"] * 2]
        slow.release.set()
        assert BLITZ.fullmatch(spelled([{"type": type_} for type_ in came + [event.type async for event in events]]))


async def test_one_failed_agent_is_told_and_the_fight_goes_on_without_its_answer() -> None:
    events = await fought(Fighter("quartz"), Failing("basalt"), Fighter("flint"), Fighter("agate"), rounds=2)
    assert spelled(events) == "S" + "RacaeacacVvvvTLr" * 2 + "E"
    assert of(events, "error")[0] == {"type": "error", "error": "This model gave no answer.", "agent": "basalt"}
    assert {event["votedFor"] for event in of(events, "vote_update")} <= {"quartz", "flint", "agate"}


async def test_where_nobody_answers_the_fight_says_so_and_ends() -> None:
    events = await fought(Failing("quartz"), Silent("basalt"), rounds=3)
    assert spelled(events) == "SRaeaeeE"
    assert events[-2] == {"type": "error", "error": "No model gave an answer."}
    assert events[-1]["winner"] is None


async def test_a_lone_answer_is_not_voted_on_and_does_not_win() -> None:
    events = await fought(Fighter("quartz"), Failing("basalt"), Quick("flint"), models=["quartz", "basalt"])
    assert spelled(events) == "SRacaeVTLrE"
    assert [event["winner"] for event in of(events, "round_complete", "session_complete")] == [None, None]


async def test_a_tie_for_first_has_no_winner() -> None:
    models = [
        Fighter("quartz", voting_for("basalt says")),
        Fighter("basalt", voting_for("quartz says")),
        Fighter("flint", "I cannot decide."),
    ]
    events = await fought(*models)
    (ended,) = of(events, "session_complete")
    assert ended["winner"] is None
    assert [place["rank"] for place in ended["finalLeaderboard"]] == [1, 1, 3]


async def test_where_nobody_votes_nobody_wins() -> None:
    events = await fought(*(Fighter(slug, "All are fine.") for slug in ("quartz", "basalt", "flint")))
    assert [event["votedFor"] for event in of(events, "vote_update")] == [None] * 3
    assert events[-1]["winner"] is None
    assert [place["rank"] for place in events[-1]["finalLeaderboard"]] == [1, 1, 1]


KINDS = (Quick, Failing, Cut, Silent, Fighter)


@settings(max_examples=25, deadline=None)
@given(
    kinds=st.lists(st.sampled_from(KINDS), min_size=2, max_size=8),
    rounds=st.integers(1, 4),
    style=st.sampled_from(["brawl", "blitz"]),
)
def test_whatever_models_do_the_order_holds_and_the_last_event_ends_the_session(
    kinds: list[type[Quick]], rounds: int, style: str
) -> None:
    models = [kind(f"model-{number}") for number, kind in enumerate(kinds)]
    events = asyncio.run(fought(*models, rounds=rounds, fightStyle=style))
    assert (BRAWL if style == "brawl" else BLITZ).fullmatch(spelled(events)), spelled(events)
    assert not any(isinstance(EVENT.validate_python(event), UnknownEvent) for event in events)
    votes = sum(event["votedFor"] is not None for event in of(events, "vote_update"))
    assert sum(place["score"] for place in events[-1]["finalLeaderboard"]) == votes
