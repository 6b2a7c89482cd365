"""Which votes may enter a board: blind ones, on answers that did not say who made them."""

from sqlalchemy import ColumnElement, exists

from storage.arena.tables import leaks, reveals, turns


def is_ranked() -> ColumnElement[bool]:
    """The condition on `arena_turns`.

    Blind is the vote that brought a battle's names out; the votes on its other turns were cast by somebody who knew
    them. A turn in which a side named its maker was not blind either, nor was a later one of the same battle.
    """
    revealing = exists().where(reveals.c.battle_id == turns.c.battle_id, reveals.c.turn_number == turns.c.number)
    leaking = exists().where(leaks.c.battle_id == turns.c.battle_id, leaks.c.turn_number <= turns.c.number)
    return turns.c.voted_at.is_not(None) & revealing & ~leaking
