"""What an agent is told: the conversation, the question and the debate so far, cut to what its model can take in.

Everything here is a pure function. The question is never cut; of the rest the oldest goes first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from arena.engine.fights.values import Question, Speech
from arena.wire import ChatMessage, ModelCard
from arena.wire.concurred import FightStyle

BYTES_PER_TOKEN: Final = 2
"""A cautious guess without the model's own tokenizer. SmolLM2's, a small one, has 5.7 in English, 2.6 in German, 1.7 in
Arabic and 1.6 in Chinese; what that is short of is taken from the answer's share."""
UNKNOWN_CONTEXT: Final = 8_192
"""Tokens of a model that says nothing of its context: what nearly all models of the last years have."""
_ANSWER_SHARE: Final = 4
"""A quarter of the context is kept for the answer."""
_SHORTEST_PIECE: Final = 120
"""Characters of a text that are worth keeping when the rest of it is cut."""
_BRAWL: Final = (
    "You are {me}. Other models answer the question that I am about to ask, too. What was said so far:\n\n{debate}\n\n"
    "Answer the question yourself. You may agree, disagree or correct what was said."
)
_BLITZ: Final = (
    "You are {me}. Several models answered the question that I am about to ask. They chose this answer as the best:\n\n"
    "{debate}\n\nAnswer the question yourself, better than that."
)
_HEARD: Final = "I have read that. What is the question?"


@dataclass(frozen=True, slots=True)
class Told:
    """Messages for a model, and how many characters were left out of them."""

    messages: tuple[ChatMessage, ...]
    cut: int = 0


def room(card: ModelCard) -> int:
    """How many bytes of text the model takes beside its own answer."""
    context = card.context_tokens or UNKNOWN_CONTEXT
    return (context - context // _ANSWER_SHARE) * BYTES_PER_TOKEN


def told(
    question: Question, card: ModelCard, *, me: str = "", debate: Sequence[Speech] = (), style: FightStyle
) -> Told:
    """The messages for an agent called `me` after the speeches of `debate`, the oldest first."""
    words = question.words_for(card)
    frame = _BLITZ if style is FightStyle.BLITZ else _BRAWL
    heads = [f"[Round {speech.round}, {speech.agent}{' (you)' if speech.agent == me else ''}]\n" for speech in debate]
    around = _size(words) + (_size(frame) + _size(_HEARD) + _size("\n\n".join(heads)) if debate else 0)
    earlier = [said.content for said in question.history]
    kept, cut = fitted([*earlier, *(speech.text for speech in debate)], room(card) - around)
    history, debated = kept[: len(earlier)], kept[len(earlier) :]
    messages = [replace(said, content=text) for said, text in zip(question.history, history, strict=True) if text]
    said = "\n\n".join(head + text for head, text in zip(heads, debated, strict=True) if text)
    if said:
        # The question stands last and alone, where small models look for it. Some endpoints want user and assistant in
        # turn, and a system's words would have more weight than what competitors wrote should.
        messages += [ChatMessage("user", frame.format(debate=said, me=me)), ChatMessage("assistant", _HEARD)]
    return Told((*messages, ChatMessage("user", words, pictures=question.pictures_for(card))), cut)


def fitted(texts: Sequence[str], room: int) -> tuple[list[str], int]:
    """The texts in no more than `room` bytes, and how many characters are gone; the last are the most important.

    Where the room ends, a text keeps its end below a mark with that number, and those before it become empty.
    """
    left = room
    kept = list(texts)
    for place in range(len(texts) - 1, -1, -1):
        size = _size(texts[place])
        if size <= left:
            left -= size
            continue
        before = sum(map(len, texts[:place]))
        tail = _tail(texts[place], left - _size(_mark(before + len(texts[place]))) - 1)
        cut = before + len(texts[place]) - len(tail)
        kept[: place + 1] = [""] * place + [f"{_mark(cut)}\n{tail}".strip()]
        return kept, cut
    return kept, 0


def shortened(text: str, room: int) -> str:
    """The beginning of a text in no more than `room` bytes, with a mark that says how much is gone."""
    if _size(text) <= room:
        return text
    whole = max(room - _size(_mark(len(text))) - 1, 0)  # and a line's end
    head = text.encode()[:whole].decode(errors="ignore")
    return f"{head}\n{_mark(len(text) - len(head))}"


def _mark(characters: int) -> str:
    return f"[… {characters:,} characters left out …]"


def _tail(text: str, room: int) -> str:
    tail = text.encode()[-room:].decode(errors="ignore") if room > 0 else ""
    return tail if len(tail) >= _SHORTEST_PIECE else ""


def _size(text: str) -> int:
    return len(text.encode())
