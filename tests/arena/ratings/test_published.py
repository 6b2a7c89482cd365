"""The baseball results of 1987 in Agresti, "Categorical Data Analysis" (2nd ed. 2002, section 10.6).

Seven teams of the American League's eastern division met 13 times each. The data as in the R package BradleyTerry2
(`data(baseball)`), wins of the home team first.
"""

import math

import pytest

from arena.ratings import POINTS, Board, PairStats, PairTable, rate
from tests.arena.ratings.battles import table_of

HOME_WINS = """
Milwaukee Detroit 4 3, Milwaukee Toronto 4 2, Milwaukee NewYork 4 3, Milwaukee Boston 6 1, Milwaukee Cleveland 4 2,
Milwaukee Baltimore 6 0, Detroit Milwaukee 3 3, Detroit Toronto 4 2, Detroit NewYork 4 3, Detroit Boston 6 0,
Detroit Cleveland 6 1, Detroit Baltimore 4 3, Toronto Milwaukee 2 5, Toronto Detroit 4 3, Toronto NewYork 2 4,
Toronto Boston 4 3, Toronto Cleveland 4 2, Toronto Baltimore 6 0, NewYork Milwaukee 3 3, NewYork Detroit 5 1,
NewYork Toronto 2 5, NewYork Boston 4 3, NewYork Cleveland 4 2, NewYork Baltimore 6 1, Boston Milwaukee 5 1,
Boston Detroit 2 5, Boston Toronto 3 3, Boston NewYork 4 2, Boston Cleveland 5 2, Boston Baltimore 6 0,
Cleveland Milwaukee 2 5, Cleveland Detroit 3 3, Cleveland Toronto 3 4, Cleveland NewYork 4 3, Cleveland Boston 4 2,
Cleveland Baltimore 2 4, Baltimore Milwaukee 2 5, Baltimore Detroit 1 5, Baltimore Toronto 1 6, Baltimore NewYork 2 4,
Baltimore Boston 1 6, Baltimore Cleveland 3 4
"""
PUBLISHED = {"Milwaukee": 1.58, "Detroit": 1.44, "Toronto": 1.29, "NewYork": 1.25, "Boston": 1.11, "Cleveland": 0.68}
"""Table 10.11, column 3: how much stronger than Baltimore, in logits. The text gives standard errors of about 0.3."""
GAMES = [
    (home, away, int(wins), int(losses)) for home, away, wins, losses in (row.split() for row in HOME_WINS.split(","))
]


@pytest.fixture(scope="module")
def board() -> Board:
    """Each game is a battle with one voter."""
    games = [(home, away, 1, 0, 0, 0) for home, away, wins, _ in GAMES for _ in range(wins)]
    games += [(home, away, 0, 1, 0, 0) for home, away, _, losses in GAMES for _ in range(losses)]
    return rate(table_of(games), prior=None)


def strengths(board: Board) -> dict[str, float]:
    return {row.model: (row.rating - 1000) / POINTS for row in board.standings}


def test_the_published_strengths_come_out(board: Board) -> None:
    found = strengths(board)
    assert {team: round(found[team] - found["Baltimore"], 2) for team in PUBLISHED} == PUBLISHED


def test_the_published_standard_errors_come_out(board: Board) -> None:
    """Agresti's errors take φ for 1, so ours are compared after division by its root."""
    place = {model: index for index, model in enumerate(board.models)}
    base = place["Baltimore"]
    for team in PUBLISHED:
        i = place[team]
        variance = board.covariance[i, i] + board.covariance[base, base] - 2 * board.covariance[i, base]
        assert round(math.sqrt(variance / board.dispersion), 1) == 0.3


def test_games_that_are_independent_and_never_tied_are_seen_to_be(board: Board) -> None:
    """A battle of one voter without ties cannot vary more than a coin."""
    assert board.dispersion == pytest.approx(1, abs=0.05)


def test_plain_bradley_terry_agrees_with_evalica_to_a_millionth() -> None:
    """With ties in the data, which both take for half a win each."""
    import evalica  # noqa: PLC0415 - it brings SciPy, which takes longer to import than most folders' tests to run

    table, xs, ys, winners = PairTable(), [], [], []
    for home, away, wins, losses in GAMES:
        tied = min(wins, losses)
        table.add(home, away, PairStats.of_battle(a=wins, b=losses, tie=tied))
        outcomes = [evalica.Winner.X] * wins + [evalica.Winner.Y] * losses + [evalica.Winner.Draw] * tied
        xs += [home] * len(outcomes)
        ys += [away] * len(outcomes)
        winners += outcomes
    theirs = evalica.bradley_terry(xs, ys, winners, tolerance=1e-14, limit=100_000).scores.apply(math.log)
    theirs -= theirs.mean()
    for team, strength in strengths(rate(table, prior=None)).items():
        assert strength == pytest.approx(theirs[team], abs=1e-6)
