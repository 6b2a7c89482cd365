"""Retry-After as servers write it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.clients.answers import retry_after

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)


def seconds(value: str) -> float | None:
    return retry_after(httpx.Headers({"Retry-After": value}), NOW)


@given(st.integers(0, 10**9))
def test_seconds_are_seconds(wait: int) -> None:
    assert seconds(f" {wait} ") == wait


@given(st.integers(0, 10**8))
def test_a_date_is_how_far_away_it_is(wait: int) -> None:
    assert seconds(format_datetime(NOW + timedelta(seconds=wait), usegmt=True)) == wait


def test_a_date_in_the_past_is_now() -> None:
    assert seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 0


def test_a_date_without_a_zone_is_utc() -> None:
    assert seconds("Wed, 01 Apr 2026 12:00:30 -0000") == 30


@pytest.mark.parametrize("value", ["", "soon", "-1", "nan", "inf", "-inf", "1e999", "Wed, 99 Apr 2026 12:00:30 GMT"])
def test_what_cannot_be_read_is_ignored(value: str) -> None:
    assert seconds(value) is None


@given(st.text(st.characters(codec="latin-1")))
def test_no_header_can_break_the_client(value: str) -> None:
    wait = retry_after({"retry-after": value}, NOW)
    assert wait is None or wait >= 0


def test_without_the_header_nothing_is_known() -> None:
    assert retry_after(httpx.Headers(), NOW) is None
