"""The numbers of a board. The first test holds them to the reference page's own row."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.engine.boards import PairCount, RankedModel
from arena.engine.boards.rating import rate
from arena.engine.boards.standings import Record, records, value_score, win_rate
from arena.engine.boards.standings import Standing as Row
from arena.engine.boards.standings import standings as rows_of
from arena.wire import Data, ModelCard, Standing

PAGE = Path(__file__).parent.parent / "wire" / "examples" / "leaderboard.json"
THEN = datetime(2026, 1, 1, tzinfo=UTC)
CARDS = {"quartz": ModelCard(slug="quartz", name="Quartz Max", provider="Q", input_cost_per_1m=2.0)}


def pair(first: str, second: str, *counts: int) -> PairCount:
    wins_first, wins_second, ties, both_bad = counts
    return PairCount(
        first=first, second=second, wins_first=wins_first, wins_second=wins_second, ties=ties, both_bad=both_bad
    )


def ranked(*slugs: str) -> dict[str, RankedModel]:
    return {slug: RankedModel(slug=slug, name=slug.title(), first_ranked_at=THEN) for slug in slugs}


def standings(pairs: list[PairCount], known: dict[str, RankedModel], cards: dict[str, ModelCard]) -> list[Row]:
    return rows_of(pairs, rate(pairs), known, cards)


def test_the_derived_numbers_are_those_of_the_reference_page() -> None:
    [row] = Data[list[Standing]].model_validate_json(PAGE.read_text(encoding="utf-8")).data
    record = Record(wins=row.wins, losses=row.losses, ties=row.ties)
    assert record.votes == row.total_votes == 1337
    assert record.win_rate == row.win_rate == 0.669
    assert row.input_cost_per_1m is not None
    assert value_score(round(row.elo_rating), row.input_cost_per_1m) == row.value_score == 249.4


def test_no_other_reading_of_the_page_gives_its_numbers() -> None:
    """What else a win rate and a value score might be made of."""
    [row] = json.loads(PAGE.read_text(encoding="utf-8"))["data"]
    wins, losses, ties, rating = row["wins"], row["losses"], row["ties"], row["eloRating"]
    prices = row["inputCostPer1M"], row["outputCostPer1M"]
    other_rates = wins / (wins + losses + ties), (wins + ties / 2) / (wins + losses + ties), (wins + ties) / 1337
    assert all(round(rate, 3) != row["winRate"] for rate in other_rates)
    other_scores = rating / prices[1], rating / (sum(prices) / 2), rating / sum(prices), rating / (0.75 * 5 + 0.25 * 15)
    assert all(round(score, 1) != row["valueScore"] for score in other_scores)


def test_a_rate_without_decided_votes_and_a_score_without_a_price_are_none() -> None:
    assert win_rate(0, 0) is None
    assert win_rate(0, 3) == 0
    assert value_score(1247, None) is None
    assert value_score(1247, 0.0) is None


def test_a_vote_that_calls_both_bad_is_a_tie_for_both() -> None:
    found = records([pair("a", "b", 3, 1, 2, 4)])
    assert found["a"] == Record(wins=3, losses=1, ties=6, both_bad=4)
    assert found["b"] == Record(wins=1, losses=3, ties=6, both_bad=4)


def test_rows_are_ranked_by_rating_and_equal_ones_share_a_rank() -> None:
    rows = standings(
        [pair("a", "b", 5, 5, 0, 0), pair("a", "quartz", 1, 9, 0, 0), pair("b", "quartz", 1, 9, 0, 0)],
        ranked("a", "b", "quartz"),
        CARDS,
    )
    assert [(row.slug, row.rank) for row in rows] == [("quartz", 1), ("a", 2), ("b", 2)]
    assert rows[0].rating > 1000 > rows[1].rating == rows[2].rating


def test_a_configured_model_has_its_name_and_price_and_a_former_one_its_last_name() -> None:
    rows = {row.slug: row for row in standings([pair("a", "quartz", 1, 1, 0, 0)], ranked("a", "quartz"), CARDS)}
    assert (rows["quartz"].name, rows["quartz"].input_cost) == ("Quartz Max", 2.0)
    assert rows["quartz"].value_score == 500.0
    assert (rows["a"].name, rows["a"].input_cost, rows["a"].value_score) == ("A", None, None)


def test_a_board_without_votes_is_empty() -> None:
    assert standings([], {}, CARDS) == []


@given(st.lists(st.tuples(*[st.integers(0, 500)] * 4), min_size=3, max_size=3))
def test_every_vote_is_counted_once_for_each_side(counts: list[tuple[int, int, int, int]]) -> None:
    pairs = [pair(a, b, *n) for (a, b), n in zip([("a", "b"), ("a", "c"), ("b", "c")], counts, strict=True)]
    found = records(pairs).values()
    assert sum(record.votes for record in found) == 2 * sum(map(sum, counts))
    assert sum(record.wins for record in found) == sum(record.losses for record in found)


@pytest.mark.parametrize("wins", [1, 10, 1000])
def test_who_wins_more_stands_higher(wins: int) -> None:
    first, second = standings([pair("a", "b", wins, 0, 0, 0)], ranked("a", "b"), {})
    assert (first.slug, second.slug) == ("a", "b")
    assert first.rating + second.rating == 2000
