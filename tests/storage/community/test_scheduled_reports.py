"""What scheduled posts say over real battles, and that the board's own page then knows of the post."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from arena.wire import Winner
from community.battles.ports import BattleStore
from community.places import MessageRef
from community.schedules.errors import PostFailed
from community.schedules.posting import LEASE
from community.schedules.report import Change, Move
from community.schedules.reporting import BoardReporter
from community.schedules.rhythm import daily
from community.schedules.values import DuePost, Order, Placing, Schedule, Topic
from community.statistics import Sums
from storage.community.boards import SqlBoardStore
from storage.community.schedules import SqlScheduleStore
from storage.community.statistics import SqlStatistics
from storage.database import Database
from tests.storage.community.states import NOW
from tests.storage.community.test_boards import GUILD, TEXT, PublishedWorld, boards_on
from tests.support.fought import fought

DAY = timedelta(days=1)


async def claimed(store: SqlScheduleStore, schedule: Schedule) -> DuePost:
    following = schedule.order.rhythm.following(schedule.next_at)
    post = await store.claim(schedule, following=following, leased_until=schedule.next_at + LEASE)
    assert post is not None
    return post


async def test_a_post_tells_what_changed_since_the_last_and_the_board_does_so_from_then_on(
    store: BattleStore, database: Database
) -> None:
    boards, schedules = boards_on(SqlBoardStore(database)), SqlScheduleStore(database)
    reporter = BoardReporter(store=schedules, boards=boards, statistics=SqlStatistics(database), worlds={})
    rhythm = daily(time(9), "UTC")
    order = Order(guild_id=GUILD, channel_id=2, topic=Topic.SERVER, filters=TEXT, rhythm=rhythm, ordered_by=4)
    await fought(store, ("Qwen", "Gemma"), [Winner.A, Winner.A], closed_at=NOW)
    schedule = await schedules.add(order, created_at=NOW, next_at=rhythm.following(NOW), limit=1)

    post = await claimed(schedules, schedule)
    first = await reporter.report(post)
    assert (await boards.server(GUILD, TEXT)).posted is None, "nothing stands before it was posted"
    await schedules.finish(post, MessageRef(2, 3), first.placings)
    await reporter.posted(first)

    assert first.sums == Sums(1, 2, 2)
    assert [(line.placing.model, line.change) for line in first.lines] == [("Qwen", None), ("Gemma", None)]
    posted = (await boards.server(GUILD, TEXT)).posted
    assert posted is not None
    assert {model: placing.rank for model, placing in posted.placings.items()} == {"Qwen": 1, "Gemma": 2}

    for _ in range(3):
        await fought(store, ("Gemma", "Phi"), [Winner.A] * 3, closed_at=NOW + DAY)
        await fought(store, ("Gemma", "Qwen"), [Winner.A] * 3, closed_at=NOW + DAY)
    second = await reporter.report(await claimed(schedules, post.schedule))

    assert (second.sums.battles, second.sums_before) == (6, Sums(1, 2, 2))
    assert {line.placing.model: line.change for line in second.lines} == {
        "Gemma": Change(Move.UP, 1),
        "Qwen": Change(Move.DOWN, 1),
        "Phi": Change(Move.NEW),
    }


async def test_a_post_of_the_worlds_board_is_what_its_source_publishes(database: Database) -> None:
    worlds = {TEXT.source: PublishedWorld({"Gemma": 1130.4, "Qwen": 990.0})}
    reporter = BoardReporter(
        store=SqlScheduleStore(database),
        boards=boards_on(SqlBoardStore(database)),
        statistics=SqlStatistics(database),
        worlds=worlds,
    )
    rhythm = daily(time(9), "UTC")
    order = Order(guild_id=GUILD, channel_id=2, topic=Topic.WORLD, filters=TEXT, rhythm=rhythm, ordered_by=4)
    before = [Placing("Qwen", 1), Placing("Gemma", 2)]

    report = await reporter.preview(order, next_at=rhythm.following(NOW), before=before)

    assert report.board is None
    assert [(line.placing, line.rating, line.change) for line in report.lines] == [
        (Placing("Gemma", 1), 1130.4, Change(Move.UP, 1)),
        (Placing("Qwen", 2), 990.0, Change(Move.DOWN, 1)),
    ]
    worlds[TEXT.source].ratings = None
    elsewhere = replace(order, filters=replace(TEXT, source="a source that is gone"))
    for one in (order, elsewhere):
        with pytest.raises(PostFailed):
            await reporter.preview(one, next_at=rhythm.following(NOW), before=None)
