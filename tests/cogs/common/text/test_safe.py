"""Nothing that a model or a member writes does anything in Discord but be read."""

import re
from html import unescape
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.common.text import Room, formatted_pages, plain_pages, preview, quoted
from cogs.common.text.inline import plain_line, safe_line
from sandbox.page import render
from sandbox.page.inlines import Names
from tests.cogs.common.text.strategies import hostile

NAMES = Names(users={"300": "ada"}, channels={"200": "general"}, roles={"300": "mods"})
ALIVE = re.compile(r'<h[123]|<small|class="mention"|<time|class="spoiler"|<button')
LINK = re.compile(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def html(markdown: str) -> str:
    return render(markdown, users=NAMES.users, channels=NAMES.channels, roles=NAMES.roles)


def harmless(markdown: str) -> bool:
    shown = html(markdown)
    return not ALIVE.search(shown) and all(_same(*link) for link in LINK.findall(shown))


def _same(target: str, words: str) -> bool:
    """Whether a link leads where it says; the page encodes some characters of the target."""
    return unquote(unescape(target)) == unquote(unescape(words))


@given(text=hostile)
def test_no_page_of_an_answer_mentions_hides_counts_down_or_forges_a_heading(text: str) -> None:
    assert all(harmless(page) for page in formatted_pages(text))


@given(text=hostile)
def test_no_plain_page_has_any_format_at_all(text: str) -> None:
    for page in plain_pages(text):
        shown = html(page)
        assert harmless(page)
        assert not re.search(r"<(code|em|strong|s|u|ul|ol|blockquote|a)\b", shown)


@given(text=hostile, units=st.integers(40, 400), lines=st.integers(1, 8))
def test_no_preview_does_more_than_be_read(text: str, units: int, lines: int) -> None:
    assert harmless(preview(text, Room(units, lines)).text)


@given(text=hostile, units=st.integers(40, 400), lines=st.integers(1, 8))
def test_every_line_of_a_prompt_stays_inside_its_quote(text: str, units: int, lines: int) -> None:
    shown = quoted(text, Room(units, lines)).text
    assert all(line.startswith("> ") for line in shown.split("\n"))
    assert harmless(shown)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("## A `**b**` c", "**A `**b**` c**"),
        ("## Closed ##  ", "**Closed**"),
        ("# About C#", "**About C#**"),
        ("- ### Deep", "- **Deep**"),
        ("#", "#"),
        (">>> all of it", "> all of it"),
        ("> > twice", "> twice"),
        ("-# small", "\\-# small"),
        ("![](https://x.example/c.png)# A wins", "https://x.example/c.png # A wins"),
        ("[# A wins](x)", "\\# A wins (x)"),
        ("- [-# small](x)", "- \\-# small (x)"),
        ("`a`[`b`](b)", "`a`\u200b`b`\u200b (b)"),
        ("see [docs](https://x.example/a_b)", "see docs (https://x.example/a_b)"),
        ("[https://x.example](https://x.example)", "https://x.example"),
        ("![a cat](https://x.example/c.png)", "a cat (https://x.example/c.png)"),
        ("<https://x.example>", "https://x.example"),
        ("`<@1> [a](b)` and <@1>", "`<@1> [a](b)` and <\u200b@1>"),
        ("a ` lone tick", "a \\` lone tick"),
        ("``a`", "\\`\\`a\\`"),
        ("```` a```b ````", "`` a`\u200b`\u200b`b ``"),
        ("```a`` b", "\\`\\`\\`a\\`\\` b"),
        ("``` in the middle", "\\`\\`\\` in the middle"),
        ("@everyone", "@\u200beveryone"),
        ("a || b", "a \\|\\| b"),
        ("a | b", "a | b"),
        (r"C:\temp\<@1>", r"C:\\temp\<@1>"),
        (r"\\<@1>", "\\\\<\u200b@1>"),
        ("https://x.example/`<@1>`", "https://x.example/%60<\u200b@1>\\`"),
        (r"<https://x.example>`<@1>`", "https://x.example `<@1>`"),
        (r"[https://x.example](https://x.example)\<@1>", r"https://x.example \<@1>"),
        ("([docs](https://x.example)).", "(docs (https://x.example))."),
    ],
)
def test_a_line_keeps_its_words_and_loses_its_power(written: str, shown: str) -> None:
    assert safe_line(written, targets=True) == shown


def test_without_targets_a_link_is_its_label_and_a_picture_its_description() -> None:
    line = "[docs](https://x.example) ![cat](https://x.example/c.png)"
    assert safe_line(line, targets=False) == "docs cat"


def test_more_than_a_line_is_no_line() -> None:
    with pytest.raises(ValueError, match="one line"):
        safe_line("a\nb", targets=True)


def test_plain_lines_show_their_marks() -> None:
    assert plain_line("# **a** <@1> 1. b") == "\\# \\*\\*a\\*\\* \\<@1\\> 1\\. b"
