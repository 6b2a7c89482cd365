"""Battles that were fought: brought to their ends through the store's own methods."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from arena.wire import Winner
from community.battles import Answers, BattleId, Facts, Leaks, Names, NewBattle, new_battle_id
from community.battles.ports import BattleStore

WINDOW = timedelta(minutes=10)
_NEVER = datetime(2500, 1, 1, tzinfo=UTC)
"""A deadline that no bot beside the test closes a vote at."""
_ASKED = NewBattle(
    id=BattleId("0000000000"),
    guild_id=1,
    channel_id=20,
    starter_id=30,
    prompt="Why is the sky blue?",
    source="ModelChorus",
    voting_window=WINDOW,
    created_at=datetime(2026, 3, 14, tzinfo=UTC),
)


async def fought(
    store: BattleStore,
    names: tuple[str, str],
    votes: Sequence[Winner],
    *,
    closed_at: datetime,
    leaks: Leaks | None = None,
    revealed: bool = True,
    **asked: Any,
) -> BattleId:
    """A battle with these ballots, of members 1, 2, 3 and so on; `asked` replaces fields of `NewBattle`."""
    started = closed_at - WINDOW
    battle = replace(_ASKED, id=new_battle_id(), created_at=started, **asked)
    await store.start(battle, ())
    await store.created(battle.id, f"upstream-{battle.id}", timedelta(seconds=2))
    answers = Answers("One answer.", "Another.")
    await store.open_voting(battle.id, answers, leaks or Leaks(), opened_at=started, closes_at=_NEVER)
    for member, vote in enumerate(votes, start=1):
        await store.cast(battle.id, member, vote, started, ballots_per_day=None)
    if revealed:
        await store.close(battle.id, closed_at, early=True)
        await store.reveal(battle.id, Names(*names), Facts())
    return battle.id
