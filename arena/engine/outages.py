"""Models that fail again and again: for a while they are left out of draws. Each process keeps its own list."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

FAILURES: Final = 3
"""Failures in a row that make a model rest."""
WITHIN: Final = timedelta(minutes=10)
"""They must lie so close together: a model that fails now and then is not down."""
REST: Final = timedelta(minutes=10)


class Outages:
    """Who failed when. Times are given by the caller."""

    def __init__(self) -> None:
        self._failed: defaultdict[str, list[datetime]] = defaultdict(list)
        self._down: dict[str, datetime] = {}
        self._announced: dict[str, datetime] = {}

    def failed(self, slug: str, *, at: datetime) -> bool:
        """Note that a model gave no answer; say whether it rests from now on."""
        recent = [time for time in self._failed.pop(slug, ()) if at - time < WITHIN]
        recent.append(at)
        if len(recent) < FAILURES:
            self._failed[slug] = recent
            return False
        self._down[slug] = self._announced[slug] = at + REST
        return True

    def answered(self, slug: str) -> None:
        """Note that a model answered: its failures are forgotten, and it is drawn again."""
        self._failed.pop(slug, None)
        self._down.pop(slug, None)

    def down(self, *, at: datetime) -> frozenset[str]:
        """The models that should not be drawn."""
        return frozenset(slug for slug, until in self._down.items() if at < until)

    def announced(self, *, at: datetime) -> frozenset[str]:
        """The models of which everybody may know that they failed.

        Such a rest ends with its time and not with an answer, which would tell that the model stands in an open battle.
        """
        return frozenset(slug for slug, until in self._announced.items() if at < until)
