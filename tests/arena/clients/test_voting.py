"""A lost answer to a vote is no lost vote."""

from typing import Any

import pytest
from starlette.responses import PlainTextResponse, Response

from arena.clients import (
    ArenaError,
    ArenaMalformed,
    ArenaUnanswered,
    Forbidden,
    InternalError,
    ModelChorusClient,
    TooEarly,
    VoteFailed,
    vote_and_names,
)
from arena.wire import CastVote, Winner
from tests.arena.clients.foreign import ForeignArena, error

pytestmark = pytest.mark.asyncio(loop_scope="module")

VOTE = CastVote(winner=Winner.B)
ACCEPTED: dict[str, Any] = {"data": {"success": True, "modelsRevealed": {"modelA": "GPT-4o", "modelB": "Claude"}}}
REVEALED: dict[str, Any] = {"data": {"id": "b1", "comparisons": [{"id": "c1", "modelA": "GPT-4o", "modelB": "Claude"}]}}
HIDDEN: dict[str, Any] = {"data": {"id": "b1", "comparisons": [{"id": "c1", "modelA": "Model A", "modelB": "Model B"}]}}
LOST: list[tuple[Response | dict[str, Any], type[ArenaError]]] = [
    (PlainTextResponse("Bad gateway", 502), ArenaUnanswered),
    (error("INTERNAL_ERROR", 500), InternalError),
    ({"data": {"success": True}}, ArenaMalformed),
    (error("VOTE_FAILED", 400, "Already voted."), VoteFailed),
]


async def test_an_answered_vote_needs_no_poll(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers(ACCEPTED)
    names = await vote_and_names(client, "b1", VOTE)
    assert (names.model_a, names.model_b) == ("GPT-4o", "Claude")
    assert [request.method for request in arena.received] == ["POST"]


@pytest.mark.parametrize(("answer", "_failure"), LOST)
async def test_names_on_the_battle_mean_that_the_vote_stands(
    client: ModelChorusClient, arena: ForeignArena, answer: Response | dict[str, Any], _failure: type[ArenaError]
) -> None:
    arena.answers(answer, REVEALED)
    names = await vote_and_names(client, "b1", VOTE)
    assert (names.model_a, names.model_b) == ("GPT-4o", "Claude")
    assert [request.method for request in arena.received] == ["POST", "GET"]


@pytest.mark.parametrize(("answer", "failure"), LOST)
@pytest.mark.parametrize("poll", [HIDDEN, {"data": {"id": "b1"}}, error("NOT_FOUND", 404)])
async def test_without_names_the_error_of_the_vote_is_raised(
    client: ModelChorusClient,
    arena: ForeignArena,
    answer: Response | dict[str, Any],
    failure: type[ArenaError],
    poll: Response | dict[str, Any],
) -> None:
    arena.answers(answer, poll)
    with pytest.raises(failure):
        await vote_and_names(client, "b1", VOTE)
    assert [request.method for request in arena.received] == ["POST", "GET"]


async def test_a_vote_that_was_refused_unseen_may_be_ours_so_it_is_not_over(
    client: ModelChorusClient, arena: ForeignArena
) -> None:
    arena.answers(error("VOTE_FAILED", 400, "Already voted."), {"data": []})
    with pytest.raises(ArenaMalformed):
        await vote_and_names(client, "b1", VOTE)


@pytest.mark.parametrize(("code", "status", "failure"), [("TOO_EARLY", 429, TooEarly), ("FORBIDDEN", 403, Forbidden)])
async def test_a_vote_that_certainly_did_not_count_is_not_looked_for(
    client: ModelChorusClient, arena: ForeignArena, code: str, status: int, failure: type[ArenaError]
) -> None:
    arena.answers(error(code, status), REVEALED)
    with pytest.raises(failure):
        await vote_and_names(client, "b1", VOTE)
    assert len(arena.received) == 1
