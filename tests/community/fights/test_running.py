"""A fight from its first event to its end, however it ends, on a real database."""

import asyncio

import pytest

from community.errors import (
    FightNotFound,
    NotAllowed,
    SourceCut,
    SourceDeclined,
    SourceError,
    SourceKeyRefused,
    SourceMalformed,
    SourceRefused,
    SourceUnanswered,
    SourceUnreachable,
    VotingClosed,
)
from community.fights import AudienceBallot, FightFailure, FightState, Status, Terms, fold
from community.quotas import ChargeState
from community.rules import VotingRules
from community.settings import GuildSettings
from community.voters import Bar, NotEligible
from tests.community.fights.conftest import ADA, CHANNEL, GRACE, GUILD, Ring, ring_on, running
from tests.support.fights import STREAMS, StreamedSource, answer, begins, read, session
from tests.support.voters import voter

BRAWL = STREAMS["search"]
KEPT = [event for event in BRAWL if event["type"] != "search_content"]


async def test_a_whole_fight_is_kept_event_by_event(ring: Ring) -> None:
    ring.source.brings(*BRAWL)
    fight = await ring.over(await ring.begin())
    assert fight.status is Status.COMPLETE
    assert fight.ended_at is not None
    assert await ring.store.events(fight.id) == read(KEPT)
    assert await ring.charges(fight) == {ChargeState.SPENT}
    assert (await ring.runner.state(fight.id)).winner == "gemini"
    assert len(ring.stage.changes) == len(KEPT)
    assert ring.source.closed.is_set()


@pytest.mark.parametrize("number", range(1, len(BRAWL)))
async def test_a_stream_cut_after_any_event_leaves_what_came(ring: Ring, number: int) -> None:
    ring.source.brings(*BRAWL[:number])
    ring.source.stream.put_nowait(SourceCut("the stream broke off"))
    fight = await ring.over(await ring.begin())
    assert fight.status is Status.CUT
    assert fight.failure is None
    assert await ring.charges(fight) == {ChargeState.SPENT}
    assert fold(await ring.store.events(fight.id)) == fold(read(BRAWL[:number]))
    assert ring.stage.changes[-1] == fight.id


async def test_a_stream_that_just_ends_was_cut(ring: Ring) -> None:
    ring.source.brings(*BRAWL[:3])
    ring.source.stream.put_nowait(None)
    assert (await ring.over(await ring.begin())).status is Status.CUT


@pytest.mark.parametrize(
    ("error", "failure", "charge"),
    [
        (SourceKeyRefused("no"), FightFailure.KEY_REFUSED, ChargeState.REFUNDED),
        (SourceDeclined("no", reason="No such picture."), FightFailure.DECLINED, ChargeState.REFUNDED),
        (SourceRefused("no"), FightFailure.NO_ANSWER, ChargeState.REFUNDED),
        (SourceUnreachable("gone"), FightFailure.NO_ANSWER, ChargeState.REFUNDED),
        (SourceMalformed("what?"), FightFailure.ODD_REPLY, ChargeState.UNKNOWN),
        (SourceUnanswered("silence"), FightFailure.UNKNOWN, ChargeState.UNKNOWN),
    ],
)
async def test_what_fails_before_the_first_event_is_told_apart(
    ring: Ring, error: SourceError, failure: FightFailure, charge: ChargeState
) -> None:
    ring.source.stream.put_nowait(error)
    fight = await ring.over(await ring.begin())
    assert (fight.status, fight.failure) == (Status.FAILED, failure)
    assert fight.reason == ("No such picture." if failure is FightFailure.DECLINED else None)
    assert await ring.charges(fight) == {charge}


async def test_a_key_that_is_refused_a_fight_is_told_once_until_a_fight_goes_through(ring: Ring) -> None:
    for refusals, told in ((2, 1), (1, 2)):
        for _ in range(refusals):
            ring.source.stream.put_nowait(SourceKeyRefused("no"))
            await ring.over(await ring.begin())
            await ring.keys.look()
        assert len(ring.operator.told) == told
        ring.source.brings(*BRAWL)
        assert (await ring.over(await ring.begin())).status is Status.COMPLETE


async def test_a_mistake_of_ours_leaves_no_fight_hanging(ring: Ring) -> None:
    ring.source.stream.put_nowait(RuntimeError("a mistake"))
    fight = await ring.over(await ring.begin())
    assert (fight.status, fight.failure) == (Status.FAILED, FightFailure.UNKNOWN)


async def test_stopping_stops_the_models_and_keeps_what_came(ring: Ring) -> None:
    ring.source.brings(*BRAWL[:4])
    fight = await running(ring, await ring.begin())
    stopped = await ring.audience.stop(fight.id, member_id=ADA, moderator=False)
    assert stopped.status is Status.STOPPED
    assert ring.source.closed.is_set()
    assert ring.stage.changes[-1] == fight.id
    with pytest.raises(FightNotFound):
        await ring.audience.stop(fight.id, member_id=ADA, moderator=False)
    assert (await ring.over(fight)).status is Status.STOPPED


async def test_only_the_starter_and_moderators_stop_it(ring: Ring) -> None:
    fight = await ring.begin()
    with pytest.raises(NotAllowed):
        await ring.audience.stop(fight.id, member_id=GRACE, moderator=False)
    with pytest.raises(NotAllowed):
        await ring.audience.stop_in(CHANNEL, member_id=GRACE, moderator=False)
    with pytest.raises(FightNotFound):
        await ring.audience.stop_in(CHANNEL + 1, member_id=ADA, moderator=True)
    assert (await ring.audience.stop_in(CHANNEL, member_id=GRACE, moderator=True)).id == fight.id


async def test_a_process_that_ends_in_order_says_what_it_interrupts_and_the_next_has_nothing_to_say(ring: Ring) -> None:
    ring.source.brings(*BRAWL[:4])
    fight = await running(ring, await ring.begin())
    await ring.runner.close()
    over = await ring.over(fight)
    assert over.status is Status.INTERRUPTED
    assert over.ended_at is not None
    assert ring.source.closed.is_set()
    assert ring.stage.changes[-1] == fight.id

    ring.clock.advance(60)
    await ring_on(ring.database, StreamedSource()).runner.resume()
    await ring.runner.close()
    assert await ring.store.get(fight.id) == over


async def test_what_a_killed_process_left_is_marked_as_interrupted(ring: Ring) -> None:
    ring.source.brings(*BRAWL[:4])
    begun = await running(ring, await ring.begin())
    waiting = await ring.begin()
    drivers = list(ring.runner._drivers.values())
    for driver in drivers:
        driver.cancel()
    await asyncio.wait(drivers)

    later = ring_on(ring.database, StreamedSource())
    await later.runner.resume()
    for fight, charge in ((begun, ChargeState.SPENT), (waiting, ChargeState.UNKNOWN)):
        found = await later.store.get(fight.id)
        assert found is not None
        assert found.status is Status.INTERRUPTED
        assert await later.charges(fight) == {charge}
    assert await later.runner.state(waiting.id) == FightState()
    assert (await later.runner.state(begun.id)).round == 1


async def test_the_seats_of_an_anonymous_fight_are_dealt(ring: Ring) -> None:
    agents = [f"m{number}" for number in range(8)]
    ring.source.known = {agent: agent for agent in agents}
    ring.source.brings(session(agents, 1), begins(1, 1))
    fight = await running(ring, await ring.begin(terms=Terms(anonymous=True)))
    seats = (await ring.runner.state(fight.id)).agents
    assert sorted(seats) == agents
    assert list(seats) != agents
    ((_, asked),) = ring.source.asked
    assert asked.models is not None
    assert sorted(asked.models) == agents
    assert list(asked.models) != agents


async def test_the_audience_votes_while_the_jury_is_not_done(ring: Ring) -> None:
    ring.source.brings(session(["gpt", "claude"], 1), begins(1, 1), *answer("gpt", 1))
    fight = await running(ring, await ring.begin())
    with pytest.raises(VotingClosed):
        await ring.audience.cast(fight.id, voter(GRACE), 0)

    ring.source.brings(*answer("claude", 1), {"type": "voting_start", "round": 1})
    while not (await ring.runner.state(fight.id)).open_to_audience:
        await ring.clock.sleep(0)
    assert await ring.audience.cast(fight.id, voter(GRACE), 0) == AudienceBallot(agent="gpt", previous=None)
    assert await ring.audience.cast(fight.id, voter(GRACE), 1) == AudienceBallot(agent="claude", previous="gpt")
    assert await ring.audience.cast(fight.id, voter(ADA), 1) == AudienceBallot(agent="claude", previous=None)
    assert await ring.audience.cast(fight.id, voter(ADA), None) == AudienceBallot(agent=None, previous="claude")
    with pytest.raises(VotingClosed):
        await ring.audience.cast(fight.id, voter(ADA), 5)
    open_ = await ring.audience.fight(fight.id)
    assert (open_.ballots, open_.audience) == (1, None)

    ring.source.brings({"type": "session_complete", "winner": "gpt"})
    over = await ring.over(fight)
    assert over.audience == {"claude": 1}
    with pytest.raises(VotingClosed):
        await ring.audience.cast(fight.id, voter(ADA), 1)
    assert await ring.audience.ballot_of(fight.id, GRACE) == "claude"


async def test_who_may_not_vote_on_battles_may_not_vote_on_fights(ring: Ring) -> None:
    rules = VotingRules(voter_roles=frozenset({7}), starter_votes=False)
    ring.source.brings(session(["gpt", "claude"], 1), begins(1, 1), *answer("gpt", 1))
    ring.source.brings(*answer("claude", 1), {"type": "voting_start", "round": 1})
    fight = await ring.begin()
    while not (await ring.runner.state(fight.id)).open_to_audience:
        await ring.clock.sleep(0)
    member = voter(GRACE, role_ids=frozenset({7}))
    await ring.audience.cast(fight.id, voter(GRACE), 0)
    await ring.settings.save(GUILD, GuildSettings(voting=rules))

    for barred, bar in ((voter(GRACE), Bar.ROLE), (voter(ADA, role_ids=frozenset({7})), Bar.STARTER)):
        with pytest.raises(NotEligible) as refused:
            await ring.audience.cast(fight.id, barred, 1)
        assert refused.value.bar is bar
    assert await ring.audience.ballot_of(fight.id, GRACE) == "gpt"
    assert (await ring.audience.cast(fight.id, member, 1)).agent == "claude"
    assert (await ring.audience.cast(fight.id, voter(GRACE), None)).agent is None
