"""Boards are what the revealed battles' ballots say, recomputed here from rows that are read by hand."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import delete, select, text

from arena.ratings import Board, PairStats, PairTable, Prior, rate
from arena.wire import Category, CategoryBoard, FeedVote, HeadToHead, Modality, Standing, Stats, Winner
from community.battles import Leaks
from community.battles.ports import BattleStore
from community.battles.values import Void
from community.boards import Boards, Expectations, Filters, Period, Placing, Posted
from community.errors import BoardUnrated, SourceUnanswered
from storage.community.boards import SqlBoardStore
from storage.community.moderating import SqlModerationStore
from storage.community.privacy import SqlMemberKeeper
from storage.community.tables import board_counts as counts_table
from storage.community.tables import facts
from storage.database import Database
from tests.storage.community.states import NOW, WINDOW
from tests.support.clock import EagerClock
from tests.support.fought import fought as fought_at

GUILD, OTHER_GUILD = 1, 2
TEXT = Filters(source="ModelChorus")


@pytest.fixture
def boards_store(database: Database) -> SqlBoardStore:
    return SqlBoardStore(database)


def boards_on(store: SqlBoardStore, now: datetime = NOW) -> Boards:
    clock = EagerClock(now)
    return Boards(
        store=store, expectations=Expectations(store=store, worlds={}, clock=clock), clock=clock, source="ModelChorus"
    )


fought = partial(fought_at, closed_at=NOW)
A, B, TIE, BAD = Winner.A, Winner.B, Winner.TIE, Winner.BOTH_BAD


async def some_battles(store: BattleStore) -> None:
    await fought(store, ("Qwen", "Gemma"), [A, A, B, TIE])
    await fought(store, ("Gemma", "Qwen"), [A, BAD], prompt="Write a Python function that sorts a list.")
    await fought(store, ("Phi", "Qwen"), [B], closed_at=NOW - timedelta(days=6))
    await fought(store, ("Phi", "Gemma"), [B, B, BAD], closed_at=NOW - timedelta(days=7))
    await fought(store, ("Phi", "Gemma"), [A], guild_id=OTHER_GUILD)
    await fought(store, ("Phi", "Gemma"), [A], source="the house arena")
    await fought(store, ("Phi", "Gemma"), [A], modality=Modality.IMAGE)
    await fought(store, ("Phi", "Gemma"), [A], leaks=Leaks(b=True))
    await fought(store, ("Phi", "Phi"), [A])
    await fought(store, ("Phi", "Gemma"), [A], revealed=False)


async def recomputed(database: Database, *, days: int | None = None) -> Board:
    """The guild's board of text, from the rows of battles and ballots and nothing else of the bot."""
    ballots_by_battle: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    rows = text(
        "SELECT b.id, b.name_a, b.name_b, v.choice FROM battles b JOIN ballots v ON v.battle_id = b.id"
        " JOIN battle_assignments x ON x.battle_id = b.id"
        " WHERE b.state = 'revealed' AND NOT b.leak_a AND NOT b.leak_b AND b.name_a <> b.name_b"
        " AND b.guild_id = 1 AND b.source = 'ModelChorus' AND x.modality = 'text' AND b.closed_at >= :since"
    )
    since = 0 if days is None else int(NOW.timestamp() // 86400 - days + 1) * 86_400_000_000
    async with database.read() as connection:
        for battle_id, name_a, name_b, choice in await connection.execute(rows, {"since": since}):
            ballots_by_battle[battle_id, name_a, name_b][choice] += 1
    table = PairTable()
    for (_, name_a, name_b), number in ballots_by_battle.items():
        stats = PairStats.of_battle(a=number["A"], b=number["B"], tie=number["tie"], both_bad=number["both_bad"])
        table.add(name_a, name_b, stats)
    return rate(table, prior=Prior())


def told(board: Board) -> dict[str, tuple[float, ...]]:
    """What a board says of each model, to a millionth of a point: the order of sums moves the last digits."""
    return {
        row.model: (
            *(round(number, 6) for number in (row.rating, row.lower, row.upper)),
            *(row.rank, row.best_rank, row.worst_rank, row.wins, row.losses, row.ties, row.both_bad),
        )
        for row in board.standings
    }


async def test_a_board_is_what_the_ratings_say_of_the_rows(
    store: BattleStore, database: Database, boards_store: SqlBoardStore
) -> None:
    await some_battles(store)
    boards = boards_on(boards_store)
    board = (await boards.server(GUILD, TEXT)).board
    assert told(board) == told(await recomputed(database))
    assert (board.votes, board.battles) == (10, 4)
    week = (await boards.server(GUILD, replace(TEXT, period=Period.WEEK))).board
    assert told(week) == told(await recomputed(database, days=7))
    assert (week.votes, week.battles) == (7, 3)


async def test_what_cannot_be_rated_leaves_the_last_board_and_says_that_it_is_behind(
    store: BattleStore, boards_store: SqlBoardStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await some_battles(store)
    boards = boards_on(boards_store)
    shown = await boards.server(GUILD, TEXT)
    await fought(store, ("Phi", "Qwen"), [A, A])
    coding = replace(TEXT, category=Category.CODING)
    with monkeypatch.context() as patched:
        patched.setattr("arena.ratings.fitting._STEPS", 0)
        last = await boards.server(GUILD, TEXT)
        assert last == replace(shown, version=shown.version + 1, behind=True)
        for nothing_to_show in (boards.server(GUILD, coding), boards.member(GUILD, 1, TEXT)):
            with pytest.raises(BoardUnrated):
                await nothing_to_show
        assert await boards.history(GUILD, TEXT) == ()
    assert (await boards.server(GUILD, TEXT)).behind, "it is tried again when there is more to rate"
    assert not (await boards.server(GUILD, coding)).behind
    await fought(store, ("Phi", "Qwen"), [A])
    newest = await boards.server(GUILD, TEXT)
    assert (newest.behind, newest.board.battles) == (False, shown.board.battles + 2)


async def test_a_category_holds_the_battles_whose_prompts_are_in_it(
    store: BattleStore, boards_store: SqlBoardStore
) -> None:
    await some_battles(store)
    board = (await boards_on(boards_store).server(GUILD, replace(TEXT, category=Category.CODING))).board
    assert {row.model: (row.wins, row.losses, row.both_bad) for row in board.standings} == {
        "Gemma": (1, 0, 1),
        "Qwen": (0, 1, 1),
    }


async def test_a_board_in_memory_is_shown_until_a_battle_is_counted(
    store: BattleStore, boards_store: SqlBoardStore
) -> None:
    boards = boards_on(boards_store)
    assert not (await boards.server(GUILD, TEXT)).board.standings
    await some_battles(store)
    first = await boards.server(GUILD, TEXT)
    await fought(store, ("Phi", "Qwen"), [A, A], revealed=False)
    assert (await boards.server(GUILD, TEXT)).board is first.board
    await fought(store, ("Phi", "Qwen"), [A])
    assert (await boards.server(GUILD, TEXT)).board.battles == first.board.battles + 1


async def test_a_battle_that_is_taken_out_leaves_no_trace(
    store: BattleStore, database: Database, boards_store: SqlBoardStore
) -> None:
    await some_battles(store)
    boards = boards_on(boards_store)
    before = (await boards.server(GUILD, TEXT)).board
    voided = await fought(store, ("Phi", "Newcomer"), [A, B, B])
    assert told((await boards.server(GUILD, TEXT)).board) != told(before)
    moderators = SqlModerationStore(database)
    assert await moderators.void(voided, Void(by=9, at=NOW, reason=""))
    assert not await moderators.void(voided, Void(by=9, at=NOW, reason="")), "once"
    assert told((await boards.server(GUILD, TEXT)).board) == told(before)


async def test_counting_all_anew_finds_what_was_counted_one_by_one(
    store: BattleStore, database: Database, boards_store: SqlBoardStore
) -> None:
    await some_battles(store)

    async def kept() -> set[tuple[object, ...]]:
        async with database.read() as connection:
            return {tuple(row) for row in await connection.execute(select(counts_table))}

    one_by_one = await kept()
    assert len(one_by_one) == 7
    assert await boards_store.count_anew()
    assert await kept() == one_by_one
    assert not await boards_store.count_anew(), "the same rules count once"


async def test_a_members_own_board_is_of_their_ballots_alone(store: BattleStore, boards_store: SqlBoardStore) -> None:
    boards = boards_on(boards_store)
    assert not (await boards.member(GUILD, 1, TEXT)).board.standings
    await some_battles(store)
    found = await boards.member(GUILD, 1, TEXT)
    assert {row.model: (row.wins, row.losses, row.ties, row.both_bad) for row in found.board.standings} == {
        "Qwen": (2, 1, 0, 0),
        "Gemma": (2, 1, 0, 0),
        "Phi": (0, 2, 0, 0),
    }
    assert found.board.mostly_prior
    assert found.last == NOW
    week = await boards.member(GUILD, 1, replace(TEXT, period=Period.WEEK))
    assert week.board.votes == 3
    assert not (await boards.member(GUILD, 99, TEXT)).board.standings


async def test_the_sources_are_those_with_counted_battles_the_busiest_first(
    store: BattleStore, boards_store: SqlBoardStore
) -> None:
    boards = boards_on(boards_store)
    assert await boards.sources(GUILD) == ("ModelChorus",)
    await some_battles(store)
    assert await boards.sources(GUILD) == ("ModelChorus", "the house arena")


async def test_the_history_ends_at_the_board_as_it_is(store: BattleStore, boards_store: SqlBoardStore) -> None:
    boards = boards_on(boards_store)
    assert await boards.history(GUILD, TEXT) == ()
    await some_battles(store)
    await fought(store, ("Newcomer", "Qwen"), [A], closed_at=NOW - timedelta(days=400))
    moments = await boards.history(GUILD, TEXT)
    assert [(NOW.date() - moment.day).days for moment in moments] == [400, 0]
    week = await boards.history(GUILD, replace(TEXT, period=Period.WEEK))
    assert [(NOW.date() - moment.day).days for moment in week] == [6, 0]
    for history, filters in ((moments, TEXT), (week, replace(TEXT, period=Period.WEEK))):
        board = (await boards.server(GUILD, filters)).board
        assert history[-1].ratings == pytest.approx({row.model: row.rating for row in board.standings})


async def test_a_post_is_remembered_until_the_next(boards_store: SqlBoardStore) -> None:
    coding = replace(TEXT, category=Category.CODING)
    first = Posted(at=NOW, placings={"模型": Placing(rank=1, rating=1031.25)})
    second = Posted(at=NOW + WINDOW, placings={})
    await boards_store.keep_posted(GUILD, TEXT, first)
    await boards_store.keep_posted(GUILD, coding, second)
    assert await boards_store.posted(GUILD, TEXT) == first
    await boards_store.keep_posted(GUILD, TEXT, second)
    assert await boards_store.posted(GUILD, TEXT) == second
    assert await boards_store.posted(OTHER_GUILD, TEXT) is None


class PublishedWorld:
    """A source's boards as it publishes them; None where it does not answer."""

    def __init__(self, ratings: dict[str, float] | None) -> None:
        self.ratings = ratings

    async def board(
        self, modality: Modality, *, locale: str | None = None, category: str | None = None
    ) -> Sequence[Standing]:
        assert (locale, category) == (None, None)
        if self.ratings is None or modality is Modality.IMAGE:
            raise SourceUnanswered("no answer")
        return [Standing(id=name, model_name=name, elo_rating=rating) for name, rating in self.ratings.items()]

    async def categories(self, *, locale: str | None = None) -> Sequence[CategoryBoard]:
        raise NotImplementedError

    async def head_to_head(self, modality: Modality, *, locale: str | None = None) -> Sequence[HeadToHead]:
        raise NotImplementedError

    async def locales(self, modality: Modality) -> Sequence[str]:
        raise NotImplementedError

    async def totals(self) -> Stats:
        raise NotImplementedError

    async def feedback(self) -> Sequence[FeedVote]:
        raise NotImplementedError


async def test_a_young_board_leans_on_the_world_and_does_so_after_a_restart_that_nobody_answers(
    store: BattleStore, boards_store: SqlBoardStore
) -> None:
    await fought(store, ("Qwen", "Phi"), [B])
    alone = ratings((await boards_on(boards_store).server(GUILD, TEXT)).board)
    assert alone["Phi"] > alone["Qwen"]
    world = PublishedWorld({"Qwen": 1300.0, "Phi": 900.0, "broken": float("nan")})
    expectations = Expectations(store=boards_store, worlds={"ModelChorus": world}, clock=EagerClock(NOW))
    boards = Boards(store=boards_store, expectations=expectations, clock=EagerClock(NOW), source="ModelChorus")
    assert ratings((await boards.server(GUILD, TEXT)).board) == alone, "nothing is known before the first answer"
    await expectations.refresh()
    leaning = await boards.server(GUILD, TEXT)
    assert leaning.world
    assert leaning.board.mostly_prior
    assert ratings(leaning.board)["Qwen"] > ratings(leaning.board)["Phi"]
    stats = PairStats.of_battle(a=0, b=1)
    table = PairTable()
    table.add("Qwen", "Phi", stats)
    assert told(leaning.board) == told(rate(table, prior=Prior(world={"Qwen": 1300.0, "Phi": 900.0})))

    silent = {"ModelChorus": PublishedWorld(None)}
    later = Expectations(store=boards_store, worlds=silent, clock=EagerClock(NOW))
    await later.refresh()
    boards = Boards(store=boards_store, expectations=later, clock=EagerClock(NOW), source="ModelChorus")
    assert told((await boards.server(GUILD, TEXT)).board) == told(leaning.board)


def ratings(board: Board) -> dict[str, float]:
    return {row.model: row.rating for row in board.standings}


async def test_the_worlds_ratings_are_kept_by_source_and_modality(boards_store: SqlBoardStore) -> None:
    await boards_store.keep_world("ModelChorus", Modality.TEXT, {"Qwen": 1200.5, "Phi": 900.0})
    await boards_store.keep_world("ModelChorus", Modality.TEXT, {"Qwen": 1201.0})
    assert await boards_store.world("ModelChorus", Modality.TEXT) == {"Qwen": 1201.0}
    assert await boards_store.world("ModelChorus", Modality.IMAGE) == {}


async def test_a_question_that_was_blanked_leaves_its_battle_in_its_categories(
    store: BattleStore, database: Database, boards_store: SqlBoardStore
) -> None:
    await some_battles(store)
    boards, coding = boards_on(boards_store), replace(TEXT, category=Category.CODING)
    before = (await boards.server(GUILD, coding)).board
    asked = await fought(store, ("Gemma", "Qwen"), [A], prompt="Debug this Python function for me.", starter_id=99)
    counted = (await boards.server(GUILD, coding)).board
    assert counted.battles == before.battles + 1

    await SqlMemberKeeper(database).forget(99, NOW)
    await database.write(lambda connection: connection.execute(delete(facts)))
    assert await boards_store.count_anew()
    assert told((await boards.server(GUILD, coding)).board) == told(counted)

    assert await SqlModerationStore(database).void(asked, Void(by=9, at=NOW, reason=""))
    assert told((await boards.server(GUILD, coding)).board) == told(before)
