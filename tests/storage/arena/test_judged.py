"""Votes for boards: for style each is read once, page by page, in the order of time; for a period by its time."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from arena.engine.boards import Fits, JudgedAnswers, PairCount, Style
from arena.engine.values import Pair
from arena.wire import Modality
from storage.arena.boards import BoardTable
from tests.arena.api.served import served, unlimited
from tests.arena.api.test_boards import Votes
from tests.arena.engine.contestants import Quick, Telling


async def test_pages_together_hold_every_counted_vote_once_and_no_other(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        votes = Votes(arena, await unlimited(arena))
        winners = ("A", "B", "tie", "both_bad", "A")
        for winner in winners:
            await votes.cast(winner)
        await arena.ready_for_vote(votes.key)
        store = BoardTable(arena.database)
        found: list[JudgedAnswers] = []
        while page := await store.judged(after=(found[-1].at, found[-1].id) if found else None, limit=2):
            assert len(page) <= 2
            found += page
        assert [vote.winner for vote in found] == list(winners)
        assert len({vote.id for vote in found}) == len(winners)
        assert all({vote.slugs.a, vote.slugs.b} == {"quartz", "basalt"} for vote in found)
        look = Style.of("A first half, and a second one.")
        assert {vote.styles for vote in found} == {Pair(look, look)}


async def test_an_answer_that_said_who_made_it_is_not_among_them(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Telling("basalt")) as arena:
        await Votes(arena, await unlimited(arena)).cast("A")
        assert await BoardTable(arena.database).judged(after=None, limit=9) == []


async def test_answers_from_before_looks_were_kept_are_looked_at_once(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        votes = Votes(arena, await unlimited(arena))
        ids = [await votes.cast("A") for _ in range(3)]
        store = BoardTable(arena.database)
        kept = await store.judged(after=None, limit=9)
        before = await Fits(store, arena.clock.now).with_style()
        # As an earlier version left them: one vote without any look, one with one side's.
        forgetting = text("DELETE FROM arena_styles WHERE battle_id = :one OR battle_id = :other AND side = 'B'")
        which = {"one": ids[0], "other": ids[1]}
        await arena.database.write(lambda connection: connection.execute(forgetting, which))
        assert [vote.styles is None for vote in await store.judged(after=None, limit=9)] == [True, True, False]
        assert await Fits(store, arena.clock.now).with_style() == before
        assert await store.judged(after=None, limit=9) == kept


async def test_votes_since_the_first_one_are_all_that_was_counted(tmp_path: Path) -> None:
    """What is added up with each vote, and what is added up from the votes, is the same in every corner."""
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt"), Quick("onyx")) as arena:
        start = arena.clock.now()
        votes = Votes(arena, await unlimited(arena))
        for winner, prompt, locale in (
            ("A", "What is 17 * 23?", "en"),
            ("B", "What is 3 * 5?", "fr"),
            ("tie", "Write a Python program that finds prime numbers", "en"),
            ("both_bad", "Hello there", "en"),
        ):
            await votes.cast(winner, prompt=prompt, locale=locale)
        await arena.ready_for_vote(votes.key)
        store = BoardTable(arena.database)

        async def everything(since: datetime | None) -> list[object]:
            return [
                await store.pairs(Modality.TEXT, since=since),
                await store.pairs(Modality.TEXT, category="mathematics", since=since),
                await store.pairs(Modality.TEXT, locales=["fr"], since=since),
                await store.pairs(Modality.TEXT, locales=["en"], category="coding", since=since),
                await store.pairs(Modality.IMAGE, since=since),
                await store.pairs_by_category(Modality.TEXT, since=since),
                await store.pairs_by_category(Modality.TEXT, locales=["en"], since=since),
            ]

        assert await everything(start) == await everything(None)
        last: list[PairCount] = [*await store.pairs(Modality.TEXT, since=arena.clock.now() - timedelta(seconds=40))]
        assert [(pair.wins_first, pair.wins_second, pair.ties, pair.both_bad) for pair in last] == [(0, 0, 0, 1)]
        assert not any(await everything(arena.clock.now()))
