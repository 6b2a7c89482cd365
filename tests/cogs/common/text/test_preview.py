import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.common.text import CUT_ANSWER, WHOLE_ANSWER, Room, fair_previews, preview, quoted
from tests.cogs.common.text.strategies import answers, hostile
from tests.support.layout import utf16_units

FENCED = re.compile(r"```[^\n]*\n(.*?)\n```", re.DOTALL)
CODE = "```py\n" + "\n".join(f"line_{n}()" for n in range(1, 10)) + "\n```"

rooms = st.builds(Room, st.integers(40, 900), st.integers(1, 18))


@given(text=hostile | answers, room=rooms)
def test_a_preview_keeps_to_its_room_and_says_what_is_missing(text: str, room: Room) -> None:
    shown = preview(text, room)
    assert utf16_units(shown.text) <= room.units
    assert len(shown.text.split("\n")) <= room.lines
    assert shown.whole or shown.text.endswith("…")


@given(text=answers, room=rooms)
def test_code_is_shown_by_at_least_three_lines_or_whole_or_by_beginnings_or_not_at_all(text: str, room: Room) -> None:
    shown = preview(text, room).text
    assert shown.count("```") % 2 == 0
    whole = {match[1] for match in FENCED.finditer(text)}
    for match in FENCED.finditer(shown):
        assert match[1].count("\n") >= 2 or match[1] in whole or "…" in match[1]


@given(a=answers | hostile, b=answers | hostile)
def test_two_previews_are_both_whole_or_both_in_the_smaller_room(a: str, b: str) -> None:
    shown = fair_previews(a, b)
    whole_alone = [preview(text, WHOLE_ANSWER).whole for text in (a, b)]
    if all(whole_alone):
        assert all(one.whole for one in shown)
    else:
        assert shown == (preview(a, CUT_ANSWER), preview(b, CUT_ANSWER))


@given(a=answers, b=answers)
def test_exchanged_answers_have_exchanged_previews(a: str, b: str) -> None:
    assert fair_previews(a, b) == fair_previews(b, a)[::-1]


def test_an_answer_that_would_fit_is_cut_beside_a_long_one() -> None:
    middling, long = "word " * 150, "word " * 400
    assert fair_previews(middling, middling)[0].whole
    assert not fair_previews(middling, long)[0].whole


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("one two\nthree four\nfive six", Room(22, 9), "one two\nthree four …"),
        ("First sentence here. Second one is long", Room(30, 9), "First sentence here. …"),
        ("Short. Then come words without an end", Room(30, 9), "Short. Then come words …"),
        ("語" * 50, Room(20, 9), "語" * 16 + " …"),
        ("a **bold part that goes on and on**", Room(25, 9), "a **bold part that** …"),
        ("before `code with words inside` after", Room(20, 9), "before …"),
        ("a\nb\nc\nd", Room(100, 2), "a\nb …"),
        ("Intro\n\n" + CODE, Room(100, 9), "Intro\n```py\nline_1()\nline_2()\nline_3()\nline_4()\nline_5()\n```\n…"),
        ("Intro\n\n" + CODE, Room(100, 6), "Intro …"),
        (CODE, Room(20, 9), "…"),
        ("```\n" + "x" * 900 + "\n```", Room(60, 9), "```\n" + "x" * 48 + " …\n```\n…"),
        ("e\u0301" * 50, Room(12, 9), "e\u0301" * 4 + " …"),
        ("👩\u200d👩\u200d👧\u200d👦" * 5, Room(22, 9), "👩\u200d👩\u200d👧\u200d👦 …"),
        (CODE + "\n" + "after " * 50, Room(120, 12), CODE + "\n…"),
        ("all of it", Room(9, 1), "all of it"),
        ("", Room(9, 1), ""),
    ],
)
def test_a_preview_is_cut_at_a_line_else_a_sentence_else_a_word(text: str, room: Room, shown: str) -> None:
    assert preview(text, room).text == shown


def test_a_quote_marks_every_line_and_says_whether_it_is_whole() -> None:
    assert quoted("a\n\nb", Room(500, 6)).text == "> a\n> \n> b"
    assert quoted("a\n\nb", Room(500, 6)).whole
    assert not quoted("a\n\nb\nc", Room(500, 3)).whole


def test_a_table_too_wide_for_any_preview_shows_its_beginnings() -> None:
    head, rule, row = ("|".join(["", *[cell] * 40, ""]) for cell in ("column", "-", "some longer value"))
    shown = preview(f"{head}\n{rule}\n{row}", CUT_ANSWER)
    assert not shown.whole
    assert shown.text.count("column") > 5
    assert utf16_units(shown.text) <= CUT_ANSWER.units


def test_columns_of_chinese_and_japanese_letters_stand_below_each_other() -> None:
    shown = preview("|名前|b|\n|-|-|\n|猫|雨|\n|a|c|", WHOLE_ANSWER).text.split("\n")
    assert shown == ["```", "名前  b", "----  --", "猫    雨", "a     c", "```"]


def test_a_flood_of_invisible_marks_takes_no_room() -> None:
    assert preview("a" + "\u200b\u200c" * 3000 + "b", WHOLE_ANSWER).text == "a\u200bb"
