"""Which battles count on boards, and as what. Pure; the same rule counts a battle once and recounts them all."""

from typing import Final

from arena.ratings import PairStats, in_order
from arena.wire import Category, categories_of
from community.battles.values import Battle, State
from community.boards.values import Counted

RULES: Final = 1
"""The version of these rules. Where it grows, everything that was kept is counted anew at the next start."""


def counted(battle: Battle, *, kept: frozenset[Category] | None = None) -> Counted | None:
    """What boards take from the battle, None where it does not count.

    It counts once it is closed and revealed, if it got ballots, none of its answers said who wrote it, its two models
    are not the same, and no moderator voided it. Its categories are those of the house arena, by the same rules:
    ModelChorus tells none. Where the question was blanked, `kept` is what it was about.
    """
    if battle.state is not State.REVEALED or battle.names is None or battle.tally is None or battle.closed_at is None:
        return None
    if battle.void is not None or battle.leaks or battle.names.a == battle.names.b or not battle.tally.total:
        return None
    tally = battle.tally
    if kept is None:
        kept = categories_of(battle.prompt, locale=battle.locale, modality=battle.modality)
    stats = PairStats.of_battle(a=tally.a, b=tally.b, tie=tally.tie, both_bad=tally.both_bad)
    return Counted(
        guild_id=battle.guild_id,
        source=battle.source,
        modality=battle.modality,
        closed_at=battle.closed_at,
        categories=kept,
        row=in_order(battle.names.a, battle.names.b, stats),
    )
