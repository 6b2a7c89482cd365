"""What the answers of revealed battles took, who exactly wrote them, and how likely the pair was."""

from typing import Final

from sqlalchemy import FromClause, Row, and_, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.facts import AnswerFacts, Facts
from community.battles.values import BattleId
from storage.community.tables import answer_facts, answer_models, battle_draws, battles

_SIDES: Final = ("A", "B")
_TABLES: Final = {
    side: {table.name: table.alias(f"{table.name}_{side.lower()}") for table in (answer_facts, answer_models)}
    for side in _SIDES
}

COLUMNS: Final = (
    *(
        table.c[name].label(f"{name}_{side.lower()}")
        for side, tables in _TABLES.items()
        for table in tables.values()
        for name in ("seconds", "tokens", "dollars", "model_id", "sampling")
        if name in table.c
    ),
    battle_draws.c.probability,
)
"""What `read` needs of a statement that was `joined`."""


def joined(of_battles: FromClause) -> FromClause:
    """The rows of battles with the facts that there are about them."""
    for side, tables in _TABLES.items():
        for table in tables.values():
            of_battles = of_battles.outerjoin(table, and_(table.c.battle_id == battles.c.id, table.c.side == side))
    return of_battles.outerjoin(battle_draws, battle_draws.c.battle_id == battles.c.id)


async def keep(connection: AsyncConnection, battle_id: BattleId, facts: Facts) -> None:
    """Keep what is known of the answers; nothing where nothing is."""
    sides = list(zip(_SIDES, (facts.a, facts.b), strict=True))
    took = [
        {"battle_id": battle_id, "side": side, "seconds": of.seconds, "tokens": of.tokens, "dollars": of.dollars}
        for side, of in sides
        if (of.seconds, of.tokens, of.dollars) != (None, None, None)
    ]
    wrote = [
        {"battle_id": battle_id, "side": side, "model_id": of.model_id, "sampling": of.sampling}
        for side, of in sides
        if of.model_id is not None
    ]
    if took:
        await connection.execute(insert(answer_facts), took)
    if wrote:
        await connection.execute(insert(answer_models), wrote)
    if facts.pair_probability is not None:
        await connection.execute(insert(battle_draws).values(battle_id=battle_id, probability=facts.pair_probability))


def read(row: Row[tuple[object, ...]]) -> Facts:
    """The facts in a row that holds `COLUMNS`."""
    return Facts(
        AnswerFacts(
            seconds=row.seconds_a,
            tokens=row.tokens_a,
            dollars=row.dollars_a,
            model_id=row.model_id_a,
            sampling=row.sampling_a,
        ),
        AnswerFacts(
            seconds=row.seconds_b,
            tokens=row.tokens_b,
            dollars=row.dollars_b,
            model_id=row.model_id_b,
            sampling=row.sampling_b,
        ),
        row.probability,
    )
