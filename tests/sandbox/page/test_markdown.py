from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page.markdown import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, render

USERS = {"11": "Ada", "12": '<b onclick="x">Bo</b>'}
CHANNELS = {"21": "arena"}
ROLES = {"31": "Judges"}
# What the sanitiser itself adds or restricts to named classes.
OWN_ATTRIBUTES = {
    "a": {"href", "target", "rel"},
    "button": {"class", "type"},
    "small": {"class"},
    "span": {"class"},
}


def html(text: str) -> str:
    return render(text, users=USERS, channels=CHANNELS, roles=ROLES).strip()


class Inventory(HTMLParser):
    """Every tag with its attributes, and the text between, as a browser would read them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**bold** *italic* _too_", "<p><strong>bold</strong> <em>italic</em> <em>too</em></p>"),
        ("__under__ ~~gone~~", "<p><u>under</u> <s>gone</s></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("# Big\n## Middle\n### Small", "<h1>Big</h1>\n<h2>Middle</h2>\n<h3>Small</h3>"),
        ("#### four\n#none", "<p>#### four<br>\n#none</p>"),
        ("text\n-# small *print*", '<p>text</p>\n<small class="subtext">small <em>print</em></small>'),
        ("||secret||", '<p><span class="spoiler">secret</span></p>'),
        ("a | b || c", "<p>a | b || c</p>"),
        ("`a || b`", "<p><code>a || b</code></p>"),
        ("```py\nx = 1\n```", '<pre data-language="py"><code>x = 1\n</code></pre>'),
        ("```\n  A\n\n  B\n```", "<pre><code>  A\n\n  B\n</code></pre>"),
        ("```not a language\nx```", "<pre><code>not a language\nx\n</code></pre>"),
        ("```one line```", "<pre><code>one line\n</code></pre>"),
        ("```\nnever closed", "<p>```<br>\nnever closed</p>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("4. four", '<ol start="4">\n<li>four</li>\n</ol>'),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>"),
        ("> quoted\nnot quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n<p>not quoted</p>"),
        (">>> all\nof it", "<blockquote>\n<p>all<br>\nof it</p>\n</blockquote>"),
        ("> a\n> > b", "<blockquote>\n<p>a<br>\n&gt; b</p>\n</blockquote>"),
        ("<:owl:5> x", "<p>:owl: x</p>"),
        ("| a | b |\n|---|---|", "<p>| a | b |<br>\n|---|---|</p>"),
        ("![alt](https://example.org/x.png)", None),
        ("a\n---\nb", "<p>a<br>\n---<br>\nb</p>"),
        ("&amp;", "<p>&amp;amp;</p>"),
    ],
)
def test_marks_become_the_tags_discord_shows(source: str, expected: str | None) -> None:
    shown = html(source)
    assert "<img" not in shown
    if expected is not None:
        assert shown == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<@11>", '<span class="mention">@Ada</span>'),
        ("<@!11>", '<span class="mention">@Ada</span>'),
        ("<@99>", '<span class="mention">@unknown-user</span>'),
        ("<@&31>", '<span class="mention">@Judges</span>'),
        ("@everyone", '<span class="mention">@everyone</span>'),
        ("<#21>", '<button class="mention" data-channel="21" type="button">#arena</button>'),
        (
            "</battle start:7>",
            '<button class="mention" data-command="battle start" type="button">/battle start</button>',
        ),
    ],
)
def test_mentions_become_pills_with_names(source: str, expected: str) -> None:
    assert html(source) == f"<p>{expected}</p>"


def test_a_name_cannot_bring_html_along() -> None:
    assert html("<@12>") == ('<p><span class="mention">@&lt;b onclick="x"&gt;Bo&lt;/b&gt;</span></p>')


def test_a_time_stamp_keeps_its_moment_and_style() -> None:
    assert html("<t:1784000000:R>") == (
        '<p><time datetime="2026-07-14T03:33:20+00:00" data-style="R">2026-07-14 03:33 UTC</time></p>'
    )
    assert 'data-style="f"' in html("<t:1784000000>")


def test_a_time_stamp_past_all_years_is_shown_as_typed() -> None:
    assert html("<t:9999999999999:R>") == "<p>&lt;t:9999999999999:R&gt;</p>"


@pytest.mark.parametrize(
    ("source", "address", "text"),
    [
        ("[here](https://example.org/a)", "https://example.org/a", "here"),
        ("https://example.org/a_b_c.", "https://example.org/a_b_c", "https://example.org/a_b_c."),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)", "(https://example.org/a_(b))"),
        ("<https://example.org>", "https://example.org", "https://example.org"),
    ],
)
def test_web_addresses_become_links_that_open_apart(source: str, address: str, text: str) -> None:
    found = Inventory(html(source))
    links = [attributes for tag, attributes in found.tags if tag == "a"]
    assert [(link["href"], link["target"]) for link in links] == [(address, "_blank")]
    assert found.text == text


@pytest.mark.parametrize(
    "source",
    ["[x](javascript:alert(1))", "[x](data:text/html,x)", "[x](/relative)", "javascript:alert(1)"],
)
def test_other_addresses_stay_text(source: str) -> None:
    assert "<a" not in html(source)


def test_html_is_shown_as_it_was_typed() -> None:
    source = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    found = Inventory(html(source))
    assert [tag for tag, _ in found.tags] == ["p"]
    assert found.text == source


MARKS = (
    "**", "__", "~~", "||", "`", "```", "\n", "> ", ">>> ", "- ", "1. ", "# ", "-# ", "[", "](https://a.b)",
    "<@11>", "<t:0:R>", "</x y:1>", "<b>", "<script>", '" onclick="', "https://a.b/c", "\\", "\ud800", "\0",
)  # fmt: skip


@given(st.lists(st.sampled_from(MARKS) | st.text(max_size=8), max_size=40).map("".join) | st.text())
def test_nothing_typed_leaves_the_allow_list_or_raises(source: str) -> None:
    for tag, attributes in Inventory(html(source)).tags:
        assert tag in ALLOWED_TAGS
        assert set(attributes) <= ALLOWED_ATTRIBUTES.get(tag, frozenset()) | OWN_ATTRIBUTES.get(tag, set())
        assert (attributes.get("href") or "https://").startswith(("https://", "http://"))


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), min_size=1))
def test_plain_words_come_out_as_they_went_in(source: str) -> None:
    assert " ".join(Inventory(html(source)).text.split()) == " ".join(source.split())
