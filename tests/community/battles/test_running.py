import asyncio
from datetime import timedelta

import pytest

from arena.wire import Winner
from community.battles import (
    Answers,
    BallotCast,
    BattleId,
    Facts,
    Failure,
    Leaks,
    Mode,
    Names,
    Polled,
    State,
)
from community.battles.timing import ANSWER_TIME, CLOSED_KEY_FOR, MAX_PAUSE, NAMES_TIME
from community.errors import (
    NotAllowed,
    SourceError,
    SourceKeyRefused,
    SourceMalformed,
    SourceQuotaUsedUp,
    SourceRefused,
    SourceTooEarly,
    SourceUnanswered,
    SourceUnreachable,
    SourceWithheldNames,
    VotingClosed,
)
from community.places import MessageRef
from community.quotas import QuotaUsedUp, Scope
from tests.community.battles.conftest import ADA, GRACE, GUILD, LINUS, Community
from tests.support.battles import ANSWERS, FACTS, NAMES
from tests.support.voters import voter


async def used(community: Community) -> list[int]:
    return [left.used for left in await community.start_battle.left(GUILD, ADA)]


async def test_a_battle_goes_from_its_prompt_to_the_names(community: Community) -> None:
    battle = await community.open_battle()
    assert battle.answers == ANSWERS
    assert battle.closes_at == community.clock.now() + timedelta(minutes=10)
    assert battle.tally is None
    assert battle.names is None

    for member, choice in ((ADA, Winner.B), (GRACE, Winner.A), (LINUS, Winner.B)):
        await community.voting.cast(battle.id, voter(member), choice)
    closed = await community.voting.close(battle.id, member_id=ADA, moderator=False)
    revealed = await community.driven(closed)

    assert revealed.state is State.REVEALED
    assert revealed.names == NAMES
    assert revealed.facts == FACTS
    assert revealed.tally is not None
    assert (revealed.tally.a, revealed.tally.b) == (1, 2)
    assert community.source.voted == [Winner.B]
    assert [announced.id for announced in community.stage.announced] == [battle.id]


async def test_names_come_out_although_what_the_answers_took_is_not_to_be_had(community: Community) -> None:
    community.source.facts_told.append(SourceUnanswered("cut"))
    battle = await community.open_battle()
    await community.voting.cast(battle.id, voter(ADA), Winner.A)
    revealed = await community.driven(await community.voting.close(battle.id, member_id=ADA, moderator=False))
    assert (revealed.names, revealed.facts) == (NAMES, Facts())


@pytest.mark.parametrize(
    ("fault", "failure", "counts"),
    [
        (SourceUnreachable("down"), Failure.NO_ANSWER, 0),
        (SourceRefused("no"), Failure.NO_ANSWER, 0),
        (SourceKeyRefused("401"), Failure.KEY_REFUSED, 0),
        (SourceQuotaUsedUp("full", opens_in=timedelta(hours=3)), Failure.SOURCE_QUOTA, 0),
        (SourceUnanswered("cut"), Failure.UNKNOWN, 1),
        (SourceMalformed("<html>"), Failure.ODD_REPLY, 1),
        (SourceError("something new"), Failure.UNKNOWN, 1),
    ],
)
async def test_a_creation_that_fails_is_refunded_only_where_nothing_was_used(
    community: Community, fault: SourceError, failure: Failure, counts: int
) -> None:
    community.source.creations.append(fault)
    battle = await community.driven(await community.start())

    assert battle.state is State.FAILED
    assert battle.failure is failure
    assert (await used(community))[:2] == [counts, counts]
    assert len(community.source.assignments) == 1
    assert community.stage.changes[-1] == battle.id


@pytest.mark.parametrize("told", [timedelta(hours=3), None])
async def test_a_key_that_is_used_up_rests_until_it_opens_again(community: Community, told: timedelta | None) -> None:
    community.source.creations.append(SourceQuotaUsedUp("full", opens_in=told))
    await community.driven(await community.start())

    with pytest.raises(QuotaUsedUp) as refused:
        await community.start(member=GRACE)
    assert refused.value.scope is Scope.KEY
    assert refused.value.used_up.opens_at == community.clock.now() + (told or CLOSED_KEY_FOR)

    community.clock.advance((told or CLOSED_KEY_FOR).total_seconds())
    assert (await community.driven(await community.start(member=GRACE))).state is State.VOTING


async def test_a_key_that_is_refused_while_polling_ends_the_battle_and_says_why(community: Community) -> None:
    community.source.polls.append(SourceKeyRefused("HTTP 401"))

    battle = await community.driven(await community.start())

    assert (battle.state, battle.failure) == (State.FAILED, Failure.KEY_REFUSED)
    assert [left.used for left in await community.start_battle.left(GUILD, ADA)] == [1, 1, 1], "it had begun"


async def test_a_battle_that_fails_upstream_counts(community: Community) -> None:
    community.source.polls.extend([Polled(), Polled(error_code="MODEL_ERROR")])
    battle = await community.driven(await community.start())
    assert battle.failure is Failure.UNFINISHED
    assert await used(community) == [1, 1, 1]


async def test_models_that_never_finish_are_given_up(community: Community) -> None:
    community.source.polls.extend([Polled()] * 1000)
    started = await community.start()
    battle = await community.driven(started)
    assert battle.failure is Failure.UNFINISHED
    assert community.clock.now() - started.created_at == ANSWER_TIME


async def test_a_source_out_of_reach_while_models_write_is_asked_again(community: Community) -> None:
    community.source.polls.extend([SourceUnreachable("down"), SourceMalformed("?"), Polled(), Polled(answers=ANSWERS)])
    battle = await community.driven(await community.start())
    assert battle.state is State.VOTING
    assert community.source.polled == 4


async def test_the_message_says_once_that_it_takes_long(community: Community) -> None:
    community.source.polls.extend([Polled()] * 60)
    battle = await community.driven(await community.start())
    assert battle.state is State.VOTING
    assert community.stage.changes.count(battle.id) == 3  # answering, slower than usual, voting


async def test_a_vote_before_its_time_waits_as_long_as_it_is_told(community: Community) -> None:
    community.source.votes.extend([SourceTooEarly("wait", retry_in=timedelta(seconds=17)), NAMES])
    battle = await community.open_battle()
    await community.voting.cast(battle.id, voter(GRACE), Winner.A)
    community.clock.slept.clear()
    revealed = await community.driven(await community.voting.close(battle.id, member_id=1, moderator=True))
    assert revealed.state is State.REVEALED
    assert community.clock.slept == [10, 7]  # after ten seconds the message says that the names are on their way


async def test_a_source_out_of_reach_at_the_vote_is_asked_ever_more_slowly(community: Community) -> None:
    community.source.votes.extend([SourceUnanswered("cut")] * 7 + [NAMES])
    battle = await community.open_battle()
    await community.voting.cast(battle.id, voter(GRACE), Winner.A)
    community.clock.slept.clear()
    revealed = await community.driven(await community.voting.close(battle.id, member_id=ADA, moderator=False))
    assert revealed.names == NAMES
    assert community.clock.slept == [2, 4, 4, 4, 16, 32, MAX_PAUSE, MAX_PAUSE]  # the third pause of 8 is cut at 10 s


@pytest.mark.parametrize("fault", [SourceWithheldNames("never"), SourceRefused("gone")])
async def test_names_that_will_never_come_end_the_battle_with_its_ballots(
    community: Community, fault: SourceError
) -> None:
    community.source.votes.append(fault)
    battle = await community.open_battle()
    await community.voting.cast(battle.id, voter(GRACE), Winner.TIE)
    failed = await community.driven(await community.voting.close(battle.id, member_id=ADA, moderator=False))
    assert failed.failure is Failure.NAMES_WITHHELD
    assert failed.ballots == 1
    assert await used(community) == [1, 1, 1]


async def test_names_are_waited_for_only_so_long(community: Community) -> None:
    community.source.votes.extend([SourceUnreachable("down")] * 5000)
    battle = await community.open_battle()
    await community.voting.cast(battle.id, voter(GRACE), Winner.A)
    closed_at = community.clock.now()
    failed = await community.driven(await community.voting.close(battle.id, member_id=ADA, moderator=False))
    assert failed.failure is Failure.NAMES_WITHHELD
    assert community.clock.now() - closed_at >= NAMES_TIME


async def test_only_the_starter_or_a_moderator_closes(community: Community) -> None:
    battle = await community.open_battle()
    await community.voting.cast(battle.id, voter(GRACE), Winner.A)
    with pytest.raises(NotAllowed):
        await community.voting.close(battle.id, member_id=GRACE, moderator=False)
    await community.voting.close(battle.id, member_id=GRACE, moderator=True)
    with pytest.raises(VotingClosed):
        await community.voting.close(battle.id, member_id=ADA, moderator=False)


async def run_until_final(community: Community, battle_id: BattleId) -> None:
    running = asyncio.create_task(community.runner.run())
    try:
        async with asyncio.timeout(30):
            while not (await community.voting.battle(battle_id)).state.final:
                await community.stage.news.get()
    finally:
        running.cancel()
        await asyncio.wait([running])


async def test_a_vote_that_falls_due_is_closed_and_revealed(community: Community) -> None:
    battle = await community.open_battle(minutes=1)
    await community.voting.cast(battle.id, voter(GRACE), Winner.BOTH_BAD)
    await run_until_final(community, battle.id)
    revealed = await community.voting.battle(battle.id)
    assert revealed.state is State.REVEALED
    assert community.source.voted == [Winner.BOTH_BAD]
    assert not revealed.extended


async def test_a_vote_without_ballots_is_extended_once_and_then_ends_without_names(community: Community) -> None:
    battle = await community.open_battle(minutes=1)
    await run_until_final(community, battle.id)
    ended = await community.voting.battle(battle.id)
    assert ended.state is State.UNREVEALED
    assert ended.extended
    assert ended.closed_at is not None
    assert battle.closes_at is not None
    assert ended.closed_at >= battle.closes_at + timedelta(minutes=1)
    assert community.source.voted == []
    assert ended.names is None


async def test_a_ballot_at_the_deadline_comes_too_late(community: Community) -> None:
    battle = await community.open_battle(minutes=1)
    community.clock.advance(60)
    with pytest.raises(VotingClosed):
        await community.voting.cast(battle.id, voter(GRACE), Winner.A)


class TestModeFirst:
    """The first ballot is final and brings the names."""

    async def test_the_first_ballot_closes_the_vote(self, community: Community) -> None:
        battle = await community.open_battle(mode=Mode.FIRST)
        ballot = await community.voting.cast(battle.id, voter(GRACE), Winner.B)
        assert ballot.decisive

        closed = await community.voting.battle(battle.id)
        assert closed.state is State.CLOSING
        assert (await community.driven(closed)).names == NAMES
        assert community.source.voted == [Winner.B]

    async def test_of_many_first_ballots_one_counts_and_the_others_learn_that_it_is_over(
        self, community: Community
    ) -> None:
        battle = await community.open_battle(mode=Mode.FIRST)
        casts = [community.voting.cast(battle.id, voter(member), Winner.A) for member in range(50)]
        outcomes = await asyncio.gather(*casts, return_exceptions=True)
        assert sum(isinstance(outcome, BallotCast) for outcome in outcomes) == 1
        assert sum(isinstance(outcome, VotingClosed) for outcome in outcomes) == 49
        assert (await community.voting.battle(battle.id)).ballots == 1

    async def test_the_first_ballot_can_be_neither_changed_nor_withdrawn(self, community: Community) -> None:
        battle = await community.open_battle(mode=Mode.FIRST)
        await community.voting.cast(battle.id, voter(GRACE), Winner.B)
        with pytest.raises(VotingClosed):
            await community.voting.cast(battle.id, voter(GRACE), Winner.A)
        with pytest.raises(VotingClosed):
            await community.voting.withdraw(battle.id, GRACE)

    async def test_in_a_poll_no_ballot_is_decisive(self, community: Community) -> None:
        battle = await community.open_battle()
        assert not (await community.voting.cast(battle.id, voter(GRACE), Winner.B)).decisive


class TestAfterAKill:
    """A new process finds only rows."""

    async def test_a_creation_without_an_answer_counts_and_is_not_repeated(self, community: Community) -> None:
        battle = await community.start()
        community.restart()
        await community.runner.resume()
        after = await community.rested(battle.id)
        assert after.failure is Failure.UNKNOWN
        assert community.source.assignments == []
        assert await used(community) == [1, 1, 1]
        assert battle.id in community.stage.changes

    async def test_answers_are_polled_again(self, community: Community) -> None:
        battle = await community.start()
        await community.store.created(battle.id, "up-9", timedelta(seconds=2))
        community.restart()
        await community.runner.resume()
        assert (await community.rested(battle.id)).state is State.VOTING

    async def test_a_deadline_that_passed_meanwhile_closes(self, community: Community) -> None:
        battle = await community.open_battle(minutes=1)
        await community.voting.cast(battle.id, voter(GRACE), Winner.A)
        community.restart()
        community.clock.advance(3600)
        await community.runner.resume()
        await run_until_final(community, battle.id)
        assert (await community.voting.battle(battle.id)).names == NAMES

    async def test_names_are_fetched(self, community: Community) -> None:
        battle = await community.open_battle()
        await community.voting.cast(battle.id, voter(GRACE), Winner.A)
        await community.voting.close(battle.id, member_id=ADA, moderator=False)
        community.restart()
        await community.runner.resume()
        assert (await community.rested(battle.id)).names == NAMES

    async def test_a_reveal_is_announced(self, community: Community) -> None:
        battle = await community.open_battle()
        await community.voting.cast(battle.id, voter(GRACE), Winner.A)
        await community.voting.close(battle.id, member_id=ADA, moderator=False)
        await community.store.reveal(battle.id, Names("x", "y"), Facts())
        await community.store.keep_message(battle.id, MessageRef(1, 2))
        community.restart()
        await community.runner.resume()
        await community.rested(battle.id)
        assert [announced.id for announced in community.stage.announced] == [battle.id]

    async def test_answers_that_were_ready_long_ago_are_fetched_before_anybody_gives_up(
        self, community: Community
    ) -> None:
        battle = await community.start()
        await community.store.created(battle.id, "up-9", timedelta(seconds=2))
        community.restart()
        community.clock.advance(2 * ANSWER_TIME.total_seconds())
        await community.runner.resume()
        assert (await community.rested(battle.id)).state is State.VOTING

    async def test_names_are_asked_for_once_more_however_late_it_is(self, community: Community) -> None:
        battle = await community.open_battle()
        await community.voting.cast(battle.id, voter(GRACE), Winner.A)
        await community.voting.close(battle.id, member_id=ADA, moderator=False)
        community.restart()
        community.clock.advance(2 * NAMES_TIME.total_seconds())
        await community.runner.resume()
        assert (await community.rested(battle.id)).names == NAMES

    async def test_an_end_that_nobody_saw_is_shown(self, community: Community) -> None:
        battle = await community.open_battle(minutes=1)
        await community.store.keep_message(battle.id, MessageRef(1, 2))
        await community.store.keep_shown(battle.id, State.VOTING)
        await community.voting.close(battle.id, member_id=ADA, moderator=False)
        community.restart()
        community.stage.changes.clear()
        await community.runner.resume()
        assert battle.id in community.stage.changes

    async def test_a_battle_whose_source_is_gone_ends_honestly(self, community: Community) -> None:
        battle = await community.start()
        await community.store.created(battle.id, "up-9", timedelta(seconds=2))
        community.source.name = "another"
        community.restart()
        await community.runner.resume()
        assert (await community.rested(battle.id)).failure is Failure.UNFINISHED


async def test_an_answer_that_says_who_wrote_it_is_masked_before_anybody_sees_it(community: Community) -> None:
    told = Answers("Salt comes from rocks.", f"As {NAMES.b}, I would say that salt comes from rocks.")
    community.source.polls.append(Polled(answers=told))
    battle = await community.open_battle()
    assert battle.answers is not None
    assert battle.answers.a == told.a
    assert NAMES.b not in battle.answers.b
    assert "salt comes from rocks" in battle.answers.b
    assert battle.leaks == Leaks(a=False, b=True)


async def test_an_answer_that_its_source_has_masked_already_has_leaked(community: Community) -> None:
    told = Answers("Salt comes from rocks.", "I am █████, and salt comes from rocks.")
    community.source.polls.append(Polled(answers=told, leaks=Leaks(a=False, b=True)))
    battle = await community.open_battle()
    assert (battle.answers, battle.leaks) == (told, Leaks(a=False, b=True))


async def test_empty_answers_are_answers(community: Community) -> None:
    community.source.polls.append(Polled(answers=Answers("", "")))
    battle = await community.driven(await community.start())
    assert battle.answers == Answers("", "")
    assert battle.state is State.VOTING
