import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.common.text import (
    clean,
    counted,
    elapsed,
    price,
    relative,
    shown_names,
    tally_chart,
    time_of_day,
    units,
    words,
)
from tests.cogs.common.text.strategies import hostile
from tests.support.layout import utf16_units


@given(text=st.text())
def test_length_is_counted_in_utf16_units(text: str) -> None:
    assert units(text) == utf16_units(text)


@given(text=hostile)
def test_clean_text_can_be_sent_and_hides_nothing(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert not re.search("[\x00-\x08\r\u202e]", cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "number"), [("", 0), ("- **two** words", 2), ("it's e.g. ok", 3), ("你好, world", 3), ("😀 !", 0)]
)
def test_words_are_counted_in_every_script(text: str, number: int) -> None:
    assert words(text) == number


@pytest.mark.parametrize(("number", "text"), [(0, "0 words"), (1, "1 word"), (1204, "1,204 words")])
def test_a_noun_agrees_with_its_number(number: int, text: str) -> None:
    assert counted(number, "word") == text


def test_an_odd_plural_is_given() -> None:
    assert counted(2, "has voted", "have voted") == "2 have voted"


def test_times_are_discords() -> None:
    moment = datetime(2026, 7, 13, 18, 40, 0, 900_000, tzinfo=UTC)
    assert (relative(moment), time_of_day(moment)) == ("<t:1783968000:R>", "<t:1783968000:t>")


@given(counts=st.lists(st.integers(0, 5000), min_size=4, max_size=4))
def test_a_bar_repeats_its_number_in_half_steps(counts: list[int]) -> None:
    rows = tally_chart(dict(zip(("A", "B", "Tie", "Both bad"), counts, strict=True))).split("\n")[1:-1]
    for count, row in zip(counts, rows, strict=True):
        cells = row.count("█") + row.count("▌") / 2
        assert f" {count:,}" in row
        assert cells == 0 if count == 0 else 0.5 <= cells <= 8
        assert abs(cells - 8 * count / max(1, sum(counts))) <= 0.5
        assert len(row) <= 24


def test_a_tally_is_drawn_as_aligned_code() -> None:
    chart = tally_chart({"A": 7, "B": 3, "Tie": 1, "Both bad": 0})
    assert chart == "```\nA         7 █████\nB         3 ██\nTie       1 ▌\nBoth bad  0\n```"


def test_names_are_cut_at_32_characters() -> None:
    assert shown_names(["x" * 32, "y" * 33]) == ("x" * 32, "y" * 32 + "…")


def test_names_that_would_become_equal_are_cut_where_they_differ() -> None:
    start = "m" * 40
    assert shown_names([start + "a-long", start + "b-long"]) == (start + "a…", start + "b…")
    assert shown_names(["m" * 300 + "a", "m" * 300 + "b"]) == ("m" * 100 + "…",) * 2
    assert shown_names(["same" * 20, "same" * 20]) == (("same" * 8) + "…",) * 2


def test_names_are_text() -> None:
    assert shown_names(["gpt_4_x\n# **big** <@1>"]) == (r"gpt\_4\_x \# \*\*big\*\* \<@1\>",)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0.0 s"), (8.24, "8.2 s"), (13.7, "14 s"), (94.4, "94 s"), (119.0, "119 s"), (725, "12 min")],
)
def test_a_span_is_as_exact_as_it_can_be_compared(seconds: float, text: str) -> None:
    assert elapsed(seconds) == text


@pytest.mark.parametrize(
    ("dollars", "text"),
    [
        (0, "$0"),
        (0.0000002, "under $0.000001"),
        (0.00031, "$0.00031"),
        (0.0031, "$0.0031"),
        (0.25, "$0.25"),
        (1234.5, "$1,234.50"),
    ],
)
def test_a_price_has_two_digits_that_count(dollars: float, text: str) -> None:
    assert price(dollars) == text
