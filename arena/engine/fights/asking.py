"""One agent's answer, and what goes wrong with it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog

from arena.engine.fights.transcripts import Told
from arena.engine.fights.values import Agent, Emit, Speech
from arena.engine.generating import write
from arena.engine.writing import ANSWER_LIMIT
from arena.wire import ChatMessage, GenerationError
from arena.wire.concurred import AgentComplete, AgentStart, ErrorEvent

log = structlog.get_logger(__name__)

JUDGE_LIMIT: Final = timedelta(minutes=5)
"""How long a judge has. Small models on two cores read slowly, and several may wait for each other."""
NO_ANSWER: Final = "This model gave no answer."
TOO_SLOW: Final = "This model took too long to answer."


async def answered(agent: Agent, messages: Sequence[ChatMessage], number: int, emit: Emit) -> Speech | None:
    """Have an agent answer in round `number`, and say how that ended; None where there is no answer."""
    try:
        async with asyncio.timeout(ANSWER_LIMIT.total_seconds()):
            text = (await write(agent.model, messages)).text
    except TimeoutError:
        failure = TOO_SLOW
    except GenerationError as error:
        log.warning("fight.agent_failed", model=agent.model.card.slug, error=type(error).__name__)
        failure = NO_ANSWER
    except Exception:
        log.exception("fight.agent_broke", model=agent.model.card.slug)
        failure = NO_ANSWER
    else:
        emit(AgentComplete(agent=agent.id, message=text))
        return Speech(number, agent.id, text)
    emit(ErrorEvent(error=failure, agent=agent.id))
    return None


def started(agent: Agent, asked: Told) -> AgentStart:
    """An agent begins; it is said where its model had no room for everything."""
    start = AgentStart(agent=agent.id, model=agent.model.card.slug)
    return start.model_copy(update={"cut_characters": asked.cut}) if asked.cut else start
