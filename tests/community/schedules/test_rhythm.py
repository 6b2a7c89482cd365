from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.schedules.errors import RhythmNeverComes, RhythmTooOften, RhythmUnreadable, ZoneUnknown
from community.schedules.rhythm import ZONES, Rhythm, Weekday, checked, daily, monthly, weekly, zone_called, zones_like


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_time_that_the_spring_skips_comes_right_after_the_gap() -> None:
    rhythm = daily(time(2, 30), "Europe/Berlin")
    assert rhythm.coming(utc("2026-03-28T02:00"), 2) == [utc("2026-03-29T01:00"), utc("2026-03-30T00:30")]


def test_a_time_that_the_autumn_repeats_comes_once() -> None:
    rhythm = daily(time(2, 30), "Europe/Berlin")
    assert rhythm.coming(utc("2026-10-24T01:00"), 2) == [utc("2026-10-25T00:30"), utc("2026-10-26T01:30")]


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"])
def test_the_clock_on_the_wall_decides_all_year_round(zone: str) -> None:
    rhythm = weekly(Weekday.MONDAY, time(9), zone)
    posts = rhythm.coming(utc("2026-01-01T00:00"), 52)
    assert {(post.astimezone(zone_called(zone)).strftime("%a %H:%M")) for post in posts} == {"Mon 09:00"}


def test_a_leap_day_comes_in_leap_years() -> None:
    rhythm = checked("0 9 29 2 *", "UTC")
    assert rhythm.coming(utc("2026-01-01T00:00"), 2) == [utc("2028-02-29T09:00"), utc("2032-02-29T09:00")]


def test_the_last_days_of_a_month_are_its_last_day() -> None:
    rhythm = monthly(31, time(9), "UTC")
    days = [post.strftime("%d %b") for post in rhythm.coming(utc("2028-01-01T00:00"), 4)]
    assert days == ["31 Jan", "29 Feb", "31 Mar", "30 Apr"]
    assert monthly(28, time(9), "UTC").cron == "0 9 28 * *"


def test_a_renamed_zone_goes_by_its_old_name_and_by_its_new_one() -> None:
    after = utc("2026-03-28T23:00")
    assert daily(time(9), "Europe/Kiev").following(after) == daily(time(9), "Europe/Kyiv").following(after)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "europe/berlin", "posixrules"])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(ZoneUnknown):
        checked("0 9 * * *", zone)


@pytest.mark.parametrize("cron", ["0 9 30 2 *", "0 9 31 4,6 *"])
def test_a_day_that_no_month_has_never_comes(cron: str) -> None:
    with pytest.raises(RhythmNeverComes):
        checked(cron, "UTC")


@pytest.mark.parametrize("cron", ["* * * * *", "*/30 9 * * MON", "0,1 0 1 1 *", "0-59 3 * * *"])
def test_more_than_once_an_hour_is_too_often(cron: str) -> None:
    with pytest.raises(RhythmTooOften):
        checked(cron, "UTC")


@pytest.mark.parametrize(
    "cron", ["", "soon", "0 9 * *", "0 0 9 * * *", "60 9 * * *", "0 24 * * *", "@daily", "0 9 * * 9"]
)
def test_what_is_not_cron_is_refused(cron: str) -> None:
    with pytest.raises(RhythmUnreadable):
        checked(cron, "UTC")


def test_what_was_typed_by_hand_is_kept_in_one_form() -> None:
    assert checked(" 0  9 * * mon ", "UTC") == weekly(Weekday.MONDAY, time(9), "UTC")
    assert weekly(Weekday.MONDAY, time(9), "UTC").in_words == "At 09:00 on Monday"


@given(
    minute=st.integers(0, 59),
    hour=st.integers(0, 23),
    zone=st.sampled_from(sorted(ZONES)),
    after=st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
)
def test_a_daily_post_comes_within_two_days_and_in_both_directions(
    minute: int, hour: int, zone: str, after: datetime
) -> None:
    rhythm = daily(time(hour, minute), zone)
    following = rhythm.following(after)
    # A place that crossed the date line, such as Samoa in 2011, had no such day at all.
    assert after < following <= after + timedelta(hours=49)
    assert rhythm.preceding(following) <= after


def test_zones_are_found_by_any_part_of_their_name() -> None:
    assert zones_like("berl", 3) == ["Europe/Berlin"]
    assert "America/New_York" in zones_like("new york", 5)
    assert zones_like("UTC", 5)[0] in {"Etc/UTC", "UTC"}
    assert len(zones_like("", 25)) == 25


def test_a_rhythm_without_times_says_so() -> None:
    with pytest.raises(RhythmNeverComes):
        Rhythm("0 9 30 2 *", "UTC").following(utc("2026-01-01T00:00"))
