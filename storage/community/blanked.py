"""What blanked questions were about: boards were counted by it, and it cannot be read from them any more."""

import json
from collections.abc import Sequence

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import Category, Modality, categories_of
from storage.community.tables import battle_assignments, battles, blanked_questions


async def keep(connection: AsyncConnection, chosen: ColumnElement[bool]) -> None:
    """Keep the categories of these battles' questions, in the transaction that blanks them."""
    found = await connection.execute(
        select(battles.c.id, battles.c.prompt, battle_assignments.c.locale, battle_assignments.c.modality)
        .select_from(battles.join(battle_assignments))
        .where(chosen)
    )
    kept = [
        {
            "battle_id": row.id,
            "categories": json.dumps(
                sorted(categories_of(row.prompt, locale=row.locale, modality=Modality(row.modality)))
            ),
        }
        for row in found
    ]
    if kept:
        await connection.execute(insert(blanked_questions), kept)


async def categories(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, frozenset[Category]]:
    """The categories of those of these battles whose question was blanked."""
    found = await connection.execute(select(blanked_questions).where(blanked_questions.c.battle_id.in_(ids)))
    return {row.battle_id: frozenset(map(Category, json.loads(row.categories))) for row in found}
