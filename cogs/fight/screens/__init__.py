"""Everything a member sees of a fight, as functions of values: no clock is read and nothing is sent here."""

from cogs.common.look import Reply
from cogs.fight.screens.ballot import ballot, not_open
from cogs.fight.screens.end import end
from cogs.fight.screens.live import live
from cogs.fight.screens.more import more, started, stopped
from cogs.fight.screens.reading import latest, reading
from cogs.fight.screens.refusals import refusal
from community.fights import Fight, FightState

__all__ = ["ballot", "fight_message", "latest", "more", "not_open", "reading", "refusal", "started", "stopped"]


def fight_message(fight: Fight, state: FightState) -> Reply:
    """The fight's own message in the channel; after the end it brings a file along."""
    return Reply(live(fight, state)) if fight.status.live else end(fight, state)
