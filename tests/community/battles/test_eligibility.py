"""Who may vote: each rule alone, all together, and what is kept."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.wire import Winner
from community.battles import Answers, Polled, State, TooSoonToVote
from community.battles.eligibility import LONGEST_READING, reading_time
from community.errors import DailyBallotsUsedUp
from community.rules import VotingRules
from community.settings import GuildSettings
from community.voters import Bar, NotEligible, Voter
from tests.community.battles.conftest import ADA, GRACE, GUILD, LINUS, Community
from tests.community.battles.test_running import run_until_final
from tests.support.clock import START
from tests.support.voters import voter

DAY = timedelta(days=1)


async def with_rules(community: Community, rules: VotingRules) -> None:
    await community.settings.save(GUILD, GuildSettings(voting=rules))


@pytest.mark.parametrize(
    ("rules", "barred", "admitted", "bar"),
    [
        (VotingRules(), voter(GRACE, bot=True), voter(GRACE), Bar.BOT),
        (VotingRules(starter_votes=False), voter(ADA), voter(GRACE), Bar.STARTER),
        (
            VotingRules(voter_roles=frozenset({7, 8})),
            voter(GRACE, role_ids=frozenset({1})),
            voter(GRACE, role_ids=frozenset({1, 8})),
            Bar.ROLE,
        ),
        (
            VotingRules(account_age=30 * DAY),
            voter(GRACE, account_created_at=START - 29 * DAY),
            voter(GRACE, account_created_at=START - 30 * DAY),
            Bar.ACCOUNT_AGE,
        ),
        (
            VotingRules(membership=7 * DAY),
            voter(GRACE, joined_at=START - 6 * DAY),
            voter(GRACE, joined_at=START - 7 * DAY),
            Bar.MEMBERSHIP,
        ),
        (VotingRules(membership=7 * DAY), voter(GRACE, joined_at=None), voter(GRACE), Bar.MEMBERSHIP),
    ],
)
async def test_a_rule_bars_whom_it_names_and_nobody_else(
    community: Community, rules: VotingRules, barred: Voter, admitted: Voter, bar: Bar
) -> None:
    await with_rules(community, rules)
    battle = await community.open_battle()
    with pytest.raises(NotEligible) as refused:
        await community.voting.cast(battle.id, barred, Winner.A)
    assert refused.value.bar is bar
    assert refused.value.rules == rules
    assert (await community.voting.battle(battle.id)).ballots == 0

    await community.voting.cast(battle.id, admitted, Winner.A)
    assert (await community.voting.battle(battle.id)).ballots == 1


async def test_nobody_votes_before_both_answers_can_have_been_skimmed(community: Community) -> None:
    await with_rules(community, VotingRules(reading_time=True))
    community.source.polls.append(Polled(answers=Answers("word " * 238, "word " * 238)))
    battle = await community.open_battle()
    with pytest.raises(TooSoonToVote) as refused:
        await community.voting.cast(battle.id, voter(GRACE), Winner.A)
    assert refused.value.opens_at - community.clock.now() == timedelta(seconds=30)  # 476 words at 4 x 238 a minute

    community.clock.advance(30)
    await community.voting.cast(battle.id, voter(GRACE), Winner.A)


@given(st.text(max_size=500), st.text(max_size=500), st.integers(1, 300))
def test_reading_takes_longer_for_longer_answers_and_never_long(a: str, b: str, times: int) -> None:
    once, often = reading_time(Answers(a, b)), reading_time(Answers(f"{a} " * times, f"{b} " * times))
    assert timedelta(0) <= once <= often <= LONGEST_READING
    assert once == reading_time(Answers(b, a))


async def test_a_members_ballots_are_counted_by_the_day_and_the_battle(community: Community) -> None:
    await with_rules(community, VotingRules(ballots_per_day=2))
    first, second, third = [await community.open_battle() for _ in range(3)]
    began = community.clock.now()
    await community.voting.cast(first.id, voter(GRACE), Winner.A)
    community.clock.advance(60)
    await community.voting.cast(first.id, voter(GRACE), Winner.B)
    await community.voting.withdraw(first.id, GRACE)
    await community.voting.cast(first.id, voter(GRACE), Winner.TIE)
    await community.voting.cast(second.id, voter(GRACE), Winner.A)

    with pytest.raises(DailyBallotsUsedUp) as refused:
        await community.voting.cast(third.id, voter(GRACE), Winner.A)
    assert (refused.value.limit, refused.value.opens_at) == (2, began + timedelta(days=1))
    assert (await community.voting.battle(third.id)).ballots == 0
    await community.voting.cast(second.id, voter(GRACE), Winner.B)
    await community.voting.cast(third.id, voter(LINUS), Winner.A)

    community.clock.advance(24 * 3600)
    later = await community.open_battle()
    await community.voting.cast(later.id, voter(GRACE), Winner.A)


async def test_a_vote_short_of_its_quorum_is_extended_once_and_then_counts_what_there_is(
    community: Community,
) -> None:
    await with_rules(community, VotingRules(quorum=3))
    battle = await community.open_battle(minutes=1)
    await community.voting.cast(battle.id, voter(GRACE), Winner.B)
    await run_until_final(community, battle.id)
    revealed = await community.voting.battle(battle.id)
    assert revealed.extended
    assert revealed.state is State.REVEALED
    assert revealed.ballots == 1


async def test_a_vote_that_reaches_its_quorum_is_not_extended(community: Community) -> None:
    await with_rules(community, VotingRules(quorum=2))
    battle = await community.open_battle(minutes=1)
    for member in (GRACE, LINUS):
        await community.voting.cast(battle.id, voter(member), Winner.B)
    await run_until_final(community, battle.id)
    assert not (await community.voting.battle(battle.id)).extended


async def test_where_the_guild_wants_no_extension_there_is_none(community: Community) -> None:
    await with_rules(community, VotingRules(extends=False))
    battle = await community.open_battle(minutes=1)
    await run_until_final(community, battle.id)
    ended = await community.voting.battle(battle.id)
    assert ended.state is State.UNREVEALED
    assert not ended.extended
