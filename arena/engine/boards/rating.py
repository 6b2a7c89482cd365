"""Ratings from counts of pairs: every vote is a battle of its own, rated as `arena.ratings` does."""

from collections.abc import Iterable

from arena import ratings
from arena.engine.boards.values import JudgedAnswers, PairCount
from arena.engine.values import Pair
from arena.wire import Winner


def rate(pairs: Iterable[PairCount], warm: ratings.Board | None = None) -> ratings.Board:
    """The board of these counts; a tie and both bad are half a win each. `warm` only makes it faster.

    Raises:
        NotConverged: there is no result that may be shown.
    """
    table = ratings.PairTable()
    for pair in pairs:
        table.add(pair.first, pair.second, _stats(pair))
    return ratings.rate(table, prior=ratings.Prior(), warm=warm)


def styled(vote: JudgedAnswers, styles: Pair[ratings.Style]) -> ratings.StyledBattle:
    """The vote beside how its two answers looked."""
    return ratings.StyledBattle(
        model_a=vote.slugs.a,
        model_b=vote.slugs.b,
        stats=_OUTCOMES[vote.winner],
        style_a=styles.a,
        style_b=styles.b,
    )


_OUTCOMES = {
    Winner.A: ratings.PairStats.of_battle(a=1, b=0),
    Winner.B: ratings.PairStats.of_battle(a=0, b=1),
    Winner.TIE: ratings.PairStats.of_battle(a=0, b=0, tie=1),
    Winner.BOTH_BAD: ratings.PairStats.of_battle(a=0, b=0, both_bad=1),
}


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
