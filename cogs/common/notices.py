"""What is said wherever something broke here."""

from dataclasses import dataclass
from typing import Final

from discord import ui

from cogs.common.look import RED, card, support_line, words


@dataclass(frozen=True, slots=True)
class Apology:
    """What a member reads when something broke on our side."""

    heading: str
    text: str


ANY: Final = Apology("Something went wrong here", "It was nothing you did. Please try again.")
"""Where there is nothing more to say."""


def apology(said: Apology, code: str) -> ui.LayoutView:
    """The private card; `code` stands in the log as well."""
    return card(RED, words(f"### {said.heading}", said.text, support_line(code)))
