import asyncio
from dataclasses import replace

import pytest

from arena.wire import Winner
from community.battles import BattleId, Guesses
from community.errors import NoOpenBallot, NothingSaid, RatingClosed, RevealPassed, TooManyWatchers, VotingClosed
from community.opinions import Guess, Rating, Reason
from community.opinions.values import MAX_NAME, MAX_WATCHERS
from tests.community.battles.conftest import ADA, GRACE, GUILD, LINUS
from tests.community.opinions.conftest import Said
from tests.support.battles import NAMES
from tests.support.voters import voter

SCORES = Rating(stars=4, clarity=5)


async def test_everybody_rates_after_the_reveal_in_two_steps_and_anew(said: Said) -> None:
    battle = await said.revealed()
    assert await said.opinions.score(battle.id, LINUS, SCORES) == SCORES
    worded = await said.opinions.add_words(battle.id, LINUS, " Both good. ")
    assert worded == replace(SCORES, words="Both good.")
    again = await said.opinions.score(battle.id, LINUS, Rating(stars=1))
    assert again == Rating(stars=1, words="Both good.")
    assert await said.opinions.rating_of(battle.id, LINUS) == again
    assert await said.opinions.rating_of(battle.id, ADA) == Rating()


async def test_nobody_rates_before_the_reveal_or_what_is_void(said: Said) -> None:
    battle = await said.open()
    with pytest.raises(RatingClosed):
        await said.opinions.score(battle.id, ADA, SCORES)
    await said.reveal(battle)
    await said.moderation.void(GUILD, battle.id, by=GRACE, reason="")
    with pytest.raises(RatingClosed):
        await said.opinions.score(battle.id, ADA, SCORES)


async def test_an_empty_form_keeps_nothing(said: Said) -> None:
    battle = await said.revealed()
    with pytest.raises(NothingSaid):
        await said.opinions.score(battle.id, ADA, Rating())
    assert await said.opinions.rating_of(battle.id, ADA) == Rating()


async def test_a_reason_goes_with_its_ballot(said: Said) -> None:
    battle = await said.open()
    await said.opinions.give_reason(battle.id, ADA, "It was shorter.")
    assert await said.opinions.reason_of(battle.id, ADA) == Reason(Winner.A, "It was shorter.")
    assert await said.opinions.reason_of(battle.id, GRACE) is None

    await said.community.voting.cast(battle.id, voter(ADA), Winner.B)
    assert await said.opinions.reason_of(battle.id, ADA) is None, "it explained another choice"
    await said.community.voting.cast(battle.id, voter(ADA), Winner.A)
    assert await said.opinions.reason_of(battle.id, ADA) is not None

    await said.community.voting.withdraw(battle.id, ADA)
    await said.community.voting.cast(battle.id, voter(ADA), Winner.A)
    assert await said.opinions.reason_of(battle.id, ADA) is None


async def test_a_reason_needs_a_ballot_in_an_open_vote_and_can_be_taken_back(said: Said) -> None:
    battle = await said.open()
    with pytest.raises(NoOpenBallot):
        await said.opinions.give_reason(battle.id, LINUS, "I have none")
    await said.opinions.give_reason(battle.id, ADA, "Shorter.")
    await said.opinions.give_reason(battle.id, ADA, "  ")
    assert await said.opinions.reason_of(battle.id, ADA) is None
    await said.reveal(battle)
    with pytest.raises(NoOpenBallot):
        await said.opinions.give_reason(battle.id, ADA, "Too late")


async def test_guesses_are_counted_at_the_reveal_and_not_before(said: Said) -> None:
    battle = await said.open()
    assert await said.opinions.competitors(battle) == ["Alpha", NAMES.b, NAMES.a, "zeta"]
    await said.opinions.guess(battle.id, ADA, side="a", name=NAMES.a)
    assert await said.opinions.guess(battle.id, ADA, side="b", name="Alpha") == Guess(a=NAMES.a, b="Alpha")
    await said.opinions.guess(battle.id, GRACE, side="b", name=NAMES.b)
    await said.opinions.guess(battle.id, LINUS, side="a", name="zeta")
    assert await said.opinions.guess_of(battle.id, GRACE) == Guess(b=NAMES.b)
    assert (await said.opinions.battle(battle.id)).guesses == Guesses()

    await said.opinions.guess(battle.id, LINUS, side="a", name=None)
    assert (await said.reveal(battle)).guesses == Guesses(2, 1, 1)
    with pytest.raises(VotingClosed):
        await said.opinions.guess(battle.id, LINUS, side="a", name=NAMES.a)


async def test_a_guess_of_a_very_long_name_is_right_all_the_same(said: Said) -> None:
    battle = await said.open()
    await said.opinions.guess(battle.id, ADA, side="a", name=NAMES.a + "x" * MAX_NAME)
    kept = await said.opinions.guess_of(battle.id, ADA)
    assert kept.a is not None
    assert len(kept.a) == MAX_NAME


async def test_who_asks_is_remembered_until_there_is_nothing_to_tell(said: Said) -> None:
    battle = await said.open()
    for member in (GRACE, ADA, LINUS, GRACE):
        await said.opinions.watch(battle.id, member)
    await said.opinions.unwatch(battle.id, LINUS)
    assert set(await said.store.watchers(battle.id)) == {GRACE, ADA}
    assert await said.opinions.watches(battle.id, ADA)
    await said.reveal(battle)
    with pytest.raises(RevealPassed):
        await said.opinions.watch(battle.id, LINUS)


async def test_no_more_are_told_than_one_message_mentions(said: Said) -> None:
    battle = await said.open()
    asked = [said.opinions.watch(battle.id, member) for member in range(1, MAX_WATCHERS + 3)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(outcome, TooManyWatchers) for outcome in outcomes) == 2
    assert len(await said.store.watchers(battle.id)) == MAX_WATCHERS


async def test_nothing_is_said_of_a_battle_that_there_is_not(said: Said) -> None:
    nowhere = BattleId("0000000000")
    with pytest.raises(VotingClosed):
        await said.opinions.guess(nowhere, ADA, side="a", name="x")
    with pytest.raises(RatingClosed):
        await said.opinions.score(nowhere, ADA, SCORES)
