"""What an answer took. Pace and price give models away, so a source is asked only after the names came out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """What one answer took; None where the source does not say.

    `seconds` run from the question to the whole answer. `tokens` are those that were written, as the model's endpoint
    counted them; `dollars` (US) is the price of question and answer.
    """

    seconds: float | None = None
    tokens: int | None = None
    dollars: float | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What both answers took."""

    a: AnswerFacts = AnswerFacts()
    b: AnswerFacts = AnswerFacts()
