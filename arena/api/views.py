"""The engine's values as bodies of the published API. The one place that decides what is seen before the vote.

Until both answers are whole neither is shown, not even in part: their growth would tell which model is the faster one.
Until the vote on a turn the two are called "Model A" and "Model B" there, and its answers are shown with the names of
models masked where they say who wrote them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from arena import wire
from arena.api.facts import facts_of, probability_of
from arena.engine.chat_values import Chat, ChatPage, Message
from arena.engine.values import Battle, Failure, Pair, Side, Turn, Verdict, VoteTotals

CardOf = Callable[[str], wire.ModelCard | None]

_HIDDEN: Final = Pair("Model A", "Model B")
_CHAT_FAILURES: Final = {
    Failure.GENERATION_FAILED: "The model could not reply. You can send another message.",
    Failure.GENERATION_TIMED_OUT: "The model took too long to reply. You can send another message.",
}


def battle_body(battle: Battle, *, base_url: str, card_of: CardOf) -> wire.Battle:
    """The state of a battle, as `GET /api/v1/battles/:id` shows it. Pictures are at addresses below `base_url`.

    `card_of` knows the prices of the models that are configured, by slug.
    """
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
        comparisons=[_comparison(battle, turn, base_url, card_of) for turn in battle.turns],
        turns=[
            wire.Turn(
                turn_number=turn.number,
                branch_a=_branch(battle, turn.number, Side.A, base_url),
                branch_b=_branch(battle, turn.number, Side.B, base_url),
            )
            for turn in battle.turns
        ],
        error_code=latest.failure and latest.failure.value,
        error_message=latest.failure and _sentence(latest),
    )


def chat_body(page: ChatPage, following: str | None, *, base_url: str) -> wire.Chat:
    """A page of a chat, as `GET /api/v1/chats/:id` shows it; `following` is the cursor of the next one."""
    chat, failure = page.chat, page.latest and page.latest.failure
    return wire.Chat(
        id=chat.id,
        model_name=chat.model.name,
        model_id=chat.model.slug,
        modality=chat.modality.value,
        message_count=page.count,
        is_active=page.active,
        created_at=milliseconds(chat.created_at),
        messages=[
            wire.Message(
                id=message.id,
                role=message.role,
                content=_said(chat, message, base_url),
                created_at=milliseconds(message.created_at),
            )
            for message in page.messages
        ],
        pagination=wire.Pagination(has_more=following is not None, next_cursor=following),
        error_code=failure and failure.value,
        error_message=failure and _CHAT_FAILURES[failure],
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
        input_cost_per_1m=card.input_cost_per_1m,
        output_cost_per_1m=card.output_cost_per_1m,
        sampling=card.sampling,
        shares_weights_with=card.shares_weights_with,
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


def picture_url(picture_id: str, base_url: str) -> str:
    """Where a picture can be fetched, without a key."""
    return f"{base_url}/api/v1/images/{picture_id}"


def milliseconds(moment: datetime) -> int:
    """Unix time in milliseconds."""
    return int(moment.astimezone(UTC).timestamp() * 1000)


def _comparison(battle: Battle, turn: Turn, base_url: str, card_of: CardOf) -> wire.Comparison:
    ready = turn.ready_at is not None
    names = _HIDDEN if turn.verdict is None else Pair(battle.contestants.a.name, battle.contestants.b.name)
    comparison = wire.Comparison(
        id=turn.id,
        turn_number=turn.number,
        status="failed" if turn.failure else "voted" if turn.verdict else "pending",
        responses_ready=ready,
        model_a=names.a,
        model_b=names.b,
        response_a=_shown(battle, turn, Side.A, base_url) if ready else None,
        response_b=_shown(battle, turn, Side.B, base_url) if ready else None,
        vote=None if turn.verdict is None else _vote(turn.verdict, leaked=turn.leaked),
    )
    if turn.verdict is None:
        return comparison.model_copy(update=_masks(turn) if ready else {})
    a, b = (facts_of(battle, turn, side, card_of(battle.contestants[side].slug)) for side in Side)
    return comparison.model_copy(update={"facts_a": a, "facts_b": b, "pair_probability": probability_of(battle)})


def _masks(turn: Turn) -> dict[str, bool]:
    masks = {f"masked_{side.lower()}": turn.answers[side].masked is not None for side in Side}
    return masks if any(masks.values()) else {}


def _said(chat: Chat, message: Message, base_url: str) -> str:
    is_picture = chat.modality is wire.Modality.IMAGE and message.role == "assistant" and message.text
    return picture_url(message.text, base_url) if is_picture else message.text


def _branch(battle: Battle, up_to: int, side: Side, base_url: str) -> list[wire.BranchMessage]:
    said: list[tuple[str, str]] = []
    for turn in battle.turns[:up_to]:
        said.append(("user", turn.prompt))
        if turn.ready_at is not None:
            said.append(("assistant", _shown(battle, turn, side, base_url)))
    return [
        wire.BranchMessage(role=role, content=content, message_index=index)
        for index, (role, content) in enumerate(said)
    ]


def _shown(battle: Battle, turn: Turn, side: Side, base_url: str) -> str:
    """An answer as it may be seen now."""
    answer = turn.answers[side]
    if battle.modality is wire.Modality.IMAGE:
        return picture_url(answer.text, base_url)
    return answer.text if turn.verdict is not None or answer.masked is None else answer.masked


def _sentence(turn: Turn) -> str:
    """The same words whichever side and model it was."""
    timed_out = turn.failure is Failure.GENERATION_TIMED_OUT
    what = "took too long to answer" if timed_out else "could not both answer"
    if turn.number == 1:
        return f"The models {what}. This battle cannot be voted on."
    return f"The models {what}. This turn cannot be voted on, those before it can."


def _vote(verdict: Verdict, *, leaked: bool) -> dict[str, JsonValue]:
    criteria = verdict.criteria
    return {
        "winner": verdict.winner.value,
        "feedback": verdict.feedback,
        "rating": verdict.rating,
        "criteria": None if criteria is None else criteria.model_dump(exclude_none=True),
        "createdAt": milliseconds(verdict.at),
        "blind": verdict.blind,
        "leaked": leaked,
    }


def _status(turn: Turn) -> str:
    if turn.failure is not None:
        return "failed"
    if turn.verdict is not None:
        return "completed"
    return "initializing" if turn.ready_at is None else "active"


def _makers_of(modality: wire.Modality, cards: Iterable[wire.ModelCard]) -> int:
    return sum(modality in card.output_modalities for card in cards)
