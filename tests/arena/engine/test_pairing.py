from collections import Counter
from itertools import permutations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.engine.pairing import draw_pair, draw_replacement
from arena.ratings import PairStats, PairTable, Prior, rate

slugs = st.sets(st.text(min_size=1, max_size=5), min_size=2, max_size=8)


@given(slugs, st.randoms(use_true_random=False))
def test_a_pair_is_two_different_models(models: set[str], rng: Random) -> None:
    pair = draw_pair(models, rng).models
    assert pair.a != pair.b
    assert {pair.a, pair.b} <= models


def test_without_a_board_every_ordered_pair_is_as_likely_as_any_other() -> None:
    """12 ordered pairs of 4 models in 24,000 draws: 2,000 each, standard deviation 43; 5 of those are allowed."""
    rng = Random(7)  # noqa: S311 - a seeded generator is the point
    draws = [draw_pair("abcd", rng) for _ in range(24_000)]
    drawn = Counter((draw.models.a, draw.models.b) for draw in draws)
    assert set(drawn) == set(permutations("abcd", 2))
    assert all(abs(count - 2_000) < 215 for count in drawn.values())
    assert all(draw.chance == pytest.approx(1 / 6) for draw in draws)


def test_pairs_are_drawn_as_often_as_their_stated_chance_and_each_stands_on_either_side() -> None:
    """20,000 draws: the standard deviation of a share is at most 0.0036; 5 of those are allowed."""
    table = PairTable()
    for _ in range(40):
        table.add("a", "b", PairStats.of_battle(a=1, b=1))
        table.add("b", "c", PairStats.of_battle(a=1, b=1))
    table.add("c", "d", PairStats.of_battle(a=1, b=0))
    board = rate(table, prior=Prior())
    rng = Random(11)  # noqa: S311 - a seeded generator is the point
    draws = [draw_pair("abcd", rng, board=board) for _ in range(20_000)]
    stated = {frozenset((draw.models.a, draw.models.b)): draw.chance for draw in draws}
    drawn = Counter(frozenset((draw.models.a, draw.models.b)) for draw in draws)
    assert len(stated) == 6
    assert sum(stated.values()) == pytest.approx(1)
    assert max(stated.values()) > 2 * min(stated.values())
    assert all(abs(drawn[pair] / 20_000 - chance) < 0.018 for pair, chance in stated.items())
    sides = Counter(draw.models.a for draw in draws if {draw.models.a, draw.models.b} == {"a", "d"})
    assert abs(sides["a"] / sides.total() - 0.5) < 0.05


@given(slugs, st.data(), st.randoms(use_true_random=False))
def test_a_model_that_is_down_is_drawn_only_where_fewer_than_two_others_are_up(
    models: set[str], data: st.DataObject, rng: Random
) -> None:
    down = data.draw(st.sets(st.sampled_from(sorted(models))))
    pair = draw_pair(models, rng, down=down).models
    assert {pair.a, pair.b} <= (models - down if len(models - down) > 1 else models)


def test_one_model_makes_no_pair() -> None:
    with pytest.raises(ValueError, match="two models"):
        draw_pair(["a"], Random(1))  # noqa: S311 - no secret depends on it


@given(slugs, st.data())
def test_a_replacement_is_never_in_the_battle_already(models: set[str], data: st.DataObject) -> None:
    taken = data.draw(st.sets(st.sampled_from(sorted(models))))
    chosen = draw_replacement(models, taken, data.draw(st.randoms(use_true_random=False)))
    assert chosen in models - taken if models - taken else chosen is None
