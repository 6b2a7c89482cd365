import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.ratings import POINTS, Board, NotConverged, PairTable, Prior, rate
from tests.arena.ratings.battles import Ballots, drawn, patient, table_of

counts = st.integers(0, 9)
ballots = st.tuples(counts, counts, counts, counts)
Said = tuple[int, int, int, int]
pairs = st.sampled_from(list(combinations("abcde", 2)))
battles = st.lists(st.builds(lambda pair, said: (*pair, *said), pairs, ballots), min_size=1, max_size=25)
votes = st.builds(
    lambda pair, said: (*pair, *said), pairs, st.sampled_from([(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)])
)
"""Battles of one ballot."""
STRENGTHS = {f"model {number}": 0.2 * number - 0.7 for number in range(8)}


def rated(fought: list[Ballots], prior: Prior | None = None) -> Board:
    return rate(table_of(fought), prior=prior or Prior())


def ratings(board: Board) -> dict[str, float]:
    return {row.model: row.rating for row in board.standings}


def widths(board: Board) -> dict[str, float]:
    return {row.model: row.upper - row.lower for row in board.standings}


def same(board: Board, other: Board, *, renamed: dict[str, str] | None = None, tolerance: float = 0.01) -> bool:
    """Whether two boards say the same, to a hundredth of a point."""
    names = renamed or {row.model: row.model for row in board.standings}
    theirs = {row.model: row for row in other.standings}
    return len(theirs) == len(board.standings) and all(
        math.isclose(getattr(row, field), getattr(theirs[names[row.model]], field), abs_tol=tolerance)
        for row in board.standings
        for field in ("rating", "lower", "upper", "wins", "losses", "ties", "both_bad")
    )


def test_known_strengths_are_recovered() -> None:
    """50,000 ballots on 8 models: a standard error of about 4 points."""
    found = ratings(rated(drawn(STRENGTHS, 5_000, 10, seed=1)))
    for model, strength in STRENGTHS.items():
        assert found[model] == pytest.approx(1000 + POINTS * strength, abs=16)
    assert list(found) == sorted(STRENGTHS, key=lambda model: -STRENGTHS[model])


@patient
@given(battles)
def test_a_board_is_centred_on_1000_and_its_intervals_hold_their_ratings(fought: list[Ballots]) -> None:
    board = rated(fought)
    if board.standings:
        assert sum(ratings(board).values()) / len(board.standings) == pytest.approx(1000)
    for row in board.standings:
        assert row.lower < row.rating < row.upper
        assert row.best_rank <= row.rank <= row.worst_rank
        assert row.votes == row.wins + row.losses + row.ties + row.both_bad > 0
    assert [row.rank for row in board.standings] == list(range(1, len(board.standings) + 1))
    assert np.linalg.eigvalsh(board.covariance).min(initial=0) > -1e-9


@patient
@given(battles)
def test_swapping_sides_changes_nothing(fought: list[Ballots]) -> None:
    swapped = [(second, first, b, a, tie, bad) for first, second, a, b, tie, bad in fought]
    assert same(rated(fought), rated(swapped))


@patient
@given(battles, st.permutations("abcde"))
def test_renaming_models_changes_nothing_else(fought: list[Ballots], names: list[str]) -> None:
    renamed = dict(zip("abcde", names, strict=True))
    again = [(renamed[first], renamed[second], a, b, tie, bad) for first, second, a, b, tie, bad in fought]
    assert same(rated(fought), rated(again), renamed=renamed)


@patient
@given(st.data())
def test_the_order_of_battles_changes_nothing(data: st.DataObject) -> None:
    fought = data.draw(battles)
    board, again = rated(fought), rated(data.draw(st.permutations(fought)))
    assert same(board, again)
    assert [row.model for row in board.standings] == [row.model for row in again.standings]


@patient
@given(st.lists(votes, max_size=60), st.lists(votes, min_size=1, max_size=20))
def test_a_warm_start_changes_nothing(before: list[Ballots], after: list[Ballots]) -> None:
    cold = rated(before + after)
    assert same(cold, rate(table_of(before + after), prior=Prior(), warm=rated(before)), tolerance=0.5)


def test_where_several_vote_on_a_battle_a_fit_ends_alike_wherever_it_began() -> None:
    """Near 80 points of spread and φ = 10 these battles are explained, and near 240 and φ = 0.6 too."""
    fought = [("b", "c", 20, 0, 0, 0), ("b", "c", 19, 1, 0, 0), ("a", "b", 18, 2, 0, 0), ("a", "b", 17, 3, 0, 0)]
    far_apart = rated([(*pair, 1, 0, 0, 0) for pair in (("a", "b"), ("b", "c")) for _ in range(200)])
    cold = rated(fought)
    assert cold.spread is not None
    assert far_apart.spread is not None
    assert far_apart.spread > 2 * cold.spread
    assert rate(table_of(fought), prior=Prior(), warm=far_apart) == cold


def test_a_warm_start_needs_fewer_steps() -> None:
    fought = drawn(STRENGTHS, 500, 1, seed=2)
    table = table_of(fought)
    board = rate(table, prior=Prior())
    table.merge(table_of(drawn(STRENGTHS, 1, 1, seed=3)))
    warm = rate(table, prior=Prior(), warm=board)
    assert warm.steps < rate(table, prior=Prior()).steps


def test_intervals_shrink_with_the_root_of_the_battles() -> None:
    few, many = (rated(drawn(STRENGTHS, number, 1, seed=4)) for number in (1_000, 4_000))
    ratio = np.mean(list(widths(many).values())) / np.mean(list(widths(few).values()))
    assert ratio == pytest.approx(0.5, abs=0.05)


def test_more_voters_on_the_same_answers_are_not_taken_for_more_battles() -> None:
    """20 voters who see the same two answers agree more than 20 voters of 20 battles: intervals stay far wider."""
    noisy = rated(drawn(STRENGTHS, 300, 20, seed=5, noise=1.5))
    apart = rated(drawn(STRENGTHS, 6_000, 1, seed=5))
    assert noisy.votes == apart.votes
    assert noisy.dispersion > 4
    assert apart.dispersion == pytest.approx(1, abs=0.1)
    assert min(widths(noisy).values()) > 1.5 * max(widths(apart).values())


def test_an_interval_reaches_further_where_few_battles_say_how_far_their_voters_agree() -> None:
    """In standard deviations of the rating; a hundred ballots on five battles are five witnesses."""

    def reach(board: Board) -> float:
        row = board.standings[0]
        deviation = POINTS * math.sqrt(board.covariance.diagonal()[board.models.index(row.model)])
        return (row.upper - row.rating) / deviation

    models = {"a": 0.3, "b": 0.0, "c": 0.0, "d": -0.3}
    together = reach(rated(drawn(models, 5, 20, seed=12, noise=1.5)))
    apart = reach(rated(drawn(models, 100, 1, seed=12)))
    assert together > 2.3
    assert apart == pytest.approx(1.98, abs=0.01)


def test_ties_count_for_half_a_win_and_both_bad_too() -> None:
    tied = rated([("a", "b", 3, 1, 2, 0), ("b", "c", 2, 2, 0, 0)])
    bad = rated([("a", "b", 3, 1, 0, 2), ("b", "c", 2, 2, 0, 0)])
    halves = rated([("a", "b", 4, 2, 0, 0), ("b", "c", 2, 2, 0, 0)])
    assert ratings(tied) == ratings(bad) == ratings(halves)


def test_both_bad_is_shown_beside() -> None:
    rows = {row.model: row for row in rated([("a", "b", 3, 1, 2, 4), ("b", "c", 0, 0, 0, 0)]).standings}
    assert (rows["a"].wins, rows["a"].losses, rows["a"].ties, rows["a"].both_bad) == (3, 1, 2, 4)
    assert rows["b"].both_bad_rate == pytest.approx(0.4)
    assert rows["b"].win_rate == pytest.approx(1 / 4)
    assert "c" not in rows


def test_a_model_that_nobody_chose_for_or_against_has_no_win_rate() -> None:
    assert rated([("a", "b", 0, 0, 3, 1)]).standings[0].win_rate is None


def test_the_rank_spread_counts_who_is_surely_better_and_surely_worse() -> None:
    board = rated([*drawn({"strong": 2.0, "even": 0.0, "like it": 0.0, "weak": -2.0}, 400, 1, seed=6)])
    spread = {row.model: (row.best_rank, row.worst_rank) for row in board.standings}
    assert spread == {"strong": (1, 1), "even": (2, 3), "like it": (2, 3), "weak": (4, 4)}


def test_an_empty_table_gives_an_empty_board() -> None:
    board = rate(PairTable(), prior=Prior())
    assert board.standings == ()
    assert (board.battles, board.votes) == (0, 0)


@pytest.mark.parametrize(
    "fought",
    [
        [("a", "b", 5, 0, 0, 0), ("b", "c", 5, 0, 0, 0)],
        [("a", "b", 3, 2, 0, 0), ("c", "d", 1, 4, 0, 0)],
        [("a", "b", 900_000, 0, 0, 0)],
    ],
    ids=["one-sided", "in two parts", "one-sided and many"],
)
def test_what_has_no_maximum_is_refused_without_a_prior_and_finite_with_one(fought: list[Ballots]) -> None:
    with pytest.raises(NotConverged):
        rate(table_of(fought), prior=None)
    for row in rated(fought).standings:
        assert math.isfinite(row.lower)
        assert math.isfinite(row.upper)


def test_models_that_never_met_even_through_others_are_not_ordered_surely() -> None:
    board = rated([("a", "b", 3, 2, 0, 0), ("c", "d", 1, 4, 0, 0)])
    assert {(row.best_rank, row.worst_rank) for row in board.standings} == {(1, 4)}
    assert board.mostly_prior


def test_a_fit_that_would_swing_to_and_fro_finds_its_rest() -> None:
    """Two battles of many ballots: strengths and dispersion explain the same, and each step overshoots."""
    board = rated([("a", "b", 0, 9, 0, 8), ("c", "d", 0, 7, 2, 9)])
    assert board.steps < 100
    assert board.mostly_prior


def test_a_fit_that_finds_no_rest_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arena.ratings.fitting._STEPS", 2)
    with pytest.raises(NotConverged, match="2 steps"):
        rated(drawn(STRENGTHS, 300, 3, seed=7))


def test_a_board_says_when_it_is_mostly_prior() -> None:
    few, many = rated(drawn(STRENGTHS, 15, 1, seed=8)), rated(drawn(STRENGTHS, 1_500, 1, seed=8))
    assert few.mostly_prior
    assert not many.mostly_prior
    newcomer = rated([*drawn(STRENGTHS, 1_500, 1, seed=8), ("new", "model 1", 1, 0, 0, 0)])
    assert not newcomer.mostly_prior
    assert [row.model for row in newcomer.standings if row.mostly_prior] == ["new"]


def test_few_votes_leave_a_board_near_the_world_and_many_leave_it_to_the_votes() -> None:
    world = Prior(world={"a": 1300.0, "b": 1100.0, "c": 900.0})
    few = ratings(rated([("a", "b", 0, 2, 0, 0), ("b", "c", 0, 2, 0, 0)], world))
    assert few["a"] > few["b"] > few["c"]
    many = ratings(rated([("a", "b", 0, 2, 0, 0), ("b", "c", 0, 2, 0, 0)] * 100, world))
    assert many["a"] < many["b"] < many["c"]


def test_a_members_own_board_begins_with_the_first_vote_near_what_the_guild_says() -> None:
    guild = rated(drawn(STRENGTHS, 400, 5, seed=11))
    expected = ratings(guild)
    best, other = guild.standings[0].model, guild.standings[3].model
    own = rated([(other, best, 1, 0, 0, 0)], Prior(world=expected))
    found = ratings(own)
    assert own.mostly_prior
    assert 0 < found[best] - found[other] < expected[best] - expected[other]
    assert [(row.wins, row.losses) for row in own.standings] == [(0, 1), (1, 0)]


def test_only_differences_on_the_worlds_board_matter_and_a_model_it_lacks_is_expected_at_its_mean() -> None:
    fought = drawn({"a": 0.3, "b": 0.0, "c": -0.3, "unknown": 0.0}, 20, 2, seed=9)
    high, low = (rated(fought, Prior(world={"a": at + 100, "b": at, "c": at - 100})) for at in (1500.0, 20.0))
    assert same(high, low)
    assert same(high, rated(fought, Prior(world={"a": 1100.0, "b": 1000.0, "c": 900.0, "unknown": 1000.0})))


def test_models_that_lie_far_apart_are_not_pulled_together() -> None:
    """ELIZA and large models in one arena: the spread is learned, so the truth stays inside most intervals."""
    truth = {f"{number:02}": 0.75 * number - 5.25 for number in range(15)}
    board = rated(drawn(truth, 600, 3, seed=10))
    held = [row.lower <= 1000 + POINTS * truth[row.model] <= row.upper for row in board.standings]
    assert sum(held) >= 13
    assert board.spread is not None
    assert board.spread > 2 * 0.45 * POINTS


@patient
@given(st.lists(st.tuples(pairs, ballots), min_size=8, max_size=30))
def test_plain_bradley_terry_agrees_with_evalica(
    fought: list[tuple[tuple[str, str], tuple[int, int, int, int]]],
) -> None:
    import evalica  # noqa: PLC0415 - it brings SciPy, which takes longer to import than most folders' tests to run

    ring = [(first, second, 1, 1, 0, 0) for first, second in zip("abcde", "bcdea", strict=True)]
    table = table_of([*ring, *((*pair, *said) for pair, said in fought)])  # the ring joins all, so there is a maximum
    xs, ys, winners, weights = [], [], [], []
    for first, second, stats in table.rows():
        for winner, weight in (
            (evalica.Winner.X, stats.wins),
            (evalica.Winner.Y, stats.losses),
            (evalica.Winner.Draw, stats.ties + stats.both_bad),
        ):
            xs.append(first)
            ys.append(second)
            winners.append(winner)
            weights.append(float(weight))
    scores = evalica.bradley_terry(xs, ys, winners, weights=weights, tolerance=1e-14, limit=100_000).scores
    theirs = scores.apply(math.log)
    ours = {model: (rating - 1000) / POINTS for model, rating in ratings(rate(table, prior=None)).items()}
    assert ours == pytest.approx((theirs - theirs.mean()).to_dict(), abs=1e-6)
