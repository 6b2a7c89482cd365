"""A live board follows the counts, comes back after it was deleted, and moves when it is told to."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import discord
import pytest

from arena.ratings import Board, NotConverged, PairTable, Prior, rate
from arena.wire import Winner
from cogs.common.pictures import Pictures
from cogs.common.posting import Edited, Poster
from cogs.leaderboard.live import EDIT_EVERY, LiveBoards
from community.boards import Boards, Expectations, Filters, Picture
from community.boards.live import LiveBoard
from community.places import MessageRef
from storage.community.battles import SqlBattleStore
from storage.community.boards import SqlBoardStore
from storage.community.live_boards import SqlLiveStore
from storage.database import Database
from tests.support.clock import START, EagerClock
from tests.support.database import migrated_database
from tests.support.fought import fought as fought_at
from tests.support.layout import texts

GUILD, CHANNEL, OTHER_CHANNEL = 1, 20, 21
LIVE = LiveBoard(guild_id=GUILD, channel_id=CHANNEL, filters=Filters(source="ModelChorus"), picture=Picture.NONE)


class Wall(Poster):
    """What Discord shows, and what it says to an edit; it keeps each call that the real one would have made."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[int, str]] = []
        self.edits: list[str] = []
        self.pinned: list[MessageRef] = []
        self.deleted = False

    async def edit(
        self, message: MessageRef, view: discord.ui.LayoutView, *, files: Sequence[discord.File] | None = None
    ) -> Edited:
        assert files == []
        assert message.message_id == 100 + len(self.sent)
        if self.deleted:
            self.deleted = False
            return Edited.DELETED
        self.edits.append("\n".join(texts(view)))
        return Edited.DONE

    async def send(
        self,
        channel_id: int,
        view: discord.ui.LayoutView,
        *,
        nonce: str,
        reference: discord.MessageReference | None = None,
        files: Sequence[discord.File] = (),
        mentioned: Sequence[int] = (),
    ) -> MessageRef | None:
        assert len(nonce) <= 25
        assert not mentioned
        assert not files
        assert reference is None
        self.sent.append((channel_id, "\n".join(texts(view))))
        return MessageRef(channel_id, 100 + len(self.sent))

    async def pin(self, message: MessageRef) -> bool:
        self.pinned.append(message)
        return True

    def server(self, guild_id: int) -> str | None:
        assert guild_id == GUILD
        return "Night Owls"


class Place:
    def __init__(self, database: Database) -> None:
        self.clock, self.wall = EagerClock(), Wall()
        self.store = SqlLiveStore(database)
        board_store = SqlBoardStore(database)
        self.boards = Boards(
            store=board_store,
            expectations=Expectations(store=board_store, worlds={}, clock=self.clock),
            clock=self.clock,
            source="ModelChorus",
        )
        self.live = LiveBoards(
            store=self.store, boards=self.boards, pictures=Pictures(), poster=self.wall, clock=self.clock
        )
        self.fought = partial(fought_at, SqlBattleStore(database), closed_at=START)

    async def look(self) -> None:
        """What a look of the loop leads to, until nothing is left to show."""
        for live in await self.store.stale():
            self.live._changed(live.guild_id)
        await self.settled()

    async def settled(self) -> None:
        async with asyncio.timeout(10):
            for message in list(self.live._live.values()):
                await message.settled()


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with migrated_database(tmp_path / "blindbout.db") as database:
        yield Place(database)


async def test_a_live_board_is_posted_and_pinned_and_follows_the_counts(place: Place) -> None:
    await place.live.start(LIVE)
    await place.settled()
    ((channel, said),) = place.wall.sent
    assert channel == CHANNEL
    assert "Night Owls leaderboard" in said
    assert "No ballots yet" in said
    assert place.wall.pinned == [MessageRef(CHANNEL, 101)]

    await place.look()
    assert place.wall.edits == [], "nothing has changed"
    await place.fought(("Qwen", "Phi"), [Winner.A], revealed=False)
    await place.look()
    assert place.wall.edits == [], "an open battle changes nothing"
    await place.fought(("Qwen", "Phi"), [Winner.A])
    await place.look()
    assert len(place.wall.edits) == 1
    assert "**1. Qwen**" in place.wall.edits[0]
    assert max(place.clock.slept) == EDIT_EVERY


async def test_a_live_board_that_cannot_be_rated_is_tried_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = [NotConverged("no rest")]

    def rating(table: PairTable, *, prior: Prior) -> Board:
        if faults:
            raise faults.pop()
        return rate(table, prior=prior)

    monkeypatch.setattr("community.boards.rating.rate", rating)
    await place.fought(("Qwen", "Phi"), [Winner.A])
    await place.live.start(LIVE)
    await place.settled()
    assert not faults
    ((_, said),) = place.wall.sent
    assert "**1. Qwen**" in said


async def test_a_deleted_live_board_comes_back(place: Place) -> None:
    await place.live.start(LIVE)
    await place.settled()
    place.wall.deleted = True
    await place.fought(("Qwen", "Phi"), [Winner.A])
    await place.look()
    assert [channel for channel, _ in place.wall.sent] == [CHANNEL, CHANNEL]
    assert place.wall.pinned[-1] == MessageRef(CHANNEL, 102)
    live = await place.store.of_guild(GUILD)
    assert live is not None
    assert live.message == MessageRef(CHANNEL, 102)


async def test_a_live_board_moves_and_stops(place: Place) -> None:
    await place.live.start(LIVE)
    await place.settled()
    await place.live.start(replace(LIVE, channel_id=OTHER_CHANNEL))
    await place.settled()
    assert [channel for channel, _ in place.wall.sent] == [CHANNEL, OTHER_CHANNEL]
    assert await place.live.stop(GUILD)
    assert not await place.live.stop(GUILD)
    await place.fought(("Qwen", "Phi"), [Winner.A])
    await place.look()
    assert place.wall.edits == []


async def test_what_one_process_did_not_show_the_next_one_does(place: Place) -> None:
    await place.store.keep(LIVE)
    running = asyncio.create_task(place.live.run())
    async with asyncio.timeout(10):
        while not place.wall.sent:  # noqa: ASYNC110 - the fake wall has no events
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert len(place.wall.sent) == 1
