"""What members wrote about revealed battles, as `/feedback` reads it."""

from datetime import timedelta

import pytest

from community.battles.ports import BattleStore
from community.battles.values import BattleId, State
from community.opinions.values import Rating
from community.statistics import RemarkReader
from storage.community.opinions import SqlOpinionStore
from storage.community.remarks import SqlRemarks
from storage.database import Database
from tests.storage.community.states import NAMES, NOW, in_state

GUILD = 2**63 - 1


@pytest.fixture
def remarks(database: Database) -> RemarkReader:
    return SqlRemarks(database)


async def rate(database: Database, battle_id: BattleId, member: int, rating: Rating, *, minute: int = 0) -> None:
    now = NOW + timedelta(minutes=minute)
    await SqlOpinionStore(database).rate(battle_id, member, rating, now, upstream_at=now)


async def test_words_come_latest_first_and_page_by_page_and_scores_in_sum(
    store: BattleStore, database: Database, remarks: RemarkReader
) -> None:
    battle = await in_state(store, State.REVEALED)
    await rate(database, battle.id, 1, Rating(stars=2, words="first"), minute=1)
    await rate(database, battle.id, 2, Rating(stars=5), minute=2)
    await rate(database, battle.id, 3, Rating(clarity=1, words="second"), minute=3)

    opinion = await remarks.opinion(GUILD, skip=0, limit=1)

    assert (opinion.ratings, opinion.stars) == (3, 3.5)
    [latest] = opinion.remarks
    assert (latest.words, latest.stars, latest.a, latest.b) == ("second", None, NAMES.a, NAMES.b)
    assert [one.words for one in (await remarks.opinion(GUILD, skip=1, limit=9)).remarks] == ["first"]
    assert (await remarks.opinion(GUILD - 1, skip=0, limit=9)).remarks == []


@pytest.mark.parametrize("state", [state for state in State if state is not State.REVEALED])
async def test_nothing_is_told_of_battles_that_are_not_revealed(
    store: BattleStore, database: Database, remarks: RemarkReader, state: State
) -> None:
    battle = await in_state(store, state)
    await rate(database, battle.id, 1, Rating(stars=5, words="too soon"))

    opinion = await remarks.opinion(GUILD, skip=0, limit=9)

    assert (opinion.ratings, opinion.stars, opinion.remarks) == (0, None, [])
