"""Block rules in which Discord differs from CommonMark: headings, subtext, quotes and fences."""

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

_HEADING: Final = re.compile(r"(#{1,3}) +(\S.*)")
_SUBTEXT: Final = re.compile(r"-# +(\S.*)")
_LANGUAGE: Final = re.compile(r"[\w+#.-]+")
_FENCE: Final = "```"


def add_block_rules(parser: MarkdownIt) -> None:
    """Give the parser Discord's own blocks; each may follow a paragraph without an empty line."""
    anywhere: RuleOptionsType = {"alt": ["paragraph", "list"]}
    for name, rule in (
        ("discord_fence", _fence),
        ("discord_quote", _quote),
        ("discord_heading", _heading),
        ("discord_subtext", _subtext),
    ):
        parser.block.ruler.before("list", name, rule, anywhere)


def _line(state: StateBlock, number: int) -> str:
    """One source line without its indentation."""
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _push_line(state: StateBlock, kind: str, tag: str, content: str, number: int) -> None:
    """A block that is one line of inline text."""
    opening = state.push(f"{kind}_open", tag, 1)
    opening.map = [number, number + 1]
    if kind == "subtext":
        opening.attrs = {"class": "subtext"}
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content, [number, number + 1], []
    state.push(f"{kind}_close", tag, -1)
    state.line = number + 1


def _heading(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 (the library's call)
    """``# `` to ``### ``; four or more are ordinary text."""
    match = _HEADING.fullmatch(_line(state, start))
    if match is None:
        return False
    if not silent:
        _push_line(state, "heading", f"h{len(match[1])}", match[2].strip(), start)
    return True


def _subtext(state: StateBlock, start: int, _end: int, silent: bool) -> bool:  # noqa: FBT001 (the library's call)
    """``-# `` makes the rest of the line small."""
    match = _SUBTEXT.fullmatch(_line(state, start))
    if match is None:
        return False
    if not silent:
        _push_line(state, "subtext", "small", match[1].strip(), start)
    return True


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (the library's call)
    """``> `` quotes its own line only, ``>>> `` everything that follows; quotes do not nest."""
    first = _line(state, start)
    if state.env.get("in_quote") or not first.startswith(("> ", ">>> ")):
        return False
    if silent:
        return True
    if first.startswith(">>> "):
        quoted, following = [first[4:], state.getLines(start + 1, end, state.blkIndent, keepLastLF=False)], end
    else:
        quoted, following = [], start
        while following < end and _line(state, following).startswith("> "):
            quoted.append(_line(state, following)[2:])
            following += 1
    opening = state.push("blockquote_open", "blockquote", 1)
    opening.map = [start, following]
    state.env["in_quote"] = True
    state.md.block.parse("\n".join(quoted), state.md, state.env, state.tokens)
    state.env["in_quote"] = False
    state.push("blockquote_close", "blockquote", -1)
    state.line = following
    return True


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 (the library's call)
    """A code block from three backticks to the next three that end a line; one that never ends is text."""
    first = _line(state, start)
    if not first.startswith(_FENCE):
        return False
    opening = first[len(_FENCE) :]
    one_line = opening.rstrip().removesuffix(_FENCE)
    if one_line and one_line != opening.rstrip():
        content, language, following = one_line + "\n", "", start + 1
    else:
        closing = next((n for n in range(start + 1, end) if _line(state, n).rstrip().endswith(_FENCE)), None)
        if closing is None:
            return False
        body = state.getLines(start + 1, closing + 1, state.blkIndent, keepLastLF=False)
        content, following = body.rstrip().removesuffix(_FENCE).rstrip("\n") + "\n", closing + 1
        language = opening.strip()
        if language and not _LANGUAGE.fullmatch(language):
            content, language = f"{opening}\n{content}", ""
    if not silent:
        token = state.push("fence", "code", 0)
        token.info, token.content, token.map = language, content, [start, following]
        state.line = following
    return True
