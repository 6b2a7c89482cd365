"""Scheduled posts and what managers see of them, against a readable picture in words.

After a wanted change, run with BLINDBOUT_REDRAW=1 and read the difference in git.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

import pytest
from discord import ui

from cogs.common.boards import board_picture
from cogs.common.look import MAX_TEXT
from cogs.common.pictures import Drawn, Pictures, Theme
from cogs.schedules import screens
from cogs.schedules.drawing import drawn
from cogs.schedules.typed import (
    CannotPostThere,
    DayUnreadable,
    EverybodyMentioned,
    SourceUnknown,
    TimeUnreadable,
    WorldHasNoTimes,
)
from community.battles.tally import Tally
from community.battles.values import BattleId
from community.boards import Picture
from community.errors import BoardUnrated
from community.places import MessageRef
from community.schedules.errors import PostFailed, RhythmTooOften, ScheduleNotFound, TooManySchedules, ZoneUnknown
from community.schedules.pause import Pause
from community.schedules.report import Change, Line, Move, Report
from community.schedules.rhythm import Weekday, checked, daily, weekly
from community.schedules.values import Order, Placing, Schedule, ScheduleId, Topic
from community.statistics import Result, Sums
from tests.cogs.leaderboard.samples import NAMES, TEXT, board
from tests.support.layout import components, dump, texts, utf16_units

GOLDENS: Final = Path(__file__).parent / "goldens"
SERVER: Final = "Night Owls"
BERLIN: Final = "Europe/Berlin"
UNTIL: Final = datetime(2026, 7, 13, 7, tzinfo=UTC)
WEEK: Final = timedelta(days=7)
ORDER: Final = Order(
    guild_id=1,
    channel_id=22,
    topic=Topic.SERVER,
    filters=TEXT,
    rhythm=weekly(Weekday.MONDAY, time(9), BERLIN),
    role_id=33,
    ordered_by=4,
)
CHANGES: Final = (Change(Move.SAME), Change(Move.UP, 3), Change(Move.NEW), Change(Move.DOWN, 2), Change(Move.DOWN, 1))
SURPRISE: Final = Result(
    id=BattleId("ABCDEFGHJK"),
    prompt="Why?",
    a="Phi-4",
    b="Qwen3 32B",
    tally=Tally(a=9, b=2),
    message=MessageRef(22, 55),
)
CLOSE: Final = replace(SURPRISE, prompt="A haiku about\nmerge conflicts", tally=Tally(a=9, b=9), message=None)


def lines(names: Sequence[str] = NAMES[:7], *, first: bool = False) -> list[Line]:
    changes = (*CHANGES, *[Change(Move.SAME)] * len(names))
    return [
        Line(
            placing=Placing(name, place),
            rating=1100.0 - 10 * place,
            plus_minus=30.5 + place,
            change=None if first else changes[place - 1],
        )
        for place, name in enumerate(names, start=1)
    ]


REPORT: Final = Report(
    order=ORDER,
    since=UNTIL - WEEK,
    until=UNTIL,
    next_at=UNTIL + WEEK,
    sums=Sums(23, 141, 38),
    sums_before=Sums(19, 120, 31),
    lines=lines(),
    board=None,
    surprise=SURPRISE,
    closest=CLOSE,
)
FIRST: Final = replace(REPORT, lines=lines(first=True), sums_before=None, surprise=None, closest=None)
SCHEDULE: Final = Schedule(id=ScheduleId(1), order=ORDER, created_at=UNTIL - WEEK, next_at=UNTIL)
BY_CRON: Final = replace(
    SCHEDULE,
    order=replace(ORDER, rhythm=checked("0 18 1,15 * *", "UTC"), role_id=None, picture=Picture.NONE, topic=Topic.WORLD),
)


def posted(report: Report, picture: Drawn | None = None) -> ui.LayoutView:
    return screens.post(report, server=SERVER, drawn=picture).view


SCREENS: Final[Mapping[str, Callable[[], ui.LayoutView]]] = {
    "10-weekly": lambda: posted(REPORT),
    "10-weekly-first": lambda: posted(FIRST),
    "10-weekly-picture": lambda: posted(REPORT, Drawn(b"PNG", board_picture(board(NAMES[:3]), 0, Theme.DARK)[1])),
    "10-weekly-quiet": lambda: posted(replace(REPORT, sums=Sums(), surprise=None, closest=None)),
    "10-weekly-empty": lambda: posted(replace(FIRST, lines=[], sums=Sums())),
    "10-daily": lambda: posted(
        replace(REPORT, since=UNTIL - timedelta(hours=23), order=replace(ORDER, rhythm=daily(time(9), BERLIN)))
    ),
    "10-by-cron": lambda: posted(replace(REPORT, since=UNTIL - timedelta(days=16), order=BY_CRON.order)),
    "10-added": lambda: screens.added(SCHEDULE, [UNTIL, UNTIL + WEEK]),
    "10-added-silent": lambda: screens.added(SCHEDULE, [UNTIL], silent=True),
    "10-list": lambda: screens.schedules([SCHEDULE, replace(BY_CRON, pause=Pause.NOT_ALLOWED)]),
    "10-list-empty": lambda: screens.schedules([]),
    "10-paused": lambda: screens.paused(SCHEDULE, Pause.CHANNEL_GONE, server="Night Owls"),
}
REFUSALS: Final = (
    ZoneUnknown("*Atlantis*"),
    RhythmTooOften("* * * * *"),
    TimeUnreadable(),
    DayUnreadable(),
    CannotPostThere(),
    SourceUnknown(),
    WorldHasNoTimes(),
    EverybodyMentioned(),
    TooManySchedules(10),
    ScheduleNotFound(),
    PostFailed("down"),
    BoardUnrated("no rest"),
)


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_is_drawn_as_its_golden_says(name: str) -> None:
    drawn = dump(SCREENS[name]())
    golden = GOLDENS / f"{name}.txt"
    if os.environ.get("BLINDBOUT_REDRAW"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("topic", Topic)
async def test_a_board_is_drawn_dark_light_or_not_at_all_as_it_was_ordered(topic: Topic) -> None:
    own = board(NAMES[:3]) if topic is Topic.SERVER else None
    pictures, found = Pictures(), {}
    for ground in Picture:
        order = replace(ORDER, topic=topic, picture=ground)
        found[ground] = await drawn(replace(REPORT, order=order, board=own), pictures)

    dark, light = found[Picture.DARK], found[Picture.LIGHT]
    assert dark is not None
    assert light is not None
    assert dark.png != light.png
    assert f"1 {NAMES[0]}: " in dark.alt
    assert " ± " in dark.alt
    assert found[Picture.NONE] is None


async def test_there_is_no_picture_of_an_empty_board() -> None:
    assert await drawn(replace(REPORT, lines=[]), Pictures()) is None


def test_every_golden_has_its_screen() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == set(SCREENS)


async def test_each_refusal_says_what_was_wrong() -> None:
    said = ["\n".join(texts(screens.refusal(refusal))) for refusal in REFUSALS]
    assert len(set(said)) == len(REFUSALS)
    assert r"\*Atlantis\*" in said[0]


async def test_the_longest_post_and_the_longest_list_keep_to_discords_limits() -> None:
    names = tuple(f"模型 {number:02} " + "🦙" * 90 for number in range(99))
    surprise = replace(SURPRISE, prompt="W" * 10_000, a=names[0], b=names[1])
    report = replace(REPORT, lines=lines(names), surprise=surprise, closest=replace(surprise, tally=Tally(a=2, b=2)))
    longest = posted(report, Drawn(b"", "x" * 1024))
    every = screens.schedules([replace(BY_CRON, pause=Pause.CHANNEL_GONE)] * 10)
    for view in (longest, every):
        assert sum(utf16_units(text) for text in texts(view)) <= MAX_TEXT
        assert all(len(component.get("custom_id", "")) <= 100 for component in components(view))
