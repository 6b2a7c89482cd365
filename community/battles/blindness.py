"""Answers that name their maker are masked before anybody sees them."""

from arena.wire import TellingNames, mask
from community.battles.values import Answers, Leaks


def masked(answers: Answers, telling_names: TellingNames, known: Leaks) -> tuple[Answers, Leaks]:
    """Both answers as they may be shown, and which of them leaked, as is found here or `known` to their source."""
    a, b = mask(answers.a, telling_names), mask(answers.b, telling_names)
    return Answers(a.text, b.text), Leaks(a.leaked or known.a, b.leaked or known.b)
