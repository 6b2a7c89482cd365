"""Inline rules of Discord's own: mentions, time-stamps, spoilers and bare addresses."""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the ids in a message are called."""

    users: Mapping[str, str]
    channels: Mapping[str, str]
    roles: Mapping[str, str]


_ANGLED: Final = re.compile(
    r"<(?:@!?(?P<user>\d+)|@&(?P<role>\d+)|#(?P<channel>\d+)"
    r"|/(?P<command>[^\s:<>][^:<>\n]{0,98}):\d+"
    r"|t:(?P<time>-?\d{1,13})(?::(?P<style>[tTdDfFRsS]))?"
    r"|a?:(?P<emoji>\w{1,64}):\d+"
    r"|(?P<url>https?://[^\s<>]+))>"
)
_EVERYONE: Final = re.compile(r"@(?:everyone|here)\b")
_SCHEME_BEFORE: Final = re.compile(r"\bhttps?$")
_REST_OF_URL: Final = re.compile(r"://[^\s<>|]+")
_UNLIKELY_END: Final = ".,:;!?\"'*_~"


def add_inline_rules(parser: MarkdownIt) -> None:
    """Give the parser Discord's own inline marks, and the way they are written as HTML."""
    rules = parser.inline.ruler
    parser.inline.add_terminator_char("|")
    rules.before("link", "discord_angled", _angled)
    rules.before("link", "discord_everyone", _everyone)
    rules.before("link", "discord_spoiler", _spoiler)
    rules.before("link", "discord_url", _url)
    parser.add_render_rule("pill", _render_pill)


def _angled(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (the library's call)
    """``<@id>``, ``<#id>``, ``<@&id>``, ``</name:id>``, ``<t:unix:style>``, ``<:emoji:id>`` and ``<https://…>``."""
    match = _ANGLED.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        _push_angled(state, match)
    state.pos = match.end()
    return True


def _push_angled(state: StateInline, match: re.Match[str]) -> None:
    names: Names = state.env["names"]
    found = match.groupdict()
    if (user := found["user"]) is not None:
        _push_pill(state, f"@{names.users.get(user, 'unknown-user')}")
    elif (role := found["role"]) is not None:
        _push_pill(state, f"@{names.roles.get(role, 'unknown-role')}")
    elif (channel := found["channel"]) is not None:
        name = f"#{names.channels.get(channel, 'unknown')}"
        _push_pill(state, name, tag="button", attrs={"class": "mention", "data-channel": channel})
    elif (command := found["command"]) is not None:
        _push_pill(state, f"/{command}", tag="button", attrs={"class": "mention", "data-command": command})
    elif (url := found["url"]) is not None:
        _push_link(state, url)
    elif found["emoji"] is not None:
        state.append_pending(f":{found['emoji']}:")
    else:
        _push_time(state, match)


def _push_time(state: StateInline, match: re.Match[str]) -> None:
    try:
        moment = datetime.fromtimestamp(int(match["time"]), UTC)
    except (OverflowError, ValueError, OSError):  # past the years a clock has: shown as it was typed
        state.append_pending(match[0])
        return
    attrs = {"datetime": moment.isoformat(), "data-style": match["style"] or "f"}
    _push_pill(state, f"{moment:%Y-%m-%d %H:%M} UTC", tag="time", attrs=attrs)


def _push_pill(state: StateInline, text: str, *, tag: str = "span", attrs: Mapping[str, str] | None = None) -> None:
    token = state.push("pill", tag, 0)
    token.content = text
    token.attrs = dict(attrs or {"class": "mention"})


def _push_link(state: StateInline, url: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(url)}
    state.push("text", "", 0).content = url
    state.push("link_close", "a", -1)


def _everyone(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (the library's call)
    match = _EVERYONE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        _push_pill(state, match[0])
    state.pos = match.end()
    return True


def _spoiler(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (the library's call)
    """``||x||`` hides x until it is asked for."""
    start, limit = state.pos, state.posMax
    if not state.src.startswith("||", start):
        return False
    close = state.src.find("||", start + 3, limit)
    if close < 0:
        return False
    if not silent:
        state.push("spoiler_open", "span", 1).attrs = {"class": "spoiler"}
        state.pos, state.posMax = start + 2, close
        state.md.inline.tokenize(state)
        state.push("spoiler_close", "span", -1)
        state.posMax = limit
    state.pos = close + 2
    return True


def _url(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 (the library's call)
    """A bare address; the scheme was read as text before the colon was met."""
    rest = _REST_OF_URL.match(state.src, state.pos, state.posMax)
    scheme = _SCHEME_BEFORE.search(state.pending)
    if state.linkLevel or rest is None or scheme is None:
        return False
    tail = rest[0].rstrip(_UNLIKELY_END)
    while tail.endswith(")") and tail.count(")") > tail.count("("):
        tail = tail[:-1].rstrip(_UNLIKELY_END)
    if len(tail) <= len("://"):
        return False
    if not silent:
        state.pending = state.pending[: scheme.start()]
        _push_link(state, scheme[0] + tail)
    state.pos += len(tail)
    return True


def _render_pill(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    token = tokens[index]
    attrs = "".join(f' {name}="{escapeHtml(str(value))}"' for name, value in token.attrs.items())
    return f"<{token.tag}{attrs}>{escapeHtml(token.content)}</{token.tag}>"
