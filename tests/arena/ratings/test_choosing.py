from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.ratings import PairStats, PairTable, Prior, how_often, pair_chances, rate
from tests.arena.ratings.battles import drawn, patient, table_of

MODELS = [f"model {number}" for number in range(6)]


def played(battles: int, *, seed: int = 1) -> PairTable:
    return table_of(drawn(dict.fromkeys(MODELS, 0.0), battles, 1, seed=seed))


def share_of(model: str, chances: Mapping[tuple[str, str], float]) -> float:
    return sum(chance for pair, chance in chances.items() if model in pair)


@patient
@given(st.sets(st.text(max_size=3), max_size=8), st.sets(st.sampled_from(MODELS)), st.integers(0, 40))
def test_the_chances_of_all_pairs_sum_to_one_and_none_is_zero(new: set[str], known: set[str], battles: int) -> None:
    models = new | known
    chances = pair_chances(models, rate(played(battles), prior=Prior()))
    assert set(chances) == set(combinations(sorted(models), 2))
    assert all(chance >= 0.2 / len(chances) for chance in chances.values())
    assert sum(chances.values()) == pytest.approx(1 if len(models) > 1 else 0)


def test_without_a_board_every_pair_is_as_likely_as_any_other() -> None:
    assert pair_chances("abcd", None) == pytest.approx(dict.fromkeys(combinations("abcd", 2), 1 / 6))


def test_a_new_model_is_drawn_most_and_no_model_is_starved() -> None:
    chances = pair_chances([*MODELS, "new"], rate(played(600), prior=Prior()))
    shares = {model: share_of(model, chances) for model in [*MODELS, "new"]}
    assert shares["new"] > 0.8
    assert all(share >= 0.2 * 2 / 7 for share in shares.values())


def test_a_model_that_is_left_out_is_never_drawn() -> None:
    chances = pair_chances(MODELS[1:], rate(played(200), prior=Prior()))
    assert share_of(MODELS[0], chances) == 0


def test_the_favoured_pairs_are_those_whose_battle_shrinks_the_sum_of_variances_most() -> None:
    """Against the variances after a usual battle, by adding its information and inverting."""
    table = played(60, seed=3)
    for _ in range(25):
        table.add(MODELS[0], MODELS[1], PairStats.of_battle(a=1, b=1))
    board = rate(table, prior=Prior())
    known = np.linalg.pinv(board.covariance)
    ratings = {row.model: row.rating for row in board.standings}
    shrinks = {}
    for a, b in combinations(MODELS, 2):
        x = np.array([(model == a) * 1.0 - (model == b) * 1.0 for model in board.models])
        chance = 1 / (1 + 10 ** ((ratings[b] - ratings[a]) / 400))
        weight = board.votes / board.battles / board.dispersion * chance * (1 - chance)
        after = np.linalg.pinv(known + weight * np.outer(x, x))
        shrinks[a, b] = np.trace(board.covariance) - np.trace(after)
    chances = pair_chances(MODELS, board)
    favoured = {pair for pair, chance in chances.items() if chance > 0.2 / 15 + 1e-9}
    assert favoured == {pair for pair, shrink in shrinks.items() if shrink > 0.8 * max(shrinks.values())}
    assert 0 < len(favoured) < 15


def test_no_pair_can_be_foretold_on_a_settled_board() -> None:
    chances = pair_chances(MODELS, rate(played(3_000), prior=Prior()))
    assert max(chances.values()) < 0.25


def test_the_report_says_how_often_each_model_was_drawn() -> None:
    report = how_often({("a", "b"): 3, ("b", "c"): 1}, models=["a", "never"])
    assert [(row.model, row.battles, row.share) for row in report] == [
        ("b", 4, 0.5),
        ("a", 3, 0.375),
        ("c", 1, 0.125),
        ("never", 0, 0.0),
    ]
    assert how_often({}, models=["a"])[0].share == 0
