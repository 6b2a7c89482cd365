"""Boards of ModelChorus: `/leaderboard` and what stands below it.

The reference page shows examples of the leaderboard and of the locales. The image board has the leaderboard's rows; the
rows of the category boards and of head-to-head are inferred, so a client takes them without most of their fields.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainSerializer

from arena.wire.base import Response
from arena.wire.pages import Document

Price = Annotated[float | None, Field(ge=0)]
"""US dollars per million tokens; None where unknown."""


def _whole(points: float) -> int | float:
    return int(points) if points.is_integer() else points


Points = Annotated[float, PlainSerializer(_whole)]
"""A rating. Servers send whole numbers, and so does this one."""


class LocaleMode(StrEnum):
    """How `locale` is applied to head-to-head counts."""

    EXACT = "exact"
    LANGUAGE = "language"
    HYBRID = "hybrid"


class Standing(Document):
    """One row of a board. `rank` starts at 1; equal ratings share a rank.

    `ties` counts the ties and the votes that called both answers bad, which `both_bad` counts alone (the house arena's
    addition). `win_rate` is the share of wins among decided votes; `value_score` is the rating divided by the dollars
    that a million input tokens cost. Both are None where that is no number.

    The last six are the house arena's additions too: the 95 % interval of the rating and the ranks it allows, whether
    votes have told less than half of what is known, and the rating with style taken out.
    """

    model_name: str
    elo_rating: Points
    rank: int | None = None
    wins: int = 0
    losses: int = 0
    ties: int = 0
    total_votes: int = 0
    win_rate: float | None = None
    input_cost_per_1m: Annotated[Price, Field(alias="inputCostPer1M")] = None
    output_cost_per_1m: Annotated[Price, Field(alias="outputCostPer1M")] = None
    value_score: float | None = None
    both_bad: int | None = None
    elo_lower: Points | None = None
    elo_upper: Points | None = None
    rank_best: int | None = None
    rank_worst: int | None = None
    mostly_prior: bool | None = None
    style_elo: Points | None = None


class CategoryBoard(Response):
    """The board of one category (inferred): its slug and its rows."""

    category: str = ""
    rankings: list[Standing] = Field(default_factory=list)


class HeadToHead(Response):
    """What two models did against each other (inferred). `win_rate_a` is A's share of the decided votes."""

    model_a: str | None = None
    model_b: str | None = None
    wins_a: int = 0
    wins_b: int = 0
    ties: int = 0
    total_votes: int = 0
    win_rate_a: float | None = None


class Locales(Response):
    """The locales with votes, by modality; a modality that was not asked for is absent."""

    text: list[str] = Field(default_factory=list)
    image: list[str] = Field(default_factory=list)
