"""The conversation of a battle as one side sees it."""

from collections.abc import Iterable

from arena.engine.values import Side, Turn
from arena.wire import ChatMessage


def conversation(turns: Iterable[Turn], side: Side) -> list[ChatMessage]:
    """Every question, each with the side's answer if the turn is ready. There is no system prompt."""
    messages: list[ChatMessage] = []
    for turn in turns:
        messages.append(ChatMessage("user", turn.prompt))
        if turn.ready_at is not None:
            messages.append(ChatMessage("assistant", turn.answers[side].text))
    return messages
