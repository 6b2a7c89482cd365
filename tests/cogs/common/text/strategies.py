"""Texts as models and members write them, and as they would write them to do harm."""

from typing import Final

from hypothesis import strategies as st

_PIECES: Final = (
    "`",
    "``",
    "```",
    "````",
    "~~~",
    "\\",
    "\n",
    "\n\n",
    " ",
    "    ",
    "*",
    "**",
    "__",
    "~~",
    "||",
    ">",
    ">>> ",
    "> ",
    "# ",
    "### ",
    "-# ",
    "- ",
    "1. ",
    "+ ",
    "[",
    "]",
    "(",
    ")",
    "](",
    "![",
    "<",
    ">",
    "@",
    "!",
    "|",
    "| a | b |\n|---|---|\n",
    "@everyone",
    "@here",
    "<@300>",
    "<@&300>",
    "<#200>",
    "</battle start:1>",
    "<t:1783968000:R>",
    "<:cat:123456789012345678>",
    "<https://evil.example>",
    "https://evil.example/a_b",
    "[good](https://evil.example)",
    "![](https://evil.example/i.png)",
    "[`x`](<https://evil.example> 'title')",
    "```py\n",
    "\n```\n",
    "word",
    "Two words.",
    "é",
    "語",
    "。",
    "😀",
    "\u200f",
    "\u202e",
    "\r\n",
    "\x00",
    "\ud800",
    "x" * 700,
    "word " * 300,
)

hostile: Final = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join) | st.text(max_size=200)

_word = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéß語😀", min_size=1, max_size=30)
_line = st.lists(_word, min_size=1, max_size=60).map(" ".join)
_prose = st.lists(_line, min_size=1, max_size=8).map("\n".join)
_code = st.builds(
    lambda language, lines: "\n".join((f"```{language}", *lines, "```")),
    st.sampled_from(["", "py", "c++"]),
    st.lists(_line, min_size=1, max_size=60),
)
answers: Final = st.lists(_prose | _code, min_size=1, max_size=8).map("\n\n".join)
"""Ordinary answers of prose and code, up to some pages long, without any marks inside lines."""
