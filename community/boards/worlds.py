"""What everybody's votes say: the sources' own boards, by the sources' names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from arena.wire import HeadToHead
from community.boards.ports import World
from community.errors import Refusal

MOST_IN_A_SQUARE: Final = 10
"""Models that fit into one picture of who beats whom."""


class WorldUnknown(Refusal):
    """No source publishes such a board: of this name, locale or category, or with this model on it."""


@dataclass(frozen=True, slots=True)
class Worlds:
    """The boards there are.

    `of_others` are made of others' votes, so what they say may be expected of models. The house arena's is `own`: it is
    made of this bot's battles, and expecting what it says would count the same votes twice.
    """

    of_others: Mapping[str, World] = field(default_factory=dict)
    own: Mapping[str, World] = field(default_factory=dict)

    @property
    def all(self) -> Mapping[str, World]:
        """All of them, the one to show first first."""
        return {**self.of_others, **self.own}

    def of(self, source: str | None) -> tuple[str, World]:
        """The source's name and board; the first where none is named.

        Raises:
            WorldUnknown: there is none of this name.
        """
        name = next(iter(self.all), None) if source is None else source
        if name is None or name not in self.all:
            raise WorldUnknown
        return name, self.all[name]


@dataclass(frozen=True, slots=True)
class Meetings:
    """What models did against each other, all pairs."""

    rows: Sequence[HeadToHead]

    @property
    def models(self) -> list[str]:
        """The models that met any, by name."""
        return sorted({name for row in self.rows for name in (row.model_a, row.model_b) if name}, key=str.casefold)

    def of(self, model: str) -> list[HeadToHead]:
        """The model's meetings, seen from its side, those with most votes first.

        Raises:
            WorldUnknown: it met nobody, or there is no such model.
        """
        found = [_seen_from(model, row) for row in self.rows if model in {row.model_a, row.model_b}]
        if not found:
            raise WorldUnknown
        return sorted(found, key=lambda row: (-row.total_votes, row.model_b or ""))

    def between(self, model: str, other: str) -> HeadToHead:
        """What one did against the other, seen from its side.

        Raises:
            WorldUnknown: the two never met.
        """
        found = next((row for row in self.of(model) if row.model_b == other), None)
        if found is None:
            raise WorldUnknown
        return found

    def square(self) -> tuple[list[str], dict[tuple[int, int], float]]:
        """The models with most votes, the best first, and how often each wins against each, by their places."""
        votes, won, decided = Counter[str](), Counter[str](), Counter[str]()
        for row in self.rows:
            for seen in (_seen_from(name, row) for name in (row.model_a, row.model_b) if name):
                name = seen.model_a or ""
                votes[name] += seen.total_votes
                won[name] += seen.wins_a
                decided[name] += seen.wins_a + seen.wins_b
        chosen = [name for name, _ in votes.most_common(MOST_IN_A_SQUARE)]
        chosen.sort(key=lambda name: (-won[name] / max(1, decided[name]), name))
        places = {name: place for place, name in enumerate(chosen)}
        rates: dict[tuple[int, int], float] = {}
        for row in self.rows:
            a, b, number = places.get(row.model_a or ""), places.get(row.model_b or ""), row.wins_a + row.wins_b
            if a is not None and b is not None and number:
                rates[a, b], rates[b, a] = row.wins_a / number, row.wins_b / number
        return chosen, rates


def _seen_from(model: str, row: HeadToHead) -> HeadToHead:
    if row.model_a == model:
        return row
    rate = None if row.win_rate_a is None else 1 - row.win_rate_a
    return HeadToHead(
        model_a=row.model_b,
        model_b=row.model_a,
        wins_a=row.wins_b,
        wins_b=row.wins_a,
        ties=row.ties,
        total_votes=row.total_votes,
        win_rate_a=rate,
    )
