r"""Lines of strangers' text that cannot do anything but be read.

Models and members write markdown, and Discord's markdown can mention, show a time, link one address under the name of
another, and forge our headings. The scanner here walks a line as Discord does, from left to right; code spans come
through untouched and everything else that is more than emphasis is escaped. A backtick without a partner is escaped
too: otherwise it would find one on a later line and turn our code spans inside out.
"""

import re
from typing import Final

ZERO_WIDTH_SPACE: Final = "\u200b"

CODE_SPAN: Final = r"(?P<ticks>`+)(?!`)(?P<code>.*?[^`])(?P=ticks)(?!`)"
"""Inline code where Discord's rule and CommonMark's agree, on one line."""

_PUNCTUATION: Final = r"[!-/:-@\[-`{-~]"
_LABEL: Final = r"\[(?P<label>(?:\\.|\[[^\[\]]*\]|[^\[\]\\])*)\]"
_TARGET: Final = r"\(\s*(?P<target><[^<>]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
_ADDRESS: Final = r"(?:https?|steam|discord)://[^\s<>]+"
_WORKING_IN_ADDRESS: Final = re.compile(r"[`\\|]|@(?=everyone|here)|\](?=\()")
_ENDS_ADDRESS: Final = re.compile(r"[.,:;!?)\"'\]*_~>]*(?:[\s<]|$)")
_TOKEN: Final = re.compile(
    rf"(?P<escape>\\{_PUNCTUATION})|{CODE_SPAN}|!?{_LABEL}{_TARGET}"
    rf"|<(?P<angled>{_ADDRESS})>|(?P<address>{_ADDRESS})|(?P<tag>@(?=everyone|here)|<)"
    rf"|(?P<live>\\|`+|\](?=\()|\|(?=\|)|(?<=\|)\|)"
)
_MARKER: Final = re.compile(
    r"(?P<indent>\s*)(?P<quote>(?:>[>\s]*)?)(?P<bullets>(?:(?:[-*+]|\d{1,9}[.)])\s+)*)"
    r"(?:(?P<heading>#{1,6})\s+(?P<title>.*)|(?P<rest>.*))"
)
_BOLD_OR_CODE: Final = re.compile(rf"{CODE_SPAN}|\*\*")
_TICK_BEFORE_TICK: Final = re.compile("`(?=`)")
_FENCE: Final = re.compile("`{3,}")
_LINE_START: Final = re.compile(r"(?P<before>\s*\d*)(?:[-+*.)#]\s|#{2,}\s|-#|>)")
_PLAIN: Final = re.compile(r"[\\*_~`|<>\[\]#]|(?<=\w):(?=//)|(?<!\w)[-+](?=\s|#|$)|(?<=\d)[.)](?=\s|$)")


def safe_line(line: str, *, targets: bool) -> str:
    """One line of markdown, as it may be shown.

    Headings become bold, pictures their description and links their label; with `targets` the address follows in
    parentheses, so that nobody is led elsewhere than they read. Quotes do not nest.
    """
    match = _MARKER.fullmatch(line)
    if match is None:  # a line break inside: not a line
        raise ValueError("safe_line takes one line")
    start = match["indent"] + ("> " if match["quote"] else "") + match["bullets"]
    if match["heading"]:
        title = safe_inline(_without_closing(match["title"]), targets=targets)
        bold = _BOLD_OR_CODE.sub(lambda part: part[0] if part["ticks"] else "", title).strip()
        return f"{start}**{bold}**" if bold else start.rstrip()
    return start + continued(safe_inline(match["rest"], targets=targets))


def _without_closing(title: str) -> str:
    """`Title ##` is a heading closed; `C#` is a word."""
    bare = title.rstrip().rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else title.rstrip()


def continued(text: str) -> str:
    """Safe text at the start of a line where it is to begin no heading, quote, list or small print."""
    marker = _LINE_START.match(text)
    return f"{marker['before']}\\{text[marker.end('before') :]}" if marker else text


def safe_inline(text: str, *, targets: bool) -> str:
    """The inside of a line, as it may be shown; see `safe_line`."""
    return _TOKEN.sub(lambda match: _safe_token(match, targets=targets), text)


def _safe_token(match: re.Match[str], *, targets: bool) -> str:
    if match["escape"]:
        return match[0]
    if match["ticks"]:
        return _code_span(match["ticks"], match["code"])
    if match["tag"]:
        return match[0] + ZERO_WIDTH_SPACE
    if match["live"]:
        return "".join(f"\\{character}" for character in match["live"])
    if match["label"] is not None:
        shown = _link(match["label"], match["target"].strip("<>"), targets=targets)
    else:
        shown = _address(match["angled"] or match["address"])
    # Discord reads an address up to the next space: over what follows, and over the marks that protect it.
    swallows = "://" in shown and not _ENDS_ADDRESS.match(match.string, match.end())
    return f"{shown} " if swallows else shown


def _address(written: str) -> str:
    """The same address without a character that could be at work in it."""
    return _WORKING_IN_ADDRESS.sub(lambda character: f"%{ord(character[0]):02X}", written)


def _code_span(ticks: str, code: str) -> str:
    """Three ticks in a row would open a block in Discord, wherever they stand."""
    if len(ticks) <= 2 and "```" not in code:  # noqa: PLR2004 - one or two ticks are a span
        return f"{ticks}{code}{ticks}"
    return f"``{_TICK_BEFORE_TICK.sub(f'`{ZERO_WIDTH_SPACE}', code)}``"


def _link(label: str, target: str, *, targets: bool) -> str:
    shown = safe_inline(label, targets=targets)
    if "`" in {shown[:1], shown[-1:]}:  # beside another tick it would be a longer run
        shown = f"{ZERO_WIDTH_SPACE}{shown}{ZERO_WIDTH_SPACE}"
    if not targets or not target or label == target:
        return shown
    address = safe_inline(target, targets=False)
    return f"{shown} ({address})" if shown else address


def plain_line(line: str) -> str:
    """One line with all its characters as they were written and none at work: `**a**` shows the stars."""
    return (
        _PLAIN.sub(r"\\\g<0>", line)
        .replace("@everyone", f"@{ZERO_WIDTH_SPACE}everyone")
        .replace("@here", f"@{ZERO_WIDTH_SPACE}here")
    )


def inert(code: str) -> str:
    """A line inside a code block, unable to end it."""
    return _FENCE.sub(lambda ticks: ZERO_WIDTH_SPACE.join(ticks[0]), code)
