"""What an answer took: told of answers that were voted on, because pace and price tell one model from another."""

from typing import Final

from arena import wire
from arena.engine.values import Battle, Side, Turn

_PER_PRICE: Final = 1_000_000
"""Prices are for so many tokens."""


def facts_of(battle: Battle, turn: Turn, side: Side, card: wire.ModelCard | None) -> wire.AnswerFacts:
    """Time, tokens and cost of one side's answer. `card` is the model's, None where it is configured no longer."""
    answer = turn.answers[side]
    usage = answer.usage
    # Where the side's first model failed, the time that passed is not this model's own.
    own = answer.finished_at is not None and not (turn.number == 1 and side in battle.replaced)
    return wire.AnswerFacts(
        seconds=round((answer.finished_at - turn.created_at).total_seconds(), 3)
        if own and answer.finished_at
        else None,
        prompt_tokens=usage and usage.prompt_tokens,
        completion_tokens=usage and usage.completion_tokens,
        cost_usd=_cost(usage, card),
        model_id=battle.contestants[side].slug,
        sampling=card and card.sampling,
    )


def probability_of(battle: Battle) -> float | None:
    """How likely this pair was to be drawn; None where it was not drawn as it is now."""
    return None if battle.replaced else battle.chance


def _cost(usage: wire.Usage | None, card: wire.ModelCard | None) -> float | None:
    if usage is None or card is None or card.input_cost_per_1m is None or card.output_cost_per_1m is None:
        return None
    spent = usage.prompt_tokens * card.input_cost_per_1m + usage.completion_tokens * card.output_cost_per_1m
    return spent / _PER_PRICE
