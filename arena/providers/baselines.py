"""Baselines: programs without a network and without weights, to measure what a vote for a language model is worth."""

import asyncio
import random
import re
from collections.abc import AsyncGenerator, Callable, Sequence

from arena.providers import eliza
from arena.providers.markov import MarkovWriter
from arena.wire import ChatMessage, Chunk, ModelCard, WeighingModel

_QUOTED = 300
"""Characters of a question that the echo repeats."""


class Baseline(WeighingModel):
    """Answers the last message of the conversation by a rule, word by word, and judges by another."""

    def __init__(
        self, slug: str, name: str, how: str, write: Callable[[str], str], rate: Callable[[str, str], int]
    ) -> None:
        self._card = ModelCard(
            slug=f"baseline-{slug}",
            name=f"{name} (baseline)",
            provider="Baseline, no language model",
            input_cost_per_1m=0.0,
            output_cost_per_1m=0.0,
            sampling=how,
        )
        self._write = write
        self._rate = rate

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

    async def weigh(self, question: str, answers: Sequence[str]) -> Sequence[float]:
        """How each answer does by this baseline's rule; it never fails."""
        return [self._rate(question, answer) for answer in answers]


def baselines(rng: random.Random) -> tuple[Baseline, ...]:
    """The three of them. `rng` decides what Eliza and the Markov chain say; the echo is always the same.

    As judges they have the weaknesses that judges are suspected of: the echo likes answers that repeat the question,
    Eliza those that ask back, and the Markov chain those that are long.
    """
    return (
        Baseline("echo", "Echo", "repeats the question and counts its words", _echo, _repeats),
        Baseline("eliza", "Eliza", "turns the question back by ten rules", lambda text: eliza.reply(text, rng), _asks),
        Baseline("markov", "Markov chain", "draws each word after the two before it", MarkovWriter(rng).write, _length),
    )


def _echo(question: str) -> str:
    words = question.split()
    quoted = " ".join(words)
    if len(quoted) > _QUOTED:
        quoted = quoted[:_QUOTED].rstrip() + " …"
    longest = max(words, key=len, default="")
    count = "1 word" if len(words) == 1 else f"{len(words)} words"
    return f"You said: “{quoted}”\n\nThat is {count}; the longest has {len(longest)} characters."


def _repeats(question: str, answer: str) -> int:
    asked, said = (set(re.findall(r"\w+", text.casefold())) for text in (question, answer))
    return len(asked & said)


def _asks(_question: str, answer: str) -> int:
    return answer.count("?")


def _length(_question: str, answer: str) -> int:
    return len(answer.split())
