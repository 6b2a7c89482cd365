"""Suggestions as they are served: what a model wrote today, and the bank until it has and where it cannot."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

import structlog

from arena.engine.suggestions.bank import BANK, bank_language
from arena.engine.values import Clock
from arena.wire import ChatMessage, Chunk, GenerationError, Modality, TextModel

log = structlog.get_logger(__name__)

KEPT_FOR: Final = timedelta(days=1)
"""How long a model's suggestions are served."""
TRIED_AGAIN_AFTER: Final = timedelta(hours=1)
"""How long a model that gave nothing usable is left alone."""
WRITING_SECONDS: Final = 120
FEWEST: Final = 10
_ASKED_FOR: Final = 24
_SHORTEST, _LONGEST = 8, 200
_LONGEST_ANSWER: Final = 20_000
_NUMBERING: Final = re.compile(r"^\s*(?:\d{1,3}[.)]|[-*•])\s*")
_LANGUAGE_NAMES: Final = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "pt": "Portuguese",
}


@dataclass(frozen=True, slots=True)
class _Written:
    prompts: tuple[str, ...]
    until: datetime


class Suggestions:
    """Serves suggestions at once, always. Use `open_suggestions` to get one."""

    def __init__(self, model: TextModel | None, clock: Clock) -> None:
        self._model = model
        self._clock = clock
        self._written: dict[tuple[str, Modality], _Written] = {}
        self._tasks: dict[tuple[str, Modality], asyncio.Task[None]] = {}

    def for_locale(self, locale: str, modality: Modality) -> tuple[str, Sequence[str]]:
        """The language that serves this locale, and prompts in it.

        A locale whose language is unknown here gets English. Where a model is configured it is asked in the
        background, once a day for each language and modality of the bank, whatever locales strangers ask for.
        """
        language = bank_language(locale)
        key = (language, modality)
        written = self._written.get(key)
        if self._model is not None and key not in self._tasks and (written is None or written.until <= self._clock()):
            task = asyncio.create_task(self._write(self._model, key), name=f"suggestions {language} {modality}")
            self._tasks[key] = task
            task.add_done_callback(lambda _: self._tasks.pop(key, None))
        return language, (written.prompts if written else ()) or BANK[language][modality]

    async def stop(self) -> None:
        """Stop what is being written."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self, model: TextModel, key: tuple[str, Modality]) -> None:
        prompts: tuple[str, ...] = ()
        try:
            async with asyncio.timeout(WRITING_SECONDS):
                prompts = prompts_in(await _answer(model, _request(*key)))
        except (GenerationError, TimeoutError) as error:
            log.warning("suggestions.failed", error=type(error).__name__)
        except Exception:
            log.exception("suggestions.broke")
        good = len(prompts) >= FEWEST
        kept = _Written(prompts if good else (), self._clock() + (KEPT_FOR if good else TRIED_AGAIN_AFTER))
        self._written[key] = kept


@asynccontextmanager
async def open_suggestions(model: TextModel | None, clock: Clock) -> AsyncIterator[Suggestions]:
    """Suggestions that `model` writes (None: the bank alone), stopped at the end."""
    suggestions = Suggestions(model, clock)
    try:
        yield suggestions
    finally:
        await suggestions.stop()


def prompts_in(answer: str) -> tuple[str, ...]:
    """The lines of a model's answer that can be shown as prompts, without their numbering and without repetitions."""
    lines = (_NUMBERING.sub("", line).strip().strip('"“”').strip() for line in answer.splitlines())
    fitting = (line for line in lines if _SHORTEST <= len(line) <= _LONGEST and "://" not in line and line[-1] != ":")
    return tuple(dict.fromkeys(fitting))


async def _answer(model: TextModel, question: str) -> str:
    text = ""
    stream = cast("AsyncGenerator[Chunk]", model.answer([ChatMessage("user", question)]))
    async with aclosing(stream) as chunks:
        async for chunk in chunks:
            text += chunk.text
            if len(text) > _LONGEST_ANSWER:
                break
    return text


def _request(language: str, modality: Modality) -> str:
    kind = "pictures that an image generator could paint" if modality is Modality.IMAGE else "questions and small tasks"
    return (
        f"Write {_ASKED_FOR} short prompts in {_LANGUAGE_NAMES[language]} with which people could compare two AI "
        f"models: varied {kind}, interesting, harmless, none longer than 150 characters. "
        "One prompt a line, without numbers, quotation marks or anything else."
    )
