"""Turns beside both of their answers."""

from typing import Any

from sqlalchemy import Column, Select, select

from arena.engine.values import Side
from storage.arena.tables import answers, battles, turns


def with_answers(*columns: Column[Any]) -> Select[tuple[object, ...]]:
    """These columns of turns and battles, and `text_a` and `text_b`."""
    a, b = answers.alias("answer_a"), answers.alias("answer_b")
    statement: Select[tuple[object, ...]] = select(*columns, a.c.text.label("text_a"), b.c.text.label("text_b"))
    statement = statement.join_from(turns, battles, battles.c.id == turns.c.battle_id)
    for answer, side in ((a, Side.A), (b, Side.B)):
        statement = statement.join(
            answer,
            (answer.c.battle_id == turns.c.battle_id)
            & (answer.c.turn_number == turns.c.number)
            & (answer.c.side == side),
        )
    return statement
