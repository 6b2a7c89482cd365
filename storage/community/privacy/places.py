"""Every column that says who a member is, and what becomes of it when the member is forgotten.

A test walks through all tables: a column that may name a person, by its name or because it holds one of Discord's ids
and is no place, and does not stand here fails it.
"""

from enum import Enum, auto
from typing import Any, Final

from sqlalchemy import Column

from storage.community.tables import (
    agreements,
    ballot_events,
    ballots,
    battles,
    drafts,
    feedback_outbox,
    fight_ballots,
    fight_charges,
    fights,
    forgettings,
    guesses,
    quota_charges,
    quota_windows,
    ratings,
    reasons,
    reports,
    schedules,
    turns,
    voids,
    watchers,
)


class Fate(Enum):
    """What becomes of a row that names a forgotten member."""

    ERASED = auto()
    """It goes."""
    PSEUDONYM = auto()
    """It stays, for the tally's sake, with a random number in the member's place."""
    NOBODY = auto()
    """It stays, with nobody in the member's place."""


FATES: Final[dict[Column[Any], Fate]] = {
    # In the order in which rows may go: what refers to others goes before them.
    feedback_outbox.c.member_id: Fate.ERASED,
    ratings.c.member_id: Fate.ERASED,
    reasons.c.member_id: Fate.ERASED,
    guesses.c.member_id: Fate.ERASED,
    watchers.c.member_id: Fate.ERASED,
    reports.c.member_id: Fate.ERASED,
    agreements.c.member_id: Fate.ERASED,
    drafts.c.member_id: Fate.ERASED,
    drafts.c.author_id: Fate.ERASED,
    ballots.c.member_id: Fate.PSEUDONYM,
    ballot_events.c.member_id: Fate.PSEUDONYM,
    fight_ballots.c.member_id: Fate.PSEUDONYM,
    battles.c.starter_id: Fate.NOBODY,
    fights.c.starter_id: Fate.NOBODY,
    turns.c.asked_by: Fate.NOBODY,
    voids.c.voided_by: Fate.NOBODY,
    schedules.c.ordered_by: Fate.NOBODY,
}

UNTOUCHED: Final = frozenset({forgettings.c.member_id})
"""Names members for as long as there is something to forget of them."""

OF_QUOTAS: Final = (quota_windows, quota_charges, fight_charges)
"""Name members in `subject`, as `guild:member`. They stay until two days after the window's end, also when a member is
forgotten: else forgetting would refill quotas."""
