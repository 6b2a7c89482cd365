"""κ between jury and audience, against values worked out by hand."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.fights import agreement, kappa


@pytest.mark.parametrize(
    ("jury", "audience", "fighters", "value"),
    [
        ({"a": 3}, {"a": 10}, 4, 1.0),
        ({"a": 3}, {"b": 10}, 4, -1 / 3),
        ({"a": 2, "b": 2}, {"a": 5, "b": 5}, 2, 0.0),
        ({"a": 5, "b": 4, "c": 2, "d": 1}, {"a": 3, "b": 7, "c": 2, "d": 1}, 4, (48 / 156 - 1 / 4) / (3 / 4)),
        ({"a": 3, "b": 1}, {"a": 9, "b": 1}, 2, (28 / 40 - 1 / 2) / (1 / 2)),
    ],
)
def test_the_formula(jury: dict[str, int], audience: dict[str, int], fighters: int, value: float) -> None:
    assert kappa(jury, audience, fighters) == pytest.approx(value)


def test_where_there_is_nothing_to_agree_on_there_is_none() -> None:
    assert kappa({}, {"a": 10}, 2) is None
    assert kappa({"a": 1}, {}, 2) is None
    assert kappa({"a": 1}, {"a": 10}, 1) is None


counts = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 6), min_size=1)


@given(counts, counts)
def test_it_is_what_counting_every_pair_of_ballots_says(jury: dict[str, int], audience: dict[str, int]) -> None:
    one, other = ([agent for agent, n in side.items() for _ in range(n)] for side in (jury, audience))
    pairs = list(itertools.product(one, other))
    value = kappa(jury, audience, 4)
    if not pairs:
        assert value is None
        return
    observed = sum(a == b for a, b in pairs) / len(pairs)
    assert value == pytest.approx((observed - 0.25) / 0.75)
    assert -1 / 3 - 1e-9 <= (value or 0) <= 1


@pytest.mark.parametrize(
    ("value", "word"),
    [(-0.1, "poor"), (0.0, "slight"), (0.2, "slight"), (0.31, "fair"), (0.6, "moderate"), (0.8, "substantial")],
)
def test_the_words_are_those_of_landis_and_koch(value: float, word: str) -> None:
    assert agreement(value) == word
    assert agreement(0.81) == "almost perfect"
