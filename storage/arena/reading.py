"""Rows of battles, turns and answers, read back as the engine's values."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.engine.values import Answer, Battle, Contestant, Failure, Pair, Side, Turn, Verdict
from arena.wire import Criteria, Modality, Winner
from storage.arena.tables import CRITERIA, answers, battles, turns


async def read_battles(connection: AsyncConnection, *which: ColumnElement[bool]) -> list[Battle]:
    """The battles that fulfil all conditions on `arena_battles`, with all their turns, the oldest first."""
    chosen = (await connection.execute(select(battles).where(*which).order_by(battles.c.created_at))).mappings().all()
    ids = [row["id"] for row in chosen]
    of_turns = select(turns).where(turns.c.battle_id.in_(ids)).order_by(turns.c.number)
    of_answers = select(answers).where(answers.c.battle_id.in_(ids))
    turn_rows = (await connection.execute(of_turns)).mappings().all()
    texts = {
        (row["battle_id"], row["turn_number"], row["side"]): Answer(row["text"], row["whole"])
        for row in (await connection.execute(of_answers)).mappings()
    }
    return [_battle(row, [turn for turn in turn_rows if turn["battle_id"] == row["id"]], texts) for row in chosen]


def _battle(row: RowMapping, turn_rows: Sequence[RowMapping], texts: Mapping[tuple[Any, Any, Any], Answer]) -> Battle:
    return Battle(
        id=row["id"],
        owner=row["owner"],
        key_id=row["key_id"],
        modality=Modality(row["modality"]),
        locale=row["locale"],
        title=row["title"],
        created_at=row["created_at"],
        contestants=Pair(Contestant(row["slug_a"], row["name_a"]), Contestant(row["slug_b"], row["name_b"])),
        turns=tuple(
            _turn(turn, Pair(*(texts[row["id"], turn["number"], side] for side in Side))) for turn in turn_rows
        ),
    )


def _turn(row: RowMapping, pair: Pair[Answer]) -> Turn:
    return Turn(
        number=row["number"],
        id=row["id"],
        prompt=row["prompt"],
        created_at=row["created_at"],
        answers=pair,
        ready_at=row["ready_at"],
        failure=None if row["failure"] is None else Failure(row["failure"]),
        verdict=None if row["winner"] is None else _verdict(row),
    )


def _verdict(row: RowMapping) -> Verdict:
    scores = {name: row[name] for name in CRITERIA}
    return Verdict(
        winner=Winner(row["winner"]),
        at=row["voted_at"],
        feedback=row["feedback"],
        rating=row["rating"],
        criteria=Criteria(**scores) if any(scores.values()) else None,
    )
