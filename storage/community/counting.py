"""Which battles count anywhere: on boards, in histories by model, in exports.

Only those whose names are out, and which no moderator voided. Leaks are another matter: such a battle counts as played,
but its ballots move no rating (`leak_a` and `leak_b`).
"""

from typing import Final

from sqlalchemy import and_, exists

from community.battles.values import State
from storage.community.tables import battles, voids

void: Final = exists().where(voids.c.battle_id == battles.c.id).correlate(battles)
"""A condition on `battles`: a moderator voided it."""

counted: Final = and_(battles.c.state == State.REVEALED, ~void)
"""A condition on `battles`: its names are out and it was not voided."""
