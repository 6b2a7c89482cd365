"""Screen 10 and what managers see of schedules, as functions of values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from discord import Component, Container, ui

from cogs.common.beginning import begin_button
from cogs.common.boards import CATEGORIES, MODALITIES, PERIODS, UNRATED, heading, pictured
from cogs.common.boards.looks import Look, Scope
from cogs.common.look import SLATE, TEAL, Part, Reply, button, card, row, rule, small, words
from cogs.common.pictures import Drawn
from cogs.common.text import counted, plain_line, relative, shown_names
from cogs.schedules.typed import (
    CannotPostThere,
    DayUnreadable,
    EverybodyMentioned,
    SourceUnknown,
    TimeUnreadable,
    WorldHasNoTimes,
)
from community.boards import Filters, Period, Picture
from community.errors import BoardUnrated
from community.schedules.errors import (
    PostFailed,
    RhythmNeverComes,
    RhythmTooOften,
    RhythmUnreadable,
    ScheduleNotFound,
    TooManySchedules,
    ZoneUnknown,
)
from community.schedules.pause import Pause
from community.schedules.report import Change, Line, Move, Report
from community.schedules.values import Order, Schedule, ScheduleId, Topic
from community.statistics import Result

TOP: Final = 5
"""Models in a post; the picture and the board itself have all."""
_SIGNED: Final = 1 << 30
"""Where ids of posts' outermost components begin, far above those that Discord numbers them with by itself."""
_NO_BREAK: Final = "\u00a0"
_PROMPT: Final = 60
_ARROWS: Final = {Move.UP: "▲", Move.DOWN: "▼"}
_SPANS: Final = (
    (timedelta(days=1), "day", "Daily"),
    (timedelta(days=7), "week", "Weekly"),
    (timedelta(days=31), "month", "Monthly"),
)
_PAUSES: Final = {
    Pause.BY_HAND: "rests; /manage schedule resume lets it go on",
    Pause.CHANNEL_GONE: "rests, because its channel is gone or hidden from me",
    Pause.NOT_ALLOWED: "rests, because I may not write in its channel",
    Pause.ZONE_GONE: "rests, because its time zone is not known any more",
}
_PLAINLY: Final[Mapping[type[Exception], tuple[str, str]]] = {
    RhythmTooOften: ("### That is too often", "A board posts itself at most once an hour. Nothing was scheduled."),
    RhythmNeverComes: ("### That time never comes", "No month has such a day. Nothing was scheduled."),
    RhythmUnreadable: (
        "### That cron cannot be read",
        "It takes five fields: minute, hour, day, month, day of the week. Nothing was scheduled.",
    ),
    TimeUnreadable: ("### That is no time of day", "Write it like 09:00. Nothing was scheduled."),
    DayUnreadable: (
        "### That is no such day",
        "It takes a day of the week, such as Monday, or of the month, 1 to 31. Nothing was scheduled.",
    ),
    ScheduleNotFound: (
        "### There is no such schedule",
        "Somebody may have removed it. /manage schedule list shows all.",
    ),
    PostFailed: ("### The board did not come", "Its source does not answer just now. Please try again in a minute."),
    BoardUnrated: UNRATED,
    CannotPostThere: (
        "### I cannot post there",
        "I need to see it, write there (in threads: Send Messages in Threads) and attach files. Nothing was scheduled.",
    ),
    SourceUnknown: ("### There is no such board", "Choose a source from those on offer. Nothing was scheduled."),
    WorldHasNoTimes: (
        "### The world's board knows no times",
        "It counts all votes there are. Leave the time out, or post this server's board. Nothing was scheduled.",
    ),
    EverybodyMentioned: (
        "### That would notify everybody",
        "A post notifies one role, never all members. Choose another, or none. Nothing was scheduled.",
    ),
}


def post(report: Report, *, server: str, drawn: Drawn | None = None) -> Reply:
    """One scheduled post. It says all that its picture shows, so the picture may fail."""
    order = report.order
    picture, file = pictured(drawn)
    top = words(small(*_eyebrow(report)), f"## {_title(report, server)}", *_sums(report))
    parts: list[Part] = [top, *(picture or [rule()])]
    if report.lines:
        parts.append(words(*_top(report.lines)))
    else:
        parts.append(words(_empty(report)))
    if notes := _notes(report):
        parts += [rule(), words(*notes)]
    mention = [] if order.role_id is None else [f"<@&{order.role_id}>"]
    parts += [rule(), words(small(f"Next post <t:{int(report.next_at.timestamp())}:f>"), *mention)]
    parts.append(_buttons(order))
    return Reply(card(TEAL, *parts), file)


def sign(view: ui.LayoutView, schedule_id: ScheduleId) -> None:
    """Write on a post whose it is, where nobody sees it."""
    view.children[0].id = _SIGNED + schedule_id


def is_signed(components: Iterable[Component], schedule_id: ScheduleId) -> bool:
    """Whether a message of the bot's own is a post of this schedule."""
    return any(isinstance(part, Container) and part.id == _SIGNED + schedule_id for part in components)


def added(schedule: Schedule, coming: Sequence[datetime], *, silent: bool = False) -> ui.LayoutView:
    """The answer to an order; `silent` where its role will be named and nobody notified."""
    warned = ["Nobody is notified yet: let everybody mention that role, or give me Mention Everyone."] if silent else []
    dates = [f"- <t:{int(moment.timestamp())}:F>" for moment in coming]
    return card(
        TEAL,
        words("### It is scheduled", _described(schedule), *_where(schedule.order), *warned),
        rule(),
        words("**The next posts**", *dates, small("See one now with /manage schedule preview")),
    )


def schedules(known: Sequence[Schedule]) -> ui.LayoutView:
    """All schedules of a server."""
    if not known:
        return card(SLATE, words("### Nothing is scheduled", "Let a board post itself with /manage schedule add."))
    parts: list[Part] = [words("### Boards that post themselves")]
    for schedule in known:
        state = f"next {relative(schedule.next_at)}" if schedule.pause is None else f"**{_PAUSES[schedule.pause]}**"
        parts += [rule(), words(_described(schedule), *_where(schedule.order), small(state))]
    return card(SLATE, *parts)


def paused(schedule: Schedule, pause: Pause, *, server: str) -> ui.LayoutView:
    """What an administrator is told, by direct message, when a schedule came to rest by itself."""
    return card(
        SLATE,
        words(
            "### A scheduled board has paused",
            small(f"On {heading(server)} · in <#{schedule.order.channel_id}>"),
            _described(schedule),
            f"It {_PAUSES[pause]}. Nothing is lost: mend that, then use /manage schedule resume on the server.",
        ),
    )


def refusal(error: Exception) -> ui.LayoutView:
    """Why an order was not kept."""
    return card(SLATE, words(*_refused(error)))


def name_of(schedule: Schedule) -> str:
    """A schedule in at most 100 characters, for a list to choose from."""
    return f"{_described(schedule, bold=False)}{' (rests)' if schedule.pause else ''}"[:100]


def _refused(error: Exception) -> tuple[str, str]:
    match error:
        case ZoneUnknown():
            return "### That time zone is not known", f"There is no `{plain_line(error.zone)}`. Pick one from the list."
        case TooManySchedules():
            return "### That would be one too many", f"A server has at most {error.limit}. Remove one first."
        case _:
            return _PLAINLY[type(error)]


def _described(schedule: Schedule, *, bold: bool = True) -> str:
    order = schedule.order
    rhythm = order.rhythm
    what = "The world's board" if order.topic is Topic.WORLD else "This server's board"
    phrases = [f"**{what}**" if bold else what, *_filters(order.filters)]
    return f"{', '.join(phrases)}: {rhythm.in_words}, {rhythm.zone}"


def _filters(filters: Filters) -> list[str]:
    phrases = [MODALITIES[filters.modality].lower()]
    if filters.category is not None:
        phrases.append(CATEGORIES[filters.category].lower())
    if filters.period is not Period.ALWAYS:
        phrases.append(PERIODS[filters.period])
    return phrases


def _where(order: Order) -> list[str]:
    mention = "" if order.role_id is None else f" · mentions <@&{order.role_id}>"
    drawn = "no picture" if order.picture is Picture.NONE else f"{order.picture} picture"
    return [small(f"In <#{order.channel_id}>", heading(order.filters.source), drawn) + mention]


def _span(report: Report) -> tuple[str, str] | None:
    """What the time between two posts is called, None where it has no name."""
    length = report.until - report.since
    # A day in which the clocks change has 23 or 25 hours, and months have 28 to 31 days.
    slack = {"day": timedelta(hours=1), "week": timedelta(hours=1), "month": timedelta(days=3, hours=1)}
    return next(((name, how) for span, name, how in _SPANS if abs(length - span) <= slack[name]), None)


def _eyebrow(report: Report) -> list[str]:
    span = _span(report)
    how = f"{span[1]} leaderboard" if span else "Leaderboard"
    zone = ZoneInfo(report.order.rhythm.zone)
    first, last = report.since.astimezone(zone), report.until.astimezone(zone)
    return [
        how,
        f"{first.day} {first:%B} to {last.day} {last:%B}",
        *_filters(report.order.filters),
        heading(report.order.filters.source),
    ]


def _title(report: Report, server: str) -> str:
    if report.order.topic is Topic.WORLD:
        return "The world board"
    span = _span(report)
    return f"The {span[0]} in {heading(server)}" if span else f"{heading(server)} leaderboard"


def _sums(report: Report) -> list[str]:
    if report.order.topic is Topic.WORLD:
        return []
    now, before = report.sums, report.sums_before
    if not now.ballots:
        return ["A quiet time: no ballots."]
    said = f"**{counted(now.battles, 'battle')}, {counted(now.ballots, 'ballot')}, {counted(now.voters, 'voter')}.**"
    if before is not None:
        span = _span(report)
        label = f"The {span[0]} before" if span else "Before that"
        said += f" {label}: {before.battles:,}, {before.ballots:,} and {before.voters:,}."
    return [said]


def _top(lines: Sequence[Line]) -> list[str]:
    shown = lines[:TOP]
    names = shown_names([line.placing.model for line in shown])
    chips = [_chip(line.change) for line in shown]
    width = max((len(chip) for chip in chips), default=0)
    said = []
    for line, name, chip in zip(shown, names, chips, strict=True):
        mark = f"`{chip.ljust(width, _NO_BREAK)}` " if width else ""
        said.append(f"{mark}**{line.placing.rank}.** {name} · {_points(line)}")
    if len(lines) > TOP:
        said.append(small(f"and {counted(len(lines) - TOP, 'more model', 'more models')}"))
    return said


def _points(line: Line) -> str:
    # A narrow screen breaks the line before them, and not between them.
    spread = "" if line.plus_minus is None else f"{_NO_BREAK}±{_NO_BREAK}{line.plus_minus:.0f}"
    return f"{line.rating:,.0f}{spread}"


def _chip(change: Change | None) -> str:
    """The change, with an arrow for the eye and a word for whoever hears it."""
    if change is None:
        return ""
    arrow = _ARROWS.get(change.move)
    return str(change.move) if arrow is None else f"{arrow} {change.move} {change.places}"


def _empty(report: Report) -> str:
    if report.order.topic is Topic.WORLD:
        return "The world board is empty so far."
    return "No ballots yet. The first battle starts this board."


def _notes(report: Report) -> list[str]:
    notes = []
    if (surprise := report.surprise) is not None:
        more, less = surprise.ahead
        winner, loser = shown_names([surprise.winner or "", surprise.loser or ""])
        notes.append(f"**Biggest upset** {winner} beat {loser}, {more} to {less}{_open(report, surprise)}")
    if (close := report.closest) is not None and close != report.surprise:
        more, less = close.ahead
        notes.append(f"**Closest** “{_quoted(close.prompt)}”, {more} to {less}{_open(report, close)}")
    return notes


def _open(report: Report, result: Result) -> str:
    if result.message is None:
        return ""
    place = f"{report.order.guild_id}/{result.message.channel_id}/{result.message.message_id}"
    return f" · [open](https://discord.com/channels/{place})"


def _quoted(prompt: str) -> str:
    single = " ".join(prompt.split())
    return plain_line(single if len(single) <= _PROMPT else single[:_PROMPT].rstrip() + "…")


def _buttons(order: Order) -> Part:
    whole = button("Whole board", Look(scope=Scope.SERVER, filters=order.filters).encode("server"))
    return row(begin_button(), *([whole] if order.topic is Topic.SERVER else []))
