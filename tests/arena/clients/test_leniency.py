"""The client lives with answers that the reference page does not promise."""

import pytest

from arena.clients import ModelChorusClient
from arena.wire import CreateBattle
from tests.arena.clients.foreign import ForeignArena

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_an_id_may_have_an_underscore(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers({"data": {"_id": "b1", "comparisons": [{"_id": "c1"}]}})
    battle = await client.battle("b1")
    assert (battle.id, battle.comparisons[0].id) == ("b1", "c1")


async def test_missing_fields_have_a_meaning(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers({"data": {"id": "b1"}})
    created = await client.create_battle(CreateBattle(prompt="Why?"))
    battle = await client.battle(created.id)
    assert created.poll_interval_ms == 2000
    assert (battle.responses_ready, battle.error_code, battle.comparisons) == (False, None, [])


@pytest.mark.parametrize("status", ["completed", "failed", "error", "paused by the moon", ""])
async def test_a_status_alone_means_neither_ready_nor_failed(
    client: ModelChorusClient, arena: ForeignArena, status: str
) -> None:
    arena.answers({"data": {"id": "b1", "status": status, "modality": "smell"}})
    battle = await client.battle("b1")
    assert (battle.status, battle.responses_ready, battle.error_code) == (status, False, None)


async def test_fields_of_tomorrow_are_kept(client: ModelChorusClient, arena: ForeignArena) -> None:
    arena.answers({"data": {"id": "b1", "mood": {"crowd": "loud"}}, "served": "from the future"})
    assert (await client.battle("b1")).model_extra == {"mood": {"crowd": "loud"}}


async def test_votes_of_any_form_are_read(client: ModelChorusClient, arena: ForeignArena) -> None:
    votes = [None, "A", {"winner": "A", "rating": 5}]
    arena.answers({"data": {"id": "b1", "comparisons": [{"id": str(n), "vote": vote} for n, vote in enumerate(votes)]}})
    assert [comparison.vote for comparison in (await client.battle("b1")).comparisons] == votes
