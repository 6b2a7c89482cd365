"""Which counts a vote is in. They are added up in the transaction that stores it, and from the votes for a period."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, Subquery, case, literal, select, true, union_all
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import Winner
from storage.arena.ranked import is_ranked
from storage.arena.tables import battle_categories, battles, pair_counts, ranked_models, turns

EVERY_BATTLE = ""
"""Stands for the category that all battles are in."""


async def count_vote(connection: AsyncConnection, battle_id: str, turn: int) -> None:
    """Count the vote on this turn, if it may enter a board: once in all, and once in each category of the battle.

    Call it once a vote, after the vote was stored.
    """
    await connection.execute(_names(battle_id, turn))
    await connection.execute(_counts(battle_id, turn))


def counted_since(at: datetime, *, by_category: bool) -> Subquery:
    """The counted votes of that moment and later, one a row in the columns of `pair_counts`.

    Each is in the category of every battle, or in all of its own categories.
    """
    if by_category:
        votes = _counted(battle_categories.c.category)
        votes = votes.join(battle_categories, battle_categories.c.battle_id == battles.c.id)
    else:
        votes = _counted(literal(EVERY_BATTLE))
    return votes.where(turns.c.voted_at >= at).subquery()


def _counted(category: ColumnElement[str]) -> Select[tuple[object, ...]]:
    in_order = battles.c.slug_a < battles.c.slug_b
    first_side = case((in_order, literal(Winner.A.value)), else_=literal(Winner.B.value))
    second_side = case((in_order, literal(Winner.B.value)), else_=literal(Winner.A.value))
    columns = (
        battles.c.modality,
        category,
        battles.c.locale,
        case((in_order, battles.c.slug_a), else_=battles.c.slug_b),
        case((in_order, battles.c.slug_b), else_=battles.c.slug_a),
        case((turns.c.winner == first_side, 1), else_=0),
        case((turns.c.winner == second_side, 1), else_=0),
        case((turns.c.winner == Winner.TIE, 1), else_=0),
        case((turns.c.winner == Winner.BOTH_BAD, 1), else_=0),
    )
    named = (column.label(name) for column, name in zip(columns, pair_counts.c.keys(), strict=True))
    return select(*named).join_from(turns, battles, turns.c.battle_id == battles.c.id).where(is_ranked())


def _counts(battle_id: str, turn: int) -> sqlite.Insert:
    categories = _categories(battle_id)
    one = _counted(categories.c.category).join(categories, true())
    one = one.where(battles.c.id == battle_id, turns.c.number == turn)
    adding = sqlite.insert(pair_counts).from_select([column.name for column in pair_counts.c], one)
    return adding.on_conflict_do_update(
        index_elements=list(pair_counts.primary_key),
        set_={name: pair_counts.c[name] + adding.excluded[name] for name in ("wins_1", "wins_2", "ties", "both_bad")},
    )


def _names(battle_id: str, turn: int) -> sqlite.Insert:
    both = union_all(_contestant(battle_id, turn, "a"), _contestant(battle_id, turn, "b"))
    # Without a WHERE SQLite takes the ON of what follows for that of a join.
    source = both.subquery().select().where(true())
    naming = sqlite.insert(ranked_models).from_select(["slug", "name", "first_ranked_at"], source)
    return naming.on_conflict_do_update(index_elements=["slug"], set_={"name": naming.excluded.name})


def _contestant(battle_id: str, turn: int, side: str) -> Select[tuple[object, ...]]:
    return (
        select(battles.c[f"slug_{side}"].label("slug"), battles.c[f"name_{side}"].label("name"), turns.c.voted_at)
        .join(turns, turns.c.battle_id == battles.c.id)
        .where(battles.c.id == battle_id, turns.c.number == turn, is_ranked())
    )


def _categories(battle_id: str) -> Subquery:
    of_battle = select(battle_categories.c.category).where(battle_categories.c.battle_id == battle_id)
    return union_all(select(literal(EVERY_BATTLE).label("category")), of_battle).subquery()
