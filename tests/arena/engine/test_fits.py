"""Boards are fitted from where the last fit ended, once a minute at most, and nobody who starts a battle waits."""

import asyncio
from pathlib import Path

import pytest

from arena.engine.boards import Fits, PairCount, open_fits
from arena.engine.boards.fits import FRESH, BoardName
from arena.wire import Modality
from storage.arena.boards import BoardTable
from tests.support.clock import EagerClock
from tests.support.database import migrated_database

TEXT = BoardName(Modality.TEXT)
PATIENCE = 10


def pair(first: str, second: str, wins: int, losses: int) -> PairCount:
    return PairCount(first=first, second=second, wins_first=wins, wins_second=losses, ties=0, both_bad=0)


BEFORE = [pair("a", "b", 900, 300), pair("b", "c", 500, 450), pair("a", "c", 700, 100)]
AFTER = [pair("a", "b", 901, 300), *BEFORE[1:]]


async def test_a_fit_begins_where_the_last_one_of_its_board_ended(tmp_path: Path) -> None:
    async with migrated_database(tmp_path / "a.db", "arena") as database:
        clock = EagerClock()
        store = BoardTable(database)
        cold = await Fits(store, clock.now).fit(TEXT, AFTER)
        fits = Fits(store, clock.now)
        await fits.fit(TEXT, BEFORE)
        other = await fits.fit(BoardName(Modality.TEXT, "fr"), AFTER)
        warm = await fits.fit(TEXT, AFTER)
        assert warm.steps < cold.steps == other.steps
        assert [row.model for row in warm.standings] == [row.model for row in cold.standings]
        for one, same in zip(warm.standings, cold.standings, strict=True):
            assert (one.rating, one.lower) == pytest.approx((same.rating, same.lower))


async def test_what_is_known_is_told_at_once_and_made_anew_once_a_minute(tmp_path: Path) -> None:
    asked: list[Modality] = []
    release = asyncio.Event()
    begun = asyncio.Event()

    class Slow(BoardTable):
        async def pairs(self, modality: Modality, **_: object) -> list[PairCount]:
            asked.append(modality)
            if len(asked) > len(Modality):  # the first ones are those of the start
                begun.set()
                await release.wait()
            return BEFORE

    async with migrated_database(tmp_path / "a.db", "arena") as database:
        clock = EagerClock()
        async with open_fits(Slow(database), clock.now) as fits, asyncio.timeout(PATIENCE):
            first = fits.known(Modality.TEXT)
            assert first is not None
            assert first.battles == 2950
            clock.advance(FRESH.total_seconds())
            assert fits.known(Modality.TEXT) is first
            assert fits.known(Modality.TEXT) is first
            await begun.wait()
            assert asked == [*Modality, Modality.TEXT]
            release.set()
            while fits.known(Modality.TEXT) is first:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0)
            assert asked == [*Modality, Modality.TEXT]


async def test_every_close_has_the_board_made_anew_and_those_meanwhile_once_more(tmp_path: Path) -> None:
    begun: asyncio.Queue[Modality] = asyncio.Queue()
    go_on = asyncio.Semaphore(len(Modality))  # those of the start

    class Slow(BoardTable):
        async def pairs(self, modality: Modality, **_: object) -> list[PairCount]:
            begun.put_nowait(modality)
            await go_on.acquire()
            return BEFORE

    async with migrated_database(tmp_path / "a.db", "arena") as database:
        async with open_fits(Slow(database), EagerClock().now) as fits, asyncio.timeout(PATIENCE):
            assert [await begun.get() for _ in Modality] == [*Modality]
            first = fits.known(Modality.TEXT)
            fits.renew(Modality.TEXT)
            assert await begun.get() is Modality.TEXT
            for _ in range(3):
                fits.renew(Modality.TEXT)
            go_on.release()
            assert await begun.get() is Modality.TEXT
            assert fits.known(Modality.TEXT) is not first
            go_on.release()
        assert begun.empty()
