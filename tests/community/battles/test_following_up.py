"""Follow-ups: what is asked, what becomes of the vote, and what a killed process leaves."""

import asyncio
from datetime import timedelta

import pytest

from arena.wire import Modality, Winner
from community.battles import (
    Answers,
    Battle,
    BattleRequest,
    FollowUpRefused,
    Leaks,
    Place,
    Polled,
    Reason,
    State,
    Terms,
    TurnFailure,
    TurnState,
)
from community.errors import (
    PromptRefused,
    SourceMalformed,
    SourceNotSupported,
    SourceRefused,
    SourceUnanswered,
    SourceUnreachable,
    VotingClosed,
)
from community.settings import GuildSettings
from tests.community.battles.conftest import ADA, CHANNEL, GRACE, GUILD, LINUS, Community
from tests.support.battles import ANSWERS, NAMES
from tests.support.voters import voter

SECOND = Answers("The first answer to 2.", "The second answer to 2.")


async def followed_up(community: Community, battle: Battle, prompt: str = "And at night?") -> Battle:
    """The battle once both models have answered the follow-up, or what came of it."""
    await community.follow_up(battle.id, GRACE, prompt)
    return await community.rested(battle.id)


async def voted(community: Community, battle: Battle) -> Battle:
    await community.voting.cast(battle.id, voter(ADA), Winner.A)
    return await community.driven(await community.voting.close(battle.id, member_id=ADA, moderator=True))


async def test_both_models_are_asked_again_and_the_vote_opens_anew_on_their_answers(community: Community) -> None:
    battle = await community.open_battle(minutes=10)
    community.clock.advance(300)

    after = await followed_up(community, battle)

    assert community.source.followed_up == ["And at night?"]
    assert after.state is State.VOTING
    assert after.answers == SECOND
    assert after.opened_at is not None
    assert after.closes_at == after.opened_at + timedelta(minutes=10)
    assert after.opened_at - (battle.opened_at or after.opened_at) >= timedelta(minutes=5)
    assert [(turn.number, turn.prompt, turn.answers) for turn in after.turns] == [
        (1, "Why?", ANSWERS),
        (2, "And at night?", SECOND),
    ]
    assert [turn.asked_by for turn in after.turns] == [ADA, GRACE]


async def test_a_follow_up_costs_no_battle(community: Community) -> None:
    battle = await community.open_battle()
    before = await community.start_battle.left(GUILD, ADA)
    await followed_up(community, battle)
    assert await community.start_battle.left(GUILD, ADA) == before


async def test_one_vote_is_cast_on_the_whole(community: Community) -> None:
    battle = await followed_up(community, await community.open_battle())
    revealed = await voted(community, battle)
    assert (revealed.state, revealed.names) == (State.REVEALED, NAMES)
    assert community.source.voted == [Winner.A]


async def test_while_a_follow_up_is_answered_nobody_votes(community: Community) -> None:
    battle = await community.open_battle()
    community.source.gate.clear()
    asked = await community.follow_up(battle.id, GRACE, "More?")
    assert asked.state is TurnState.ANSWERING
    with pytest.raises(VotingClosed):
        await community.voting.cast(battle.id, voter(ADA), Winner.A)
    community.source.gate.set()
    await community.rested(battle.id)
    assert (await community.voting.cast(battle.id, voter(ADA), Winner.A)).ballots == 1


async def test_nobody_asks_once_somebody_has_voted(community: Community) -> None:
    battle = await community.open_battle()
    await community.voting.cast(battle.id, voter(ADA), Winner.A)
    with pytest.raises(FollowUpRefused) as refused:
        await community.follow_up(battle.id, GRACE, "More?")
    assert refused.value.reason is Reason.VOTED
    assert community.source.followed_up == []


async def test_a_withdrawn_ballot_makes_room_for_a_follow_up(community: Community) -> None:
    battle = await community.open_battle()
    await community.voting.cast(battle.id, voter(ADA), Winner.A)
    await community.voting.withdraw(battle.id, ADA)
    assert (await followed_up(community, battle)).answers == SECOND


async def test_a_ballot_and_a_follow_up_at_the_same_moment_never_both_happen(community: Community) -> None:
    for _ in range(5):
        battle = await community.open_battle()
        community.source.gate.clear()
        ballot, asked = await asyncio.gather(
            community.voting.cast(battle.id, voter(ADA), Winner.A),
            community.follow_up(battle.id, GRACE, "More?"),
            return_exceptions=True,
        )
        assert isinstance(ballot, VotingClosed) is not isinstance(asked, FollowUpRefused)
        community.source.gate.set()
        await community.rested(battle.id)


async def test_of_two_members_who_ask_at_once_one_is_told_no(community: Community) -> None:
    battle = await community.open_battle()
    community.source.gate.clear()
    asked = await asyncio.gather(
        community.follow_up(battle.id, GRACE, "One?"),
        community.follow_up(battle.id, LINUS, "Two?"),
        return_exceptions=True,
    )
    refused = [one for one in asked if isinstance(one, FollowUpRefused)]
    assert [one.reason for one in refused] == [Reason.ANOTHER]
    assert len(community.source.followed_up) == 1


async def test_a_side_that_leaked_in_any_turn_has_leaked(community: Community) -> None:
    battle = await community.open_battle()
    community.source.polls.append(Polled(answers=Answers("Fine.", f"I am {NAMES.b}, of course."), turns=2))
    second = await followed_up(community, battle)
    assert second.leaks == Leaks(b=True)
    assert NAMES.b not in repr(second.turns)
    third = await followed_up(community, second)
    assert third.leaks == Leaks(b=True)
    assert not third.turns[2].leaks


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (SourceNotSupported("no"), Reason.NOT_SUPPORTED),
        (SourceRefused("no"), Reason.NO_ANSWER),
        (SourceUnreachable("no"), Reason.NO_ANSWER),
    ],
)
async def test_a_follow_up_that_was_not_taken_leaves_the_vote_as_it_was(
    community: Community, fault: Exception, reason: Reason
) -> None:
    battle = await community.open_battle()
    community.source.follow_ups.append(fault)
    with pytest.raises(FollowUpRefused) as refused:
        await community.follow_up(battle.id, GRACE, "More?")
    assert refused.value.reason is reason
    after = await community.voting.battle(battle.id)
    assert (after.state, after.answers, after.pending) == (State.VOTING, ANSWERS, None)
    assert after.turns[-1].failure is TurnFailure.NOT_ASKED

    assert (await followed_up(community, after)).turns[-1].number == 2


@pytest.mark.parametrize("fault", [SourceUnanswered("cut"), SourceMalformed("odd")])
async def test_a_follow_up_whose_asking_was_not_answered_is_found_by_polling(
    community: Community, fault: Exception
) -> None:
    battle = await community.open_battle()
    community.source.follow_ups.append(fault)
    community.source.polls.extend([Polled(turns=1), Polled(turns=2)])
    asked = await community.follow_up(battle.id, GRACE, "More?")
    assert asked.state is TurnState.ASKING
    after = await community.rested(battle.id)
    assert (after.state, after.answers) == (State.VOTING, SECOND)
    assert community.source.followed_up == ["More?"], "never asked a second time"


async def test_a_follow_up_that_never_arrived_gives_the_vote_back_after_a_minute(community: Community) -> None:
    battle = await community.open_battle()
    community.source.follow_ups.append(SourceUnanswered("cut"))
    community.source.polls.extend([Polled(turns=1)] * 40)
    await community.follow_up(battle.id, GRACE, "More?")
    after = await community.rested(battle.id)
    assert (after.state, after.answers) == (State.VOTING, ANSWERS)
    assert after.turns[-1].failure is TurnFailure.NOT_ASKED


async def test_a_model_that_never_finishes_a_follow_up_leaves_what_stood_before(community: Community) -> None:
    battle = await community.open_battle()
    community.source.polls.append(Polled(error_code="GENERATION_FAILED", turns=2))
    after = await followed_up(community, battle)
    assert (after.state, after.answers) == (State.VOTING, ANSWERS)
    assert after.turns[-1].failure is TurnFailure.UNFINISHED
    assert after.closes_at is not None
    assert after.closes_at > community.clock.now()


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_process_killed_while_asking_finds_out(community: Community, *, arrived: bool) -> None:
    battle = await community.open_battle()
    community.source.follow_ups.append(RuntimeError("killed"))
    with pytest.raises(RuntimeError, match="killed"):
        await community.follow_up(battle.id, GRACE, "More?")
    community.restart()
    community.source.polls.extend([Polled(turns=2)] if arrived else [Polled(turns=1)] * 40)
    await community.runner.resume()
    after = await community.rested(battle.id)
    assert after.state is State.VOTING
    assert after.answers == (SECOND if arrived else ANSWERS)
    assert len(community.source.followed_up) == 1


async def test_a_process_killed_while_models_answer_goes_on_waiting(community: Community) -> None:
    battle = await community.open_battle()
    community.source.gate.clear()
    await community.follow_up(battle.id, GRACE, "More?")
    community.runner._drivers[battle.id].cancel()
    community.restart()
    community.source.gate.set()
    await community.runner.resume()
    assert (await community.rested(battle.id)).answers == SECOND


async def test_after_the_reveal_a_follow_up_is_not_blind_and_changes_nothing(community: Community) -> None:
    revealed = await voted(community, await community.open_battle())
    after = await followed_up(community, revealed)
    assert (after.state, after.answers, after.tally) == (State.REVEALED, revealed.answers, revealed.tally)
    second = after.turns[-1]
    assert (second.blind, second.place, second.answers) == (False, Place.REPLY, SECOND)
    assert len(community.source.voted) == 1


async def test_a_guild_may_want_follow_ups_in_a_thread(community: Community) -> None:
    await community.settings.save(GUILD, GuildSettings(threads=True))
    after = await followed_up(community, await community.open_battle())
    assert after.turns[-1].place is Place.THREAD


async def test_an_image_battle_has_one_turn(community: Community) -> None:
    request = BattleRequest(
        guild_id=GUILD, channel_id=CHANNEL, member_id=ADA, prompt="A cat", terms=Terms(modality=Modality.IMAGE)
    )
    battle = await community.start_battle(request)
    with pytest.raises(FollowUpRefused) as refused:
        await community.follow_up(battle.id, GRACE, "Another cat?")
    assert refused.value.reason is Reason.PICTURES


async def test_a_battle_has_at_most_ten_turns(community: Community) -> None:
    battle = await community.open_battle()
    for _ in range(9):
        await followed_up(community, battle)
    with pytest.raises(FollowUpRefused) as refused:
        await community.follow_up(battle.id, GRACE, "More?")
    assert refused.value.reason is Reason.LAST
    assert (await community.voting.battle(battle.id)).state is State.VOTING


async def test_where_battles_have_one_turn_no_question_is_asked_for(community: Community) -> None:
    battle = await community.open_battle()
    await community.follow_up.check(battle.id)
    community.source.converses = False
    for attempt in (community.follow_up.check(battle.id), community.follow_up(battle.id, GRACE, "More?")):
        with pytest.raises(FollowUpRefused) as refused:
            await attempt
        assert refused.value.reason is Reason.NOT_SUPPORTED
    assert community.source.followed_up == []
    assert await community.store.get(battle.id) == battle


async def test_a_battle_that_ended_without_names_takes_no_follow_up(community: Community) -> None:
    battle = await community.open_battle()
    await community.voting.close(battle.id, member_id=ADA, moderator=True)
    with pytest.raises(FollowUpRefused) as refused:
        await community.follow_up(battle.id, GRACE, "More?")
    assert refused.value.reason is Reason.OVER


@pytest.mark.parametrize("prompt", ["", " \u200b ", "x" * 10_001])
async def test_a_follow_up_that_cannot_be_sent_touches_nothing(community: Community, prompt: str) -> None:
    battle = await community.open_battle()
    with pytest.raises(PromptRefused):
        await community.follow_up(battle.id, GRACE, prompt)
    assert await community.voting.battle(battle.id) == battle
