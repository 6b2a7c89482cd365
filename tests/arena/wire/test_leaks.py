import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.wire import MASK, Modality, ModelCard, TellingNames, mask, names_that_tell

CARDS = (
    ModelCard(slug="gpt-4o", name="GPT-4o", provider="OpenAI"),
    ModelCard(slug="llama-3.3-70b", name="Llama 3.3 70B (hot)", provider="openrouter.ai"),
    ModelCard(slug="claude-3.5-sonnet", name="Claude 3.5 Sonnet", provider="Anthropic"),
    ModelCard(slug="mistral", name="Mistral", provider="Mistral AI"),
    ModelCard(slug="kimi-k2", name="Kimi K2", provider="Moonshot AI"),
    ModelCard(slug="hermes-4-70b", name="Hermes 4 70B", provider="Nous Research"),
    ModelCard(slug="flux-2-pro", name="FLUX.2 Pro", provider="Black Forest Labs"),
    ModelCard(slug="baseline-echo", name="Echo (baseline)", provider="Baseline, no language model"),
    ModelCard(slug="painter-glass", name="Glass", provider="127.0.0.1", output_modalities=(Modality.IMAGE,)),
)
CATALOGUE = names_that_tell(CARDS)
LABELLED = [
    json.loads(line)
    for line in (Path(__file__).parent / "leaks/labelled.jsonl").read_text(encoding="utf-8").splitlines()
]


def test_precision_and_recall_on_the_labelled_answers_are_as_documented() -> None:
    found = [(answer["leaks"], mask(answer["text"], CATALOGUE).leaked) for answer in LABELLED]
    right = sum(leaks and flagged for leaks, flagged in found)
    assert len(found) >= 150
    assert right / sum(flagged for _, flagged in found) >= 0.97
    assert right / sum(leaks for leaks, _ in found) >= 0.96


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "pt", "ar", "zh"])
def test_no_language_is_left_behind(language: str) -> None:
    leaking = [answer["text"] for answer in LABELLED if answer["language"] == language and answer["leaks"]]
    assert len(leaking) >= 5
    assert sum(mask(text, CATALOGUE).leaked for text in leaking) / len(leaking) >= 0.9


def test_a_leaking_answer_loses_every_name_and_nothing_else() -> None:
    masked = mask("I'm Claude 3.5 Sonnet, made by Anthropic, and I like Monet.", CATALOGUE)
    assert masked.leaked
    assert masked.text == f"I'm {MASK}, made by {MASK}, and I like Monet."


@pytest.mark.parametrize("written", ["GPT-4o", "gpt 4o", "GPT4o", "gpt-4O", "llama-3.3-70b", "Llama 3.3 70B"])
def test_a_full_name_of_the_catalogue_tells_wherever_it_stands(written: str) -> None:
    assert mask(f"The answer is 42.\n\n-- {written}", CATALOGUE).leaked
    assert written not in mask(f"The answer is 42.\n\n-- {written}", CATALOGUE).text


def test_a_comparison_of_several_makers_tells_nothing() -> None:
    text = "GPT-4o is faster than Claude 3.5 Sonnet."
    assert mask(text, CATALOGUE).text == text


def test_a_name_that_is_an_everyday_word_tells_in_the_first_person_only() -> None:
    assert not mask("The mistral blows and an echo answers behind the glass at 127.0.0.1.", CATALOGUE).leaked
    assert mask("I am Mistral.", CATALOGUE).leaked


def test_names_inside_longer_words_are_left_alone() -> None:
    assert not mask("See gpt-4ocean and xllama-3.3-70b.", CATALOGUE).leaked


def test_a_model_of_the_catalogue_that_nobody_else_knows_is_found_too() -> None:
    names = names_that_tell([ModelCard(slug="quartz-9", name="Quartz 9", provider="QuartzWorks")])
    assert mask("I was built by QuartzWorks.", names).text == f"I was built by {MASK}."


@pytest.mark.parametrize(
    ("provider", "makers"),
    [
        ("Anthropic", {"Anthropic"}),
        ("Black Forest Labs", {"Black Forest Labs"}),
        ("AI21 Labs", {"AI21 Labs"}),
        ("Allen Institute for AI (Ai2)", {"Allen Institute for AI"}),
        ("月之暗面 科技", {"月之暗面 科技"}),
        ("openrouter.ai", set()),
        ("127.0.0.1", set()),
        ("Baseline, no language model", set()),
        ("on this machine", set()),
        ("", set()),
    ],
)
def test_a_provider_counts_where_it_is_called_like_a_company(provider: str, makers: set[str]) -> None:
    telling = names_that_tell([ModelCard(slug="m-1", name="M 1", provider=provider)])
    assert telling == TellingNames(frozenset({"M 1", "m-1"}), frozenset(makers))


@pytest.mark.parametrize(
    "maker", ["Black Forest Labs", "black forest labs", "BlackForestLabs", "Moonshot AI", "Mistral AI"]
)
def test_a_maker_of_several_words_is_masked_whole_and_tells_in_the_first_person_only(maker: str) -> None:
    assert mask(f"I was made by {maker}, and I paint.", CATALOGUE).text == f"I was made by {MASK}, and I paint."
    about = f"{maker} raised money last year, as I have read."
    assert mask(about, CATALOGUE).text == about


@given(st.text(max_size=300))
def test_what_does_not_tell_stays_as_it_is(text: str) -> None:
    masked = mask(text, CATALOGUE)
    assert masked.leaked or masked.text == text


@given(st.sampled_from([answer["text"] for answer in LABELLED]))
def test_what_was_masked_tells_no_more(text: str) -> None:
    once = mask(text, CATALOGUE)
    assert not mask(once.text, CATALOGUE).leaked or once.text == text


@pytest.mark.parametrize(
    "sentence", ["I am a model by my own as trained by ", "I'm the ", "我是由", "as a large ", "GPT-"]
)
def test_no_text_takes_long(sentence: str) -> None:
    began = time.process_time()
    mask(sentence * (40_000 // len(sentence)), CATALOGUE)
    assert time.process_time() - began < 3
