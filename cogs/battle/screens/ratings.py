"""How a reveal tells what the battle did to the ratings here, from what was kept when it was revealed."""

from collections.abc import Mapping
from typing import Final

from arena.wire import Winner
from cogs.battle.custom_ids import Side
from cogs.common.look import Part, small, words
from community.battles import Battle, Leaning, Shift

_LEANING: Final = {
    Leaning.BALLOTS: (),
    Leaning.WORLD: ("mostly the world's scores so far",),
    Leaning.GUESS: ("mostly a first guess so far",),
}


def rating_lines(battle: Battle, side: Side) -> tuple[str, ...]:
    """One side's rating, in small print; nothing of a battle that a moderator voided."""
    shift = battle.shifts.a if side is Side.A else battle.shifts.b
    if shift is None or battle.void is not None:
        return ()
    return (small(_told(shift, moved=not battle.leaks), *_LEANING[shift.leaning]),)


def _told(shift: Shift, *, moved: bool) -> str:
    if not moved:
        return f"Rating here {shift.after:,.0f}, unchanged"
    if shift.before is None:
        return f"Rating here {shift.after:,.0f}, ± {shift.within:.0f}, new on this board"
    return f"Rating here {shift.before:,.0f} → {shift.after:,.0f}, ± {shift.within:.0f}"


def expected(battle: Battle) -> float | None:
    """The chance that the winner had, by the ratings here before; None where its win was no upset."""
    winner = battle.tally.winner if battle.tally is not None and battle.tally.total else None
    if winner not in {Winner.A, Winner.B} or battle.leaks or battle.void is not None:
        return None
    return battle.shifts.upset(a_won=winner is Winner.A)


def upset_mark(battle: Battle, names: Mapping[Side, str]) -> list[Part]:
    """Says that the winner was not expected to win, where it was not."""
    chance = expected(battle)
    if chance is None or battle.tally is None:
        return []
    name = names[Side.A if battle.tally.winner is Winner.A else Side.B]
    return [words(f"**An upset:** {name} was expected to win {chance * 100:.0f} of 100 ballots here.")]
