"""Votes for the board with style: each is read once, page by page, in the order of their times."""

from pathlib import Path

from arena.engine.boards import JudgedAnswers
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
        assert {text for vote in found for text in (vote.texts.a, vote.texts.b)} == {"A first half, and a second one."}


async def test_an_answer_that_said_who_made_it_is_not_among_them(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Telling("basalt")) as arena:
        await Votes(arena, await unlimited(arena)).cast("A")
        assert await BoardTable(arena.database).judged(after=None, limit=9) == []
