"""What an answer took. Pace and price give models away, so a source is asked only after the names came out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """What one answer took; None where the source does not say.

    `seconds` run from the question to the whole answer. `tokens` are those that were written, as the model's endpoint
    counted them; `dollars` (US) is the price of question and answer. `model_id` is the source's id of the model, with
    its version where it has one, and `sampling` how it was asked to write.
    """

    seconds: float | None = None
    tokens: int | None = None
    dollars: float | None = None
    model_id: str | None = None
    sampling: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What both answers took. `pair_probability` is how likely the two models were to be drawn together."""

    a: AnswerFacts = AnswerFacts()
    b: AnswerFacts = AnswerFacts()
    pair_probability: float | None = None
