"""Baselines: programs without a network and without weights, to measure what a vote for a language model is worth."""

import asyncio
import random
import re
from collections.abc import AsyncGenerator, Callable, Sequence

from arena.providers import eliza
from arena.providers.markov import MarkovWriter
from arena.wire import ChatMessage, Chunk, ModelCard, TextModel

_QUOTED = 300
"""Characters of a question that the echo repeats."""


class Baseline(TextModel):
    """Answers the last message of the conversation by a rule, word by word."""

    def __init__(self, slug: str, name: str, how: str, write: Callable[[str], str]) -> None:
        self._card = ModelCard(
            slug=f"baseline-{slug}",
            name=f"{name} (baseline)",
            provider="Baseline, no language model",
            input_cost_per_1m=0.0,
            output_cost_per_1m=0.0,
            sampling=how,
        )
        self._write = write

    @property
    def card(self) -> ModelCard:
        """Who it is."""
        return self._card

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncGenerator[Chunk, None]:
        """Stream the answer; it never fails."""
        question = next((message.content for message in reversed(messages) if message.role == "user"), "")
        text = await asyncio.to_thread(self._write, question)
        for word in re.findall(r"\s*\S+", text):
            yield Chunk(word)


def baselines(rng: random.Random) -> tuple[Baseline, ...]:
    """The three of them. `rng` decides what Eliza and the Markov chain say; the echo is always the same."""
    return (
        Baseline("echo", "Echo", "repeats the question and counts its words", _echo),
        Baseline("eliza", "Eliza", "turns the question back by ten rules", lambda text: eliza.reply(text, rng)),
        Baseline("markov", "Markov chain", "draws each word after the two before it", MarkovWriter(rng).write),
    )


def _echo(question: str) -> str:
    words = question.split()
    quoted = " ".join(words)
    if len(quoted) > _QUOTED:
        quoted = quoted[:_QUOTED].rstrip() + " …"
    longest = max(words, key=len, default="")
    count = "1 word" if len(words) == 1 else f"{len(words)} words"
    return f"You said: “{quoted}”\n\nThat is {count}; the longest has {len(longest)} characters."
