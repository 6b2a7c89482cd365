import asyncio

import pytest

from arena.wire import Winner
from community.battles import Battle, Failure, FollowUpRefused
from community.errors import SourceError, SourceKeyRefused
from community.keys import LEASE, Errand, KeyWatch
from storage.community.keys import SqlKeyStore
from tests.community.battles.conftest import ADA, GRACE, Community, community
from tests.support.voters import voter

__all__ = ["community"]
REFUSED = SourceKeyRefused("HTTP 401")


async def refused(community: Community, error: SourceError = REFUSED) -> Battle:
    """A battle that the source was asked for, and did not create for this reason."""
    community.source.creations.append(error)
    return await community.driven(await community.start(minutes=1))


def told(community: Community) -> list[tuple[str, Errand, str]]:
    return [(refusal.source, refusal.errand, refusal.code) for refusal in community.operator.told]


async def test_a_key_that_is_refused_again_and_again_is_told_once_also_by_the_next_process(
    community: Community,
) -> None:
    first = await refused(community)
    await refused(community)
    await community.keys.look()
    await refused(community)
    community.restart()
    await refused(community)
    await community.keys.look()
    assert told(community) == [(first.source, Errand.CREATE, first.support_code)]


async def test_of_two_processes_that_look_at_once_one_tells(community: Community) -> None:
    await refused(community)
    mine = community.keys
    community.restart()
    await asyncio.gather(mine.look(), community.keys.look())
    assert len(community.operator.told) == 1


async def test_what_another_try_may_deliver_is_tried_again_when_the_lease_is_over(community: Community) -> None:
    await refused(community)
    community.operator.away = True
    await community.keys.look()
    community.operator.away = False
    await community.keys.look()
    assert told(community) == []
    community.clock.advance(LEASE.total_seconds())
    community.restart()
    await community.keys.look()
    assert len(community.operator.told) == 1


async def test_a_key_that_works_again_and_is_refused_again_is_told_again(community: Community) -> None:
    await refused(community)
    await community.keys.look()
    community.restart()
    await community.keys.look()
    await community.open_battle()
    await refused(community)
    await community.keys.look()
    assert len(community.operator.told) == 2


async def test_another_key_that_is_refused_too_is_told(community: Community) -> None:
    for key in ("one", "two", "one"):
        community.key_prints[community.source.name] = key
        await refused(community)
        await community.keys.look()
    assert [refusal.key for refusal in community.operator.told] == ["one", "two"]


@pytest.mark.parametrize("errand", [Errand.POLL, Errand.VOTE, Errand.FOLLOW_UP])
async def test_a_key_that_still_creates_battles_may_be_refused_for_the_rest(
    community: Community, errand: Errand
) -> None:
    if errand is Errand.POLL:
        community.source.polls.append(REFUSED)
        battle = await community.driven(await community.start())
        assert battle.failure is Failure.KEY_REFUSED
    else:
        battle = await community.open_battle()
    if errand is Errand.VOTE:
        community.source.votes.append(REFUSED)
        await community.voting.cast(battle.id, voter(GRACE), Winner.A)
        closed = await community.driven(await community.voting.close(battle.id, member_id=ADA, moderator=False))
        assert closed.failure is Failure.NAMES_WITHHELD
    if errand is Errand.FOLLOW_UP:
        community.source.follow_ups.append(REFUSED)
        with pytest.raises(FollowUpRefused):
            await community.follow_up(battle.id, ADA, "And why?")
    await community.open_battle()
    await community.keys.look()
    assert told(community) == [(battle.source, errand, battle.support_code)], "a creation says nothing of the rest"


async def test_what_members_read_is_true_also_where_the_key_worked_again_before_anybody_was_told(
    community: Community,
) -> None:
    await refused(community)
    await community.open_battle()
    await community.keys.look()
    assert len(community.operator.told) == 1


async def test_errors_of_another_kind_are_nobody_s_to_mend(community: Community) -> None:
    await refused(community, SourceError("HTTP 500"))
    await community.keys.look()
    assert told(community) == []


async def test_a_watch_learns_of_what_stands_from_another_process(community: Community) -> None:
    await refused(community)
    await community.keys.look()
    other = KeyWatch(
        store=SqlKeyStore(community.database), desk=community.operator, keys=community.key_prints, clock=community.clock
    )
    await other.look()
    async with other.over(community.source.name, Errand.CREATE, code="0000-00"):
        """The source takes the key."""
    assert await SqlKeyStore(community.database).standing() == frozenset()
