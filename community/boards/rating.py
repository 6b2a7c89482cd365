"""Rating what is counted; what cannot be rated is said in the community's own word."""

from arena.ratings import Board, NotConverged, PairTable, Prior, rate
from community.errors import BoardUnrated


def rated(table: PairTable, prior: Prior) -> Board:
    """The board of these counts.

    Never from a warm start: that saves two milliseconds and moves the last digits, and a board should be the same in
    every process and after every restart.

    Raises:
        BoardUnrated: there are no ratings that may be shown.
    """
    try:
        return rate(table, prior=prior)
    except NotConverged as error:
        raise BoardUnrated(str(error)) from error
