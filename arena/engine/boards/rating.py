"""Ratings from counts of pairs: every vote is a battle of its own, rated as `arena.ratings` does."""

from collections.abc import Iterable

from arena import ratings
from arena.engine.boards.values import PairCount


def rate(pairs: Iterable[PairCount]) -> dict[str, float]:
    """Each model's rating in points round a mean of 1000; a tie and both bad are half a win each."""
    table = ratings.PairTable()
    for pair in pairs:
        table.add(pair.first, pair.second, _stats(pair))
    return {standing.model: standing.rating for standing in ratings.rate(table, prior=ratings.Prior()).standings}


def _stats(pair: PairCount) -> ratings.PairStats:
    halves = pair.ties + pair.both_bad
    votes = pair.wins_first + pair.wins_second + halves
    return ratings.PairStats(
        battles=votes,
        wins=pair.wins_first,
        losses=pair.wins_second,
        ties=pair.ties,
        both_bad=pair.both_bad,
        squares=votes,
        cross=2 * pair.wins_first + halves,
        score_squares=4 * pair.wins_first + halves,
    )
