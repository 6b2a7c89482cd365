"""One agent's answer, the searches before it, and what goes wrong with it."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import aclosing
from datetime import timedelta
from typing import Final

import structlog

from arena.engine.fights.transcripts import Told
from arena.engine.fights.values import Agent, Emit, Speech
from arena.engine.searching import SearchBegan, SearchEnded, SearchFound, answer_with_search
from arena.engine.values import Clock
from arena.engine.writing import ANSWER_LIMIT
from arena.wire import AnswerCut, ChatMessage, Chunk, GenerationError, Source, WebSearch, sees
from arena.wire.concurred import (
    AgentComplete,
    AgentStart,
    Citation,
    ErrorEvent,
    SearchComplete,
    SearchContent,
    SearchStart,
)

log = structlog.get_logger(__name__)

JUDGE_LIMIT: Final = timedelta(minutes=5)
"""How long a judge has. Small models on two cores read slowly, and several may wait for each other."""
NO_ANSWER: Final = "This model gave no answer."
TOO_SLOW: Final = "This model took too long to answer."
SNIPPET_CHARACTERS: Final = 300
"""Of a page's text, in an event or a citation; the model reads more."""


class Asking:
    """Asks agents. Without a `search` none of them looks anything up."""

    def __init__(self, search: WebSearch | None, clock: Clock) -> None:
        self._search = search
        self._clock = clock

    async def answered(self, agent: Agent, messages: Sequence[ChatMessage], number: int, emit: Emit) -> Speech | None:
        """Have an agent answer in round `number`, and say how that goes; None where there is no answer."""
        try:
            async with asyncio.timeout(ANSWER_LIMIT.total_seconds()):
                speech = await self._speech(agent, messages, number, emit)
        except TimeoutError:
            failure = TOO_SLOW
        except GenerationError as error:
            # A flag that is wrongly on looks like this, in every fight: the endpoint refuses what it does not know.
            card = agent.model.card
            can = {"calls_tools": card.calls_tools, "sees": sees(card)}
            log.warning("fight.agent_failed", model=card.slug, error=type(error).__name__, **can)
            failure = NO_ANSWER
        except Exception:
            log.exception("fight.agent_broke", model=agent.model.card.slug)
            failure = NO_ANSWER
        else:
            complete = AgentComplete(agent=agent.id, message=speech.text)
            emit(complete.model_copy(update={"citations": speech.citations}) if speech.citations else complete)
            return speech
        emit(ErrorEvent(error=failure, agent=agent.id))
        return None

    async def all_answered(
        self, asked: Iterable[tuple[Agent, Sequence[ChatMessage]]], number: int, emit: Emit
    ) -> list[Speech | None]:
        """Have agents answer at the same time; their answers, in the order in which they were asked."""
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self.answered(agent, messages, number, emit)) for agent, messages in asked]
        return [task.result() for task in tasks]

    async def _speech(self, agent: Agent, messages: Sequence[ChatMessage], number: int, emit: Emit) -> Speech:
        text, cited = "", dict[str, Citation]()
        stream = answer_with_search(agent.model, messages, self._search, today=self._clock().date())
        async with aclosing(stream) as pieces:
            async for piece in pieces:
                now = int(self._clock().timestamp())
                match piece:
                    case Chunk():
                        text += piece.text
                    case SearchBegan(query):
                        emit(SearchStart(agent=agent.id, query=query, timestamp=now))
                    case SearchFound(source):
                        emit(SearchContent(agent=agent.id, delta=_snippet(source), timestamp=now))
                    case SearchEnded(sources):
                        found = {source.url: _citation(source) for source in sources}
                        cited |= found
                        emit(SearchComplete(agent=agent.id, citations=list(found.values()), timestamp=now))
        if not text.strip():
            raise AnswerCut("the answer is empty")
        return Speech(number, agent.id, text, list(cited.values()))


def _snippet(source: Source) -> str:
    return source.text[:SNIPPET_CHARACTERS]


def _citation(source: Source) -> Citation:
    known = {"published_date": source.published, "score": source.score}
    return Citation.model_validate(
        {"url": source.url, "title": source.title, "snippet": _snippet(source)}
        | {name: value for name, value in known.items() if value is not None}
    )


def started(agent: Agent, asked: Told) -> AgentStart:
    """An agent begins; it is said where its model had no room for everything."""
    start = AgentStart(agent=agent.id, model=agent.model.card.slug)
    return start.model_copy(update={"cut_characters": asked.cut}) if asked.cut else start
