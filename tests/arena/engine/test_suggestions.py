"""The bank, and what a configured model adds to it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest

from arena.engine.suggestions import BANK, LANGUAGES, open_suggestions
from arena.engine.suggestions.suggesting import FEWEST, KEPT_FOR, TRIED_AGAIN_AFTER, prompts_in
from arena.wire import ChatMessage, Chunk, Modality, ModelUnreachable
from tests.arena.engine.contestants import Contestant
from tests.support.clock import EagerClock

TEXT, IMAGE = Modality.TEXT, Modality.IMAGE
WRITTEN = "\n".join(f"{n}. A prompt about thing number {n}" for n in range(1, 13))


class Writer(Contestant):
    """Says what it is told to, or fails with it."""

    def __init__(self, *answers: str | Exception) -> None:
        super().__init__("quartz")
        self.answers = list(answers)

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        said = self.answers.pop(0)
        if isinstance(said, Exception):
            raise said
        yield Chunk(said)


async def everything_written() -> None:
    """Let the background tasks of this loop end."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    async with asyncio.timeout(5):
        await asyncio.gather(*(task for task in others if task.get_name().startswith("suggestions")))


def test_the_bank_has_six_languages_with_at_least_forty_prompts() -> None:
    assert set(LANGUAGES) == {"ar", "de", "en", "es", "fr", "pt"}
    for prompts in BANK.values():
        assert len(set(prompts[TEXT])) >= 40
        assert len(set(prompts[IMAGE])) >= 20
        assert all(8 <= len(prompt) <= 200 and prompt == prompt.strip() for one in prompts.values() for prompt in one)


def test_no_prompt_stands_in_two_languages() -> None:
    every = [prompt for prompts in BANK.values() for one in prompts.values() for prompt in one]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("locale", "language"),
    [("en", "en"), ("pt-BR", "pt"), ("es-419", "es"), ("ar-EG", "ar"), ("ja", "en"), ("zh-Hant-TW", "en")],
)
async def test_a_locale_falls_back_to_its_language_and_then_to_english(locale: str, language: str) -> None:
    async with open_suggestions(None, EagerClock().now) as suggestions:
        for modality in Modality:
            assert suggestions.for_locale(locale, modality) == (language, BANK[language][modality])


async def test_a_model_writes_once_a_day_and_the_bank_serves_until_it_has() -> None:
    clock, writer = EagerClock(), Writer(WRITTEN, WRITTEN.replace("thing", "matter"))
    async with open_suggestions(writer, clock.now) as suggestions:
        assert suggestions.for_locale("de-AT", TEXT) == ("de", BANK["de"][TEXT])
        await everything_written()
        language, prompts = suggestions.for_locale("de", TEXT)
        assert (language, len(prompts), prompts[0]) == ("de", 12, "A prompt about thing number 1")
        assert suggestions.for_locale("de-CH", TEXT) == ("de", prompts)
        assert len(writer.asked) == 1
        assert "German" in writer.asked[0][0].content

        clock.advance(KEPT_FOR.total_seconds())
        assert suggestions.for_locale("de", TEXT)[1] == prompts
        await everything_written()
        assert suggestions.for_locale("de", TEXT)[1][0] == "A prompt about matter number 1"


@pytest.mark.parametrize("answer", [ModelUnreachable("down"), ZeroDivisionError(), "", "I cannot do that.", "a\n" * 30])
async def test_a_model_that_gives_nothing_usable_leaves_the_bank_and_is_asked_again_later(
    answer: str | Exception,
) -> None:
    clock, writer = EagerClock(), Writer(answer, WRITTEN)
    async with open_suggestions(writer, clock.now) as suggestions:
        for _ in range(3):
            assert suggestions.for_locale("en", IMAGE) == ("en", BANK["en"][IMAGE])
            await everything_written()
        assert len(writer.asked) == 1
        clock.advance(TRIED_AGAIN_AFTER.total_seconds())
        suggestions.for_locale("en", IMAGE)
        await everything_written()
        assert len(suggestions.for_locale("en", IMAGE)[1]) == 12


async def test_locales_that_strangers_make_up_cost_nothing_more() -> None:
    clock, writer = EagerClock(), Writer(WRITTEN)
    async with open_suggestions(writer, clock.now) as suggestions:
        for locale in ("en", "xx", "qq-QQ", "zz", "en-GB"):
            suggestions.for_locale(locale, TEXT)
            await everything_written()
        assert len(writer.asked) == 1


def test_lines_lose_their_numbering_and_what_is_no_prompt_is_left_out() -> None:
    answer = "Here are some prompts:\n\n1. First prompt here\n- “Second prompt here”\n* First prompt here\nshort\n"
    answer += "See https://example.org for more\n" + "x" * 201
    assert prompts_in(answer) == ("First prompt here", "Second prompt here")
    assert timedelta(hours=1) <= TRIED_AGAIN_AFTER < KEPT_FOR
    assert len(prompts_in(WRITTEN)) >= FEWEST
