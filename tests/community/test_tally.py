from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.wire import Winner
from community.battles.tally import Tally

BALLOTS = st.lists(st.sampled_from(Winner), max_size=60)
SWAPPED = {Winner.A: Winner.B, Winner.B: Winner.A}


def swap(choice: Winner) -> Winner:
    return SWAPPED.get(choice, choice)


@given(BALLOTS.flatmap(lambda ballots: st.tuples(st.just(ballots), st.permutations(ballots))))
def test_the_order_of_the_ballots_does_not_matter(orders: tuple[Sequence[Winner], Sequence[Winner]]) -> None:
    assert Tally.of(orders[0]) == Tally.of(orders[1])


@given(BALLOTS)
def test_every_ballot_counts_once(ballots: list[Winner]) -> None:
    tally = Tally.of(iter(ballots))

    assert tally.counts == {choice: ballots.count(choice) for choice in Winner}
    assert tally.total == len(ballots)
    assert Tally.from_counts(tally.counts) == tally


@given(BALLOTS.filter(bool))
def test_swapping_the_sides_swaps_the_winner(ballots: list[Winner]) -> None:
    assert Tally.of(map(swap, ballots)).winner is swap(Tally.of(ballots).winner)


@given(BALLOTS.filter(bool))
def test_the_most_ballots_win_and_a_shared_top_is_a_tie(ballots: list[Winner]) -> None:
    ranked = sorted(Winner, key=ballots.count, reverse=True)
    shared = ballots.count(ranked[0]) == ballots.count(ranked[1])

    assert Tally.of(ballots).winner is (Winner.TIE if shared else ranked[0])


@pytest.mark.parametrize(
    ("tally", "winner"),
    [
        (Tally(a=1), Winner.A),
        (Tally(a=2, b=3, tie=1), Winner.B),
        (Tally(a=2, b=2), Winner.TIE),
        (Tally(a=2, both_bad=2), Winner.TIE),
        (Tally(b=1, tie=2), Winner.TIE),
        (Tally(a=1, b=1, both_bad=2), Winner.BOTH_BAD),
        (Tally(a=1, b=1, tie=1, both_bad=1), Winner.TIE),
    ],
)
def test_winners_of_known_tallies(tally: Tally, winner: Winner) -> None:
    assert tally.winner is winner


def test_without_ballots_nobody_wins() -> None:
    with pytest.raises(ValueError, match="no ballots"):
        _ = Tally().winner


def test_counts_that_are_missing_are_zero() -> None:
    assert Tally.from_counts({Winner.TIE: 4}) == Tally(tie=4)


def test_counts_are_shown_in_the_order_of_the_buttons() -> None:
    assert list(Tally().counts) == [Winner.A, Winner.B, Winner.TIE, Winner.BOTH_BAD]
