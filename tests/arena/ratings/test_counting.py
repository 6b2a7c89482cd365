import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.ratings import BadCounts, PairRow, PairStats, PairTable, in_order
from tests.arena.ratings.battles import Ballots, table_of

counts = st.integers(0, 40)
ballots = st.tuples(counts, counts, counts, counts)
pairs = st.sampled_from([("x", "y"), ("y", "x"), ("x", "z"), ("z", "x")])
battles = st.lists(st.builds(lambda pair, said: (*pair, *said), pairs, ballots), max_size=12)


def rows(table: PairTable) -> list[PairRow]:
    return sorted(table.rows())


def one(a: int, b: int, tie: int = 0, both_bad: int = 0) -> PairStats:
    return PairStats.of_battle(a=a, b=b, tie=tie, both_bad=both_bad)


@given(ballots)
def test_the_squared_residual_of_a_battle_follows_from_what_is_kept(said: tuple[int, int, int, int]) -> None:
    a, b, tie, both_bad = said
    stats, n, s = one(*said), sum(said), a + (tie + both_bad) / 2
    for p in (0.0, 0.25, 0.7):
        kept = stats.score_squares / 4 - 2 * p * stats.cross / 2 + p * p * stats.squares
        assert kept == pytest.approx((s - n * p) ** 2)
    assert (stats.votes, stats.wins, stats.losses) == (n, a, b)


@given(ballots)
def test_a_battle_seen_from_the_other_side_has_its_ballots_swapped(said: tuple[int, int, int, int]) -> None:
    a, b, tie, both_bad = said
    assert one(*said).mirrored() == one(b, a, tie, both_bad)


@given(battles)
def test_the_side_a_model_stood_on_makes_no_difference(fought: list[Ballots]) -> None:
    swapped = [(second, first, b, a, tie, bad) for first, second, a, b, tie, bad in fought]
    assert rows(table_of(fought)) == rows(table_of(swapped))


@given(battles, battles)
def test_merged_tables_hold_what_one_table_of_all_battles_holds(some: list[Ballots], others: list[Ballots]) -> None:
    merged = table_of(some)
    merged.merge(table_of(others))
    assert rows(merged) == rows(table_of(some + others))


@given(battles, battles)
def test_what_is_taken_out_leaves_no_trace(kept: list[Ballots], voided: list[Ballots]) -> None:
    table = table_of(kept + voided)
    for first, second, a, b, tie, bad in voided:
        table.subtract(first, second, one(a, b, tie, bad))
    assert rows(table) == rows(table_of(kept))


@given(battles)
def test_a_table_built_anew_from_its_rows_is_the_same(fought: list[Ballots]) -> None:
    again = PairTable()
    for row in table_of(fought).rows():
        again.add(*row)
    assert rows(again) == rows(table_of(fought))


@given(st.lists(st.tuples(st.sampled_from([(0, 1), (1, 0), (2, 1), (0, 2)]), st.integers(0, 3)), max_size=40))
def test_votes_from_arrays_are_counted_as_battles_of_one_voter(votes: list[tuple[tuple[int, int], int]]) -> None:
    names = ["m", "c", "x"]
    first, second, outcome = [pair[0] for pair, _ in votes], [pair[1] for pair, _ in votes], [said for _, said in votes]
    single = [(names[i], names[j], *(int(said == code) for code in range(4))) for (i, j), said in votes]
    table = PairTable.of_votes(names, first, second, outcome)
    expected = table_of(single)  # type: ignore[arg-type] # mypy does not count what is unpacked from range(4)
    assert rows(table) == rows(expected)
    table.add("a new one", "c", one(2, 1))
    expected.add("a new one", "c", one(2, 1))
    assert rows(table) == rows(expected)


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [([0], [0], [0]), ([0], [2], [0]), ([-1], [0], [0]), ([0], [1], [4]), ([0], [1], [-1]), ([0, 0], [1], [0, 0])],
    ids=["itself", "no such model", "negative", "no such outcome", "negative outcome", "lengths"],
)
def test_arrays_that_no_votes_can_make_are_refused(first: list[int], second: list[int], outcome: list[int]) -> None:
    with pytest.raises(BadCounts):
        PairTable.of_votes(["m", "n"], first, second, outcome)


@pytest.mark.parametrize("models", [3, 128, 129, 300], ids="{} models".format)
def test_arrays_of_any_width_count_the_same(models: int) -> None:
    """128 models are the most whose pairs and outcomes fit in two bytes."""
    rng = np.random.default_rng(models)
    first = rng.integers(0, models, 200_000)
    second = (first + rng.integers(1, models, len(first))) % models
    outcome = rng.integers(0, 4, len(first))
    names = [f"{number:03}" for number in range(models)]
    wide = rows(PairTable.of_votes(names, first, second, outcome))
    assert sum(row.stats.battles for row in wide) == len(first)
    narrow = PairTable.of_votes(names, first.astype(np.uint16), second.astype(np.uint16), outcome.astype(np.int8))
    assert rows(narrow) == wide


def test_narrow_arrays_are_held_to_their_range_too() -> None:
    good = np.array([1], np.int8)
    for first, outcome in ((np.array([2], np.uint8), good), (np.array([-1], np.int8), good), (good - 1, good + 3)):
        with pytest.raises(BadCounts):
            PairTable.of_votes(["m", "n"], first, good, outcome)


def test_more_votes_than_can_be_counted_at_a_time_are_refused() -> None:
    many = np.broadcast_to(np.uint8(0), 1 << 32)
    with pytest.raises(BadCounts, match="merge"):
        PairTable.of_votes(["m", "n"], many, many, many)


def test_a_battle_without_ballots_counts_nowhere() -> None:
    assert one(0, 0) == PairStats()
    assert rows(table_of([("x", "y", 0, 0, 0, 0)])) == []


def test_a_model_cannot_meet_itself() -> None:
    with pytest.raises(BadCounts):
        PairTable().add("x", "x", one(1, 0))
    with pytest.raises(BadCounts):
        in_order("x", "x", one(1, 0))


def test_counts_are_never_negative() -> None:
    with pytest.raises(BadCounts):
        one(-1, 2)
    table = table_of([("x", "y", 3, 1, 0, 0)])
    with pytest.raises(BadCounts):
        table.subtract("x", "y", one(0, 2))
    assert rows(table) == [PairRow("x", "y", one(3, 1))]


def test_a_store_keeps_a_pair_in_one_row_whichever_side_they_stood_on() -> None:
    assert in_order("y", "x", one(3, 1, 2)) == in_order("x", "y", one(1, 3, 2)) == PairRow("x", "y", one(1, 3, 2))


def test_a_table_grows_with_the_pairs_that_meet() -> None:
    models = [f"{number:03}" for number in range(60)]
    fought = [(a, b, 1, 0, 0, 0) for a in models for b in models if a < b]
    assert rows(table_of(fought)) == [PairRow(a, b, one(1, 0)) for a, b, *_ in fought]
