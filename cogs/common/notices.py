"""What is said wherever something broke here."""

from dataclasses import dataclass
from typing import Final

from cogs.common.look import RED, Reply, card, given_back, support_line, words


@dataclass(frozen=True, slots=True)
class Apology:
    """What a member reads when something broke on our side."""

    heading: str
    text: str


ANY: Final = Apology("Something went wrong here", "It was nothing you did. Please try again.")
"""Where there is nothing more to say."""


def apology(said: Apology, code: str, *, question: str = "") -> Reply:
    """The private card; `code` stands in the log as well. A question is given back with it."""
    given, file = given_back(question)
    return Reply(card(RED, words(f"### {said.heading}", said.text, support_line(code)), *given), file)
