"""The engine's values as bodies of the published API. The one place that decides what is seen before the vote.

Until both answers are whole neither is shown, not even in part: their growth would tell which model is the faster one.
Until the vote the two are called "Model A" and "Model B".
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from arena import wire
from arena.engine.conversation import conversation
from arena.engine.values import Battle, Pair, Side, Turn, Verdict, VoteTotals

_HIDDEN: Final = Pair("Model A", "Model B")


def battle_body(battle: Battle) -> wire.Battle:
    """The state of a battle, as `GET /api/v1/battles/:id` shows it."""
    latest = battle.latest
    return wire.Battle(
        id=battle.id,
        status=_status(latest),
        responses_ready=latest.ready_at is not None,
        modality=battle.modality.value,
        title=battle.title,
        turn_count=len(battle.turns),
        voted_count=sum(turn.verdict is not None for turn in battle.turns),
        created_at=milliseconds(battle.created_at),
        comparisons=[_comparison(battle, turn) for turn in battle.turns],
        turns=[
            wire.Turn(
                turn_number=turn.number,
                branch_a=_branch(battle.turns[: turn.number], Side.A),
                branch_b=_branch(battle.turns[: turn.number], Side.B),
            )
            for turn in battle.turns
        ],
        error_code=latest.failure and latest.failure.value,
        error_message=latest.failure and latest.failure.sentence,
    )


def model_body(card: wire.ModelCard, *, since: datetime) -> wire.Model:
    """One item of the list that both APIs and OpenAI's clients read. `since` is when this arena began to offer it."""
    return wire.Model(
        id=card.slug,
        name=card.name,
        model_id=card.slug,
        provider=card.provider,
        input_modalities=list(card.input_modalities),
        output_modalities=list(card.output_modalities),
        is_pinned=False,
        object="model",
        created=int(since.timestamp()),
        owned_by=card.provider,
    )


def availability_body(card: wire.ModelCard) -> wire.Availability:
    """One item of `GET /api/v1/models/availability`."""
    return wire.Availability(
        name=card.name,
        model_id=card.slug,
        input_modalities=list(card.input_modalities),
        output_modalities=list(card.output_modalities),
    )


def stats_body(cards: Sequence[wire.ModelCard], votes: VoteTotals) -> wire.Stats:
    """The totals of `GET /api/v1/stats`."""
    return wire.Stats(
        total_models=len(cards),
        total_text_models=_makers_of(wire.Modality.TEXT, cards),
        total_image_models=_makers_of(wire.Modality.IMAGE, cards),
        total_text_votes=votes.text,
        total_image_votes=votes.image,
        total_votes=votes.text + votes.image,
    )


def milliseconds(moment: datetime) -> int:
    """Unix time in milliseconds."""
    return int(moment.astimezone(UTC).timestamp() * 1000)


def _comparison(battle: Battle, turn: Turn) -> wire.Comparison:
    ready = turn.ready_at is not None
    names = _HIDDEN if turn.verdict is None else Pair(battle.contestants.a.name, battle.contestants.b.name)
    return wire.Comparison(
        id=turn.id,
        turn_number=turn.number,
        status="failed" if turn.failure else "voted" if turn.verdict else "pending",
        responses_ready=ready,
        model_a=names.a,
        model_b=names.b,
        response_a=turn.answers.a.text if ready else None,
        response_b=turn.answers.b.text if ready else None,
        vote=None if turn.verdict is None else _vote(turn.verdict),
    )


def _branch(turns: Iterable[Turn], side: Side) -> list[wire.BranchMessage]:
    return [
        wire.BranchMessage(role=message.role, content=message.content, message_index=index)
        for index, message in enumerate(conversation(turns, side))
    ]


def _vote(verdict: Verdict) -> dict[str, JsonValue]:
    criteria = verdict.criteria
    return {
        "winner": verdict.winner.value,
        "feedback": verdict.feedback,
        "rating": verdict.rating,
        "criteria": None if criteria is None else criteria.model_dump(exclude_none=True),
        "createdAt": milliseconds(verdict.at),
    }


def _status(turn: Turn) -> str:
    if turn.failure is not None:
        return "failed"
    if turn.verdict is not None:
        return "completed"
    return "initializing" if turn.ready_at is None else "active"


def _makers_of(modality: wire.Modality, cards: Iterable[wire.ModelCard]) -> int:
    return sum(modality in card.output_modalities for card in cards)
