"""What a member says of a battle beside the ballot."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from arena.wire import Winner
from community.battles.values import BattleId

MAX_WORDS: Final = 2000
"""Characters that a member may add to a rating."""
MAX_REASON: Final = 1000
"""Characters of the reason for a ballot."""
MAX_NAME: Final = 100
"""Characters of a guessed name that are kept: what a choice of Discord's takes."""
MAX_WATCHERS: Final = 50
"""Members of one battle who can ask to be told: all are mentioned in one short message."""
FEEDBACK_WAIT: Final = timedelta(minutes=2)
"""How long the starter's rating waits to go upstream, so that words and second thoughts go with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One member's rating of both answers together, each score 1 to 5 or None; `words` may be empty."""

    stars: int | None = None
    accuracy: int | None = None
    helpfulness: int | None = None
    clarity: int | None = None
    creativity: int | None = None
    words: str = ""

    @property
    def scores(self) -> dict[str, int | None]:
        """All scores by name, in the order in which they are asked for."""
        return {
            "stars": self.stars,
            "accuracy": self.accuracy,
            "helpfulness": self.helpfulness,
            "clarity": self.clarity,
            "creativity": self.creativity,
        }

    @property
    def says_something(self) -> bool:
        """Whether any of it was filled in."""
        return bool(self.words) or any(score is not None for score in self.scores.values())


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a member voted like this; it explains this choice and no other."""

    choice: Winner
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Which models a member thinks wrote the answers; None where there is no guess."""

    a: str | None = None
    b: str | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A starter's rating on its way upstream."""

    battle_id: BattleId
    source: str
    upstream_id: str
    rating: Rating
