"""The hand-made table: what a reader would say each prompt is about."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.wire import Category, Modality, categories_of
from arena.wire.categories import LONG_PROMPT

CODING, MATHEMATICS = Category.CODING, Category.MATHEMATICS
CREATIVE, FORM = Category.CREATIVE_WRITING, Category.INSTRUCTION_FOLLOWING
LONG, FOREIGN = Category.LONG_PROMPT, Category.NON_ENGLISH

TABLE: list[tuple[str, set[Category]]] = [
    ("Explain quantum entanglement simply.", set()),
    ("Why is the sky blue?", set()),
    ("What should I cook for dinner tonight?", set()),
    ("Who was the first emperor of Rome?", set()),
    ("Is it rude to leave a party early?", set()),
    ("Plan a weekend in Lisbon for two friends.", set()),
    ("Go to the shop and tell me what class of wine they sell.", set()),
    ("What is the history of the novel?", set()),
    ("Hi", set()),
    ("🤖🤖🤖", set()),
    ("Write a Python function that reverses a list.", {CODING}),
    ("Why does this fail?\n```\nprint(x)\n```", {CODING}),
    ("def add(a, b):\n    return a - b\n\nWhat is wrong here?", {CODING}),
    ("Explain this stack trace to me", {CODING}),
    ("How do I write a loop in Rust?", {CODING}),
    ("My regex does not match email addresses", {CODING}),
    ("What is the difference between a class and a struct in C++?", {CODING}),
    ("Solve x^2 - 5x + 6 = 0", {MATHEMATICS}),
    ("What is 17 * 23?", {MATHEMATICS}),
    ("Compute the integral of sin(x)", {MATHEMATICS}),
    ("Prove that there are infinitely many prime numbers.", {MATHEMATICS}),
    ("What is the probability of two sixes with two dice?", {MATHEMATICS}),
    ("Evaluate $$\\int_0^1 x dx$$", {MATHEMATICS}),
    ("Write a Python program that finds prime numbers", {CODING, MATHEMATICS}),
    ("Write a story about a lighthouse keeper.", {CREATIVE}),
    ("Compose a song for my cat", {CREATIVE}),
    ("Continue this tale: once upon a time", {CREATIVE}),
    ("Write a haiku about autumn in three lines", {CREATIVE, FORM}),
    ("Summarise the French Revolution in 50 words.", {FORM}),
    ("List 5 items to take to the beach", {FORM}),
    ("Give me the planets as JSON", {FORM}),
    ("Describe a tree without using the letter e", {FORM}),
    ("Answer only yes or no: is water wet?", {FORM}),
    ("¿Por qué el cielo es azul?", {FOREIGN}),
    ("Escribe un cuento sobre un dragón que no sabe volar", {FOREIGN, CREATIVE}),
    ("Pourquoi le ciel est-il bleu ?", {FOREIGN}),
    ("Résume la Révolution française en 50 mots", {FOREIGN, FORM}),
    ("Warum ist der Himmel blau?", {FOREIGN}),
    ("Schreibe ein Gedicht über den Herbst", {FOREIGN, CREATIVE}),
    ("Por que o céu é azul?", {FOREIGN}),
    ("Resolva a equação x + 3 = 7", {FOREIGN, MATHEMATICS}),
    ("لماذا السماء زرقاء؟", {FOREIGN}),
    ("اكتب قصة عن القمر", {FOREIGN, CREATIVE}),
    ("为什么天空是蓝色的?", {FOREIGN}),
    ("Perché il cielo è blu?", {FOREIGN}),
    ("Waarom is het gras groen en niet blauw?", {FOREIGN}),
    ("Explain the word Schadenfreude to me", set()),
    ("Tell me about the weather. " * 60, {LONG}),
]


@pytest.mark.parametrize(("prompt", "expected"), TABLE)
def test_a_prompt_is_in_the_categories_a_reader_would_name(prompt: str, expected: set[Category]) -> None:
    assert categories_of(prompt, locale="en", modality=Modality.TEXT) == expected


def test_every_category_is_in_the_table() -> None:
    assert set().union(*(expected for _, expected in TABLE)) == set(Category)


@pytest.mark.parametrize(("locale", "foreign"), [("en", False), ("en-GB", False), ("de", True), ("pt-BR", True)])
def test_the_locale_decides_where_the_text_does_not(locale: str, foreign: bool) -> None:  # noqa: FBT001 - a column
    for prompt in ("Hi", "42", "Photosynthesis"):
        assert (FOREIGN in categories_of(prompt, locale=locale, modality=Modality.TEXT)) is foreign
    assert FOREIGN not in categories_of("Why is the sky blue?", locale=locale, modality=Modality.TEXT)


def test_long_begins_at_the_documented_length() -> None:
    assert LONG not in categories_of("a" * (LONG_PROMPT - 1), locale="en", modality=Modality.TEXT)
    assert LONG in categories_of("a" * LONG_PROMPT, locale="en", modality=Modality.TEXT)


def test_an_image_prompt_is_in_no_category() -> None:
    for prompt, _ in TABLE:
        assert categories_of(prompt, locale="de", modality=Modality.IMAGE) == frozenset()


@given(st.text(max_size=200), st.sampled_from(["en", "de", "zh-Hant-TW"]))
def test_any_text_has_categories_and_always_the_same(prompt: str, locale: str) -> None:
    first = categories_of(prompt, locale=locale, modality=Modality.TEXT)
    assert first == categories_of(prompt, locale=locale, modality=Modality.TEXT)


@pytest.mark.parametrize("piece", ["1 + ", "x", " ", "```", "SELECT ", "a_", "in a ", "9", "from a.", "(", "ü"])
def test_no_text_takes_long(piece: str) -> None:
    prompt = (piece * 10_000)[:10_000]
    begun = time.perf_counter()
    categories_of(prompt, locale="en", modality=Modality.TEXT)
    assert time.perf_counter() - begun < 1
