"""Boards, put together: what is counted, what is expected of models, and their face."""

import asyncio
from dataclasses import dataclass

from cogs import leaderboard
from cogs.common.feature import Feature
from cogs.common.pictures import Pictures
from cogs.common.posting import Poster
from community.boards import Boards, Expectations, Worlds
from community.clock import Clock
from storage.community.boards import SqlBoardStore
from storage.community.live_boards import SqlLiveStore
from storage.database import Database


@dataclass(frozen=True, slots=True)
class BoardParts:
    """What the bot runs of boards."""

    store: SqlBoardStore
    boards: Boards
    expectations: Expectations
    worlds: Worlds
    pictures: Pictures
    live: leaderboard.LiveBoards

    async def before_connecting(self) -> None:
        """Count what earlier versions did not."""
        await self.store.count_anew()

    def start(self) -> "list[asyncio.Task[None]]":
        """Follow what the world says, and keep live boards fresh, until the tasks are cancelled."""
        return [
            asyncio.create_task(self.expectations.run(), name="world boards"),
            asyncio.create_task(self.live.run(), name="live boards"),
        ]

    def commands(self) -> leaderboard.LiveBoardCommands:
        """The group below `/manage`."""
        return leaderboard.LiveBoardCommands(self.live, self.boards)

    def features(self) -> list[Feature]:
        """The features, ready to be added to the bot."""
        return leaderboard.features(self.boards, self.worlds, self.pictures)


def board_parts(database: Database, clock: Clock, *, source: str, worlds: Worlds, poster: Poster) -> BoardParts:
    """Boards on this database; `source` is the one that a guild without battles is shown the board of."""
    store = SqlBoardStore(database)
    expectations = Expectations(store=store, worlds=worlds.of_others, clock=clock)
    boards = Boards(store=store, expectations=expectations, clock=clock, source=source)
    pictures = Pictures()
    live = leaderboard.LiveBoards(
        store=SqlLiveStore(database), boards=boards, pictures=pictures, poster=poster, clock=clock
    )
    return BoardParts(store, boards, expectations, worlds, pictures, live)
