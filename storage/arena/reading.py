"""Rows of battles, turns and answers, read back as the engine's values."""

from sqlalchemy import ColumnElement, RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.engine.values import Answer, Battle, Contestant, Failure, Pair, Side, Turn, Verdict
from arena.wire import Criteria, Modality, Usage, Winner
from storage.arena.tables import CRITERIA, answers, battles, draws, leaks, replacements, reveals, turns


async def read_battles(connection: AsyncConnection, *which: ColumnElement[bool]) -> list[Battle]:
    """The battles that fulfil all conditions on `arena_battles`, with all their turns, the oldest first."""
    of_battles = select(battles, draws.c.chance).outerjoin(draws).where(*which).order_by(battles.c.created_at)
    chosen = (await connection.execute(of_battles)).mappings().all()
    ids = [row["id"] for row in chosen]
    of_turns = select(turns).where(turns.c.battle_id.in_(ids)).order_by(turns.c.number)
    of_answers = select(answers, leaks.c.masked).outerjoin(leaks).where(answers.c.battle_id.in_(ids))
    of_reveals = select(reveals.c.battle_id, reveals.c.turn_number).where(reveals.c.battle_id.in_(ids))
    of_replacements = select(replacements).where(replacements.c.battle_id.in_(ids))
    turn_rows = (await connection.execute(of_turns)).mappings().all()
    texts = {
        (row["battle_id"], row["turn_number"], row["side"]): _answer(row)
        for row in (await connection.execute(of_answers)).mappings()
    }
    blind = {(row["battle_id"], row["turn_number"]) for row in (await connection.execute(of_reveals)).mappings()}
    replaced = {(row["battle_id"], row["side"]) for row in (await connection.execute(of_replacements)).mappings()}
    return [
        _battle(
            row,
            tuple(
                _turn(
                    turn,
                    Pair(*(texts[row["id"], turn["number"], side] for side in Side)),
                    blind=(row["id"], turn["number"]) in blind,
                )
                for turn in turn_rows
                if turn["battle_id"] == row["id"]
            ),
            frozenset(side for side in Side if (row["id"], side) in replaced),
        )
        for row in chosen
    ]


def _battle(row: RowMapping, of_battle: tuple[Turn, ...], replaced: frozenset[Side]) -> Battle:
    return Battle(
        id=row["id"],
        owner=row["owner"],
        key_id=row["key_id"],
        modality=Modality(row["modality"]),
        locale=row["locale"],
        title=row["title"],
        created_at=row["created_at"],
        contestants=Pair(Contestant(row["slug_a"], row["name_a"]), Contestant(row["slug_b"], row["name_b"])),
        turns=of_battle,
        replaced=replaced,
        chance=row["chance"],
    )


def _turn(row: RowMapping, pair: Pair[Answer], *, blind: bool) -> Turn:
    return Turn(
        number=row["number"],
        id=row["id"],
        prompt=row["prompt"],
        created_at=row["created_at"],
        answers=pair,
        ready_at=row["ready_at"],
        failure=None if row["failure"] is None else Failure(row["failure"]),
        verdict=None if row["winner"] is None else _verdict(row, blind=blind),
    )


def _answer(row: RowMapping) -> Answer:
    counted = row["prompt_tokens"] is not None and row["completion_tokens"] is not None
    return Answer(
        row["text"],
        row["whole"],
        row["masked"],
        finished_at=row["finished_at"],
        usage=Usage(prompt_tokens=row["prompt_tokens"], completion_tokens=row["completion_tokens"])
        if counted
        else None,
    )


def _verdict(row: RowMapping, *, blind: bool) -> Verdict:
    scores = {name: row[name] for name in CRITERIA}
    return Verdict(
        winner=Winner(row["winner"]),
        at=row["voted_at"],
        blind=blind,
        feedback=row["feedback"],
        rating=row["rating"],
        criteria=Criteria(**scores) if any(scores.values()) else None,
    )
