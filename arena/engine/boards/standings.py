"""Counts of pairs as the rows of a board, and as the rows of head-to-head. Pure.

What the reference page's example (831 wins, 412 losses, 94 ties, 1337 votes, win rate 0.669; rating 1247, prices 5 and
15, value score 249.4) says about the derived numbers:

- a win rate is wins / (wins + losses), 831 / 1243 = 0.6685: ties do not count;
- all votes are wins + losses + ties, so votes that call both answers bad count as ties;
- a value score is the rating divided by the price of a million input tokens: 1247 / 5.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from arena.engine.boards.values import PairCount, RankedModel
from arena.ratings import Board
from arena.wire import ModelCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A model's counted votes on one board. `ties` includes `both_bad`."""

    wins: int = 0
    losses: int = 0
    ties: int = 0
    both_bad: int = 0

    @property
    def votes(self) -> int:
        """All of them."""
        return self.wins + self.losses + self.ties

    @property
    def win_rate(self) -> float | None:
        """Share of wins among the decided votes, None where none was decided."""
        return win_rate(self.wins, self.losses)

    def __add__(self, other: "Record") -> "Record":
        return Record(
            wins=self.wins + other.wins,
            losses=self.losses + other.losses,
            ties=self.ties + other.ties,
            both_bad=self.both_bad + other.both_bad,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A row of a board. Prices are US dollars per million tokens, None where unknown.

    The rating is in points, `lower` to `upper` is its 95 % interval, and `best_rank` to `worst_rank` are the ranks that
    the intervals allow. `style_rating` has style taken out, None where no such board was made.
    """

    slug: str
    name: str
    since: datetime
    rank: int
    rating: int
    lower: int
    upper: int
    best_rank: int
    worst_rank: int
    mostly_prior: bool
    style_rating: int | None
    record: Record
    input_cost: float | None
    output_cost: float | None

    @property
    def value_score(self) -> float | None:
        """Rating per dollar of a million input tokens; None where the price is unknown or nothing."""
        return value_score(self.rating, self.input_cost)


def win_rate(wins: int, losses: int) -> float | None:
    """Share of wins among decided votes, to three places."""
    return round(wins / (wins + losses), 3) if wins + losses else None


def value_score(rating: int, input_cost: float | None) -> float | None:
    """Rating per dollar, to one place."""
    return round(rating / input_cost, 1) if input_cost else None


def records(pairs: Iterable[PairCount]) -> dict[str, Record]:
    """Each model's record over all its pairs."""
    found: dict[str, Record] = {}
    for pair in pairs:
        ties = pair.ties + pair.both_bad
        for slug, wins, losses in (
            (pair.first, pair.wins_first, pair.wins_second),
            (pair.second, pair.wins_second, pair.wins_first),
        ):
            one = Record(wins=wins, losses=losses, ties=ties, both_bad=pair.both_bad)
            found[slug] = found.get(slug, Record()) + one
    return found


def standings(
    pairs: Sequence[PairCount],
    board: Board,
    ranked: Mapping[str, RankedModel],
    cards: Mapping[str, ModelCard],
    *,
    style: Board | None = None,
) -> list[Standing]:
    """The rows, the best first; equal ratings share a rank and stand in order of their names."""
    found = records(pairs)
    ratings = {row.model: round(row.rating) for row in board.standings}
    with_style = {row.model: round(row.rating) for row in style.standings} if style else {}
    rows = [
        Standing(
            slug=row.model,
            name=card.name if card else ranked[row.model].name,
            since=ranked[row.model].first_ranked_at,
            rank=1 + sum(other > ratings[row.model] for other in ratings.values()),
            rating=ratings[row.model],
            lower=round(row.lower),
            upper=round(row.upper),
            best_rank=row.best_rank,
            worst_rank=row.worst_rank,
            mostly_prior=row.mostly_prior,
            style_rating=with_style.get(row.model),
            record=found[row.model],
            input_cost=card.input_cost_per_1m if card else None,
            output_cost=card.output_cost_per_1m if card else None,
        )
        for row in board.standings
        for card in (cards.get(row.model),)
    ]
    return sorted(rows, key=lambda row: (row.rank, row.name))
