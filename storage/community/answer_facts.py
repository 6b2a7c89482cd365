"""What the answers of revealed battles took."""

from typing import Final

from sqlalchemy import Row, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.facts import AnswerFacts, Facts
from community.battles.values import BattleId
from storage.community.tables import answer_facts

_SIDES: Final = ("A", "B")

of_a: Final = answer_facts.alias("facts_a")
of_b: Final = answer_facts.alias("facts_b")
COLUMNS: Final = tuple(
    table.c[name].label(f"{name}_{side.lower()}")
    for side, table in zip(_SIDES, (of_a, of_b), strict=True)
    for name in ("seconds", "tokens", "dollars")
)
"""What `read` needs, from both aliases."""


async def keep(connection: AsyncConnection, battle_id: BattleId, facts: Facts) -> None:
    """Keep what is known of the answers; nothing where nothing is."""
    rows = [
        {"battle_id": battle_id, "side": side, "seconds": of.seconds, "tokens": of.tokens, "dollars": of.dollars}
        for side, of in zip(_SIDES, (facts.a, facts.b), strict=True)
        if of != AnswerFacts()
    ]
    if rows:
        await connection.execute(insert(answer_facts), rows)


def read(row: Row[tuple[object, ...]]) -> Facts:
    """The facts in a row that holds `COLUMNS`."""
    return Facts(
        AnswerFacts(seconds=row.seconds_a, tokens=row.tokens_a, dollars=row.dollars_a),
        AnswerFacts(seconds=row.seconds_b, tokens=row.tokens_b, dollars=row.dollars_b),
    )
