"""What of the house arena anybody may read, put together."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from arena.api import Reading
from arena.engine.battles import BattleEngine
from arena.engine.boards import Boards, Fits
from arena.engine.cursors import Cursors
from arena.engine.draws import Draws
from arena.engine.feeds import Feeds
from arena.engine.suggestions import open_suggestions
from arena.engine.values import Clock
from arena.providers import OpenAICompatible
from arena.wire import AnyModel, TextModel
from storage.arena.boards import BoardTable
from storage.arena.draws import DrawTable
from storage.arena.feeds import FeedTable
from storage.arena.secrets import secret
from storage.database import Database

_CURSORS = "cursors"


@asynccontextmanager
async def open_reading(
    database: Database, engine: BattleEngine, fits: Fits, models: Iterable[AnyModel], clock: Clock
) -> AsyncIterator[Reading]:
    """Boards, feeds and suggestions on this database, until the block ends."""
    cursors = await open_cursors(database)
    async with open_suggestions(suggester(models), clock) as suggestions:
        yield Reading(
            Boards(BoardTable(database), fits, engine.cards, clock),
            Feeds(FeedTable(database), engine.roster.named, cursors),
            Draws(DrawTable(database), engine.roster, engine.outages, clock),
            suggestions,
            clock,
        )


async def open_cursors(database: Database) -> Cursors:
    """The cursors of this database's arena: the same after a restart, and in every process."""
    return Cursors(await secret(database, _CURSORS))


def suggester(models: Iterable[AnyModel]) -> TextModel | None:
    """The model that writes suggestions: of those at an endpoint, the cheapest (an unknown price is the highest).

    The baselines cannot, and the small local model has battles to write.
    """
    able = (model for model in models if isinstance(model, OpenAICompatible))
    return min(able, key=lambda model: (_price(model), model.card.slug), default=None)


def _price(model: TextModel) -> float:
    price = model.card.output_cost_per_1m
    return float("inf") if price is None else price
