import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.providers import Baseline, baselines
from arena.wire import ChatMessage
from tests.arena.providers.conversations import ask, chunks


def _named(slug: str, seed: int = 0) -> Baseline:
    return next(model for model in baselines(random.Random(seed)) if model.card.slug == slug)  # noqa: S311 - a seed is wanted


def test_the_cards_say_that_they_are_baselines() -> None:
    cards = [model.card for model in baselines(random.Random(0))]  # noqa: S311 - a seed is wanted
    assert [card.slug for card in cards] == ["baseline-echo", "baseline-eliza", "baseline-markov"]
    assert all("(baseline)" in card.name and card.sampling for card in cards)


async def test_the_echo_repeats_the_question() -> None:
    text, _ = await ask(_named("baseline-echo"), "Why is\nthe sky blue?")
    assert text == "You said: “Why is the sky blue?”\n\nThat is 5 words; the longest has 5 characters."


async def test_the_echo_cuts_a_long_question() -> None:
    text, _ = await ask(_named("baseline-echo"), "x" * 10_000)
    assert len(text) < 500
    assert "1 word; the longest has 10000 characters" in text


@pytest.mark.parametrize(
    ("question", "fragment"),
    [
        ("I need my coffee.", "your coffee"),
        ("How do I boil an egg?", "boil an egg"),
        ("Explain gravity", "gravity"),
        ("I feel {rest} today", "{rest} today"),
    ],
)
async def test_eliza_turns_the_question_back(question: str, fragment: str) -> None:
    text, _ = await ask(_named("baseline-eliza"), question)
    assert fragment in text
    assert "?" in text


async def test_eliza_always_has_something_to_say() -> None:
    text, _ = await ask(_named("baseline-eliza"), "…")
    assert text.strip()


async def test_the_chain_writes_sentences_that_begin_with_the_question() -> None:
    text, _ = await ask(_named("baseline-markov"), "the?")
    assert text.startswith("The ")
    assert text.endswith(".")


@pytest.mark.parametrize("slug", ["baseline-eliza", "baseline-markov"])
async def test_the_same_seed_says_the_same_and_others_do_not(slug: str) -> None:
    answers = [await ask(_named(slug, seed), "qwerty") for seed in range(20)]
    assert answers == [await ask(_named(slug, seed), "qwerty") for seed in range(20)]
    assert len({text for text, _ in answers}) > 5


async def test_an_answer_comes_word_by_word() -> None:
    received = [chunk.text async for chunk in chunks(_named("baseline-echo"), "Why?")]
    assert received[:3] == ["You", " said:", " “Why?”"]


async def test_a_follow_up_is_answered_by_its_own_words() -> None:
    messages = [ChatMessage("user", "First"), ChatMessage("assistant", "Yes"), ChatMessage("user", "Second")]
    text = "".join([chunk.text async for chunk in _named("baseline-echo").answer(messages)])
    assert "Second" in text
    assert "First" not in text


@given(question=st.text(min_size=1, max_size=300))
async def test_no_question_breaks_a_baseline(question: str) -> None:
    for model in baselines(random.Random(1)):  # noqa: S311 - a seed is wanted
        assert (await ask(model, question))[0].strip()
