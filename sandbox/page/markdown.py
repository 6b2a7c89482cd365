"""Discord-flavoured markdown as safe HTML.

markdown-it-py parses with the rules Discord shares with CommonMark plus those of ``blocks`` and ``inlines``; nh3 then
keeps only ``ALLOWED_TAGS`` and ``ALLOWED_ATTRIBUTES``, so that a fault in a rule cannot become a script on the page.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from sandbox.page.blocks import add_block_rules
from sandbox.page.inlines import Names, add_inline_rules

ALLOWED_TAGS: Final = frozenset(
    {"a", "blockquote", "br", "button", "code", "em", "h1", "h2", "h3", "li", "ol", "p", "pre"}
    | {"s", "small", "span", "strong", "time", "u", "ul"}
)
ALLOWED_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "a": frozenset({"href"}),
    "button": frozenset({"data-command", "data-channel"}),
    "ol": frozenset({"start"}),
    "pre": frozenset({"data-language"}),
    "time": frozenset({"datetime", "data-style"}),
}
_ALLOWED_CLASSES: Final[Mapping[str, frozenset[str]]] = {
    "button": frozenset({"mention"}),
    "small": frozenset({"subtext"}),
    "span": frozenset({"mention", "spoiler"}),
}


class _DiscordMarkdown(MarkdownIt):
    """CommonMark's parser, which takes only web addresses for links."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (the library's name)
        """Whether Discord would make this a link."""
        return url.startswith(("https://", "http://"))


def _render_underline(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],  # noqa: ARG001 (the renderer hands it to every rule)
) -> str:
    """``__x__`` is underlined in Discord, where CommonMark makes it strong."""
    token = tokens[index]
    if token.markup == "__":
        token.tag = "u"
    return renderer.renderToken(tokens, index, options, env={})


def _render_fence(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    token = tokens[index]
    label = f' data-language="{escapeHtml(token.info)}"' if token.info else ""
    return f"<pre{label}><code>{escapeHtml(token.content)}</code></pre>\n"


def _build_parser() -> MarkdownIt:
    parser = _DiscordMarkdown("zero", {"breaks": True})
    parser.enable(["newline", "escape", "backticks", "emphasis", "strikethrough", "link", "list"])
    add_block_rules(parser)
    add_inline_rules(parser)
    parser.add_render_rule("strong_open", _render_underline)
    parser.add_render_rule("strong_close", _render_underline)
    parser.add_render_rule("fence", _render_fence)
    return parser


_PARSER: Final = _build_parser()
_CLEANER: Final = nh3.Cleaner(
    tags=ALLOWED_TAGS,
    attributes=ALLOWED_ATTRIBUTES,
    allowed_classes=_ALLOWED_CLASSES,
    set_tag_attribute_values={"a": {"target": "_blank"}, "button": {"type": "button"}},
    url_schemes=frozenset({"http", "https"}),
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)


def render(text: str, *, users: Mapping[str, str], channels: Mapping[str, str], roles: Mapping[str, str]) -> str:
    """The safe HTML of a message's markdown.

    Args:
        text: what a member or the bot wrote; any string, HTML in it is shown as it was typed.
        users: display name by user id, for ``<@id>``.
        channels: name without ``#`` by channel id, for ``<#id>``.
        roles: name by role id, for ``<@&id>``.

    Time-stamps become ``<time datetime data-style>``, whose text the page replaces with the reader's own.
    """
    # A lone surrogate is a legal str but not legal UTF-8, which the sanitiser speaks.
    encodable = text.encode("utf-8", "replace").decode("utf-8")
    env = {"names": Names(users=users, channels=channels, roles=roles)}
    return _CLEANER.clean(_PARSER.render(encodable, env))
