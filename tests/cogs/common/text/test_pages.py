import re

from hypothesis import given

from cogs.common.text import PAGE_UNITS, clean, formatted_pages, plain_pages
from cogs.common.text.inline import ZERO_WIDTH_SPACE
from tests.cogs.common.text.strategies import answers, hostile
from tests.support.layout import utf16_units

FENCE = re.compile(r"^```.*$", re.MULTILINE)


def squeezed(text: str) -> str:
    """What is left without white space and without what stands for safety alone."""
    return "".join(text.split()).replace(ZERO_WIDTH_SPACE, "")


@given(text=hostile | answers)
def test_every_page_fits(text: str) -> None:
    for page in (*formatted_pages(text), *plain_pages(text)):
        assert 0 < utf16_units(page) <= PAGE_UNITS


@given(text=answers)
def test_formatted_pages_hold_the_whole_text(text: str) -> None:
    joined = "\n".join(formatted_pages(text))
    assert squeezed(FENCE.sub("", joined)) == squeezed(FENCE.sub("", text))


@given(text=hostile)
def test_plain_pages_hold_every_character(text: str) -> None:
    joined = "\n".join(plain_pages(text))
    assert squeezed(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", joined)) == squeezed(clean(text))


@given(text=answers | hostile)
def test_every_page_opens_and_closes_its_own_code_blocks(text: str) -> None:
    for page in formatted_pages(text):
        assert len(FENCE.findall(page)) % 2 == 0


def test_a_code_block_over_pages_is_opened_again_in_its_language() -> None:
    code = "\n".join(f"line {number} of a long program" for number in range(200))
    pages = formatted_pages(f"Before.\n\n```py\n{code}\n```\n\nAfter.")
    assert len(pages) == 3
    assert pages[0].startswith("Before.\n```py\nline 0 ")
    assert all("```py\nline" in page and "\n```" in page for page in pages)
    assert pages[-1].endswith("\n```\nAfter.")


def test_a_block_that_fits_a_page_is_never_divided() -> None:
    first, second = "a " * 600 + "a", "b " * 600 + "b"
    assert formatted_pages(f"{first}\n\n{second}") == (first, second)


def test_a_block_longer_than_a_page_begins_where_half_a_page_is_left() -> None:
    line = "c" * 99
    pages = formatted_pages("a" * 900 + "\n\n" + "\n".join([line] * 30))
    assert pages[0] == "a" * 900 + "\n\n" + "\n".join([line] * 10)
    pages = formatted_pages("a" * 1100 + "\n\n" + "\n".join([line] * 30))
    assert pages[0] == "a" * 1100


def test_a_line_that_fits_a_page_is_never_divided() -> None:
    first, second = "a " * 700 + "a", "b " * 700 + "b"
    assert formatted_pages(f"{first}\n{second}") == (first, second)


def test_an_endless_code_span_is_closed_and_opened_again() -> None:
    pages = formatted_pages("`" + "x" * 3000 + "`")
    assert [(page[0], page[-1]) for page in pages] == [("`", "`"), ("`", "`")]


def test_a_cut_makes_no_heading_of_what_followed_in_the_line() -> None:
    text = "word " * 399 + "word # A wins: nobody"
    assert formatted_pages(text)[1] == "\\# A wins: nobody"


def test_white_space_has_no_pages() -> None:
    assert formatted_pages(" \n\t") == plain_pages("\x00") == ()


def test_marks_alone_are_shown_as_they_are() -> None:
    assert formatted_pages("```\n```") == ("\\`\\`\\`\n\\`\\`\\`",)


def test_code_cannot_end_its_own_block() -> None:
    (page,) = formatted_pages("~~~\n```\n``````\n~~~")
    assert page.replace(ZERO_WIDTH_SPACE, "") == "```\n```\n``````\n```"
    assert len(re.findall("```", page)) == 2


def test_an_indented_block_loses_the_indentation_of_its_fence() -> None:
    assert formatted_pages("1. Do\n   ```py title=x\n   a\n     b\n   ```") == ("1. Do\n```py\na\n  b\n```",)


def test_a_code_block_that_never_ends_is_closed() -> None:
    assert formatted_pages("```js\nlet a") == ("```js\nlet a\n```",)


def test_a_table_becomes_aligned_code() -> None:
    table = "Intro\n| Name | **Size** |\n|:--|--:|\n| `a\\|b` | 1 |\n| long name | 22 | extra |\nAfter"
    assert formatted_pages(table) == (
        "Intro\n```\nName       Size\n---------  ----  -----\na|b        1\nlong name  22    extra\n```\nAfter",
    )
