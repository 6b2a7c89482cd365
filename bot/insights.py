"""Statistics and members' words, put together."""

from cogs import insights
from cogs.common.feature import Feature
from cogs.insights import InsightsFace
from community.boards import Boards, Worlds
from storage.community.fights import SqlFightStore
from storage.community.remarks import SqlRemarks
from storage.community.statistics import SqlStatistics
from storage.database import Database


def insights_feature(database: Database, boards: Boards, worlds: Worlds) -> Feature:
    """The feature, ready to be added to the bot."""
    return insights.feature(
        InsightsFace(
            statistics=SqlStatistics(database),
            remarks=SqlRemarks(database),
            boards=boards,
            fights=SqlFightStore(database),
            worlds=worlds.all,
        )
    )
