"""The jury of a round: who judges, what each judge sees, and how its ballot is had."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

import structlog

from arena.engine.fights import ballots
from arena.engine.fights.asking import JUDGE_LIMIT
from arena.engine.fights.lineup import bystanders
from arena.engine.fights.values import Agent, Ballot, Emit, Question, Speech
from arena.engine.generating import write
from arena.engine.roster import Roster
from arena.wire import AnswerCut, ChatMessage, GenerationError, TextModel, WeighingModel, mask, weighs
from arena.wire.concurred import VoteUpdate

log = structlog.get_logger(__name__)

_A_CHOICE: Final = 2
"""Answers between which a judge can choose."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges, and the answers it may choose from."""

    agent: Agent
    candidates: Sequence[Speech]


def jury(agents: Sequence[Agent], speeches: Sequence[Speech], roster: Roster, question: Question) -> list[Judge]:
    """Who judges which answers.

    Of three answers and more every agent that answered judges the others'. Of two, other models of this arena judge,
    because each of the two would only have the other's, if they can know the question's picture; where there are no
    others both judge, their own answer too, without knowing which it is. One answer alone needs no judge.
    """
    if len(speeches) < _A_CHOICE:
        return []
    speakers = {speech.agent for speech in speeches}
    answering = [agent for agent in agents if agent.id in speakers]
    if len(speeches) == _A_CHOICE:
        able = [agent for agent in bystanders(agents, roster) if question.known_to(agent.model.card)]
        return [Judge(agent, speeches) for agent in able or answering]
    return [Judge(agent, [speech for speech in speeches if speech.agent != agent.id]) for agent in answering]


class Judging:
    """Asks judges for their ballots."""

    def __init__(self, roster: Roster, rng: Random) -> None:
        self._roster = roster
        self._rng = rng

    async def ballots(self, judges: Sequence[Judge], question: Question, emit: Emit) -> list[Ballot]:
        """All ballots; each is told as it falls. Answers that say who wrote them are masked."""
        texts = {speech.agent: speech.text for judge in judges for speech in judge.candidates}
        telling = self._roster.telling
        shown = {agent: (await asyncio.to_thread(mask, text, telling)).text for agent, text in texts.items()}
        async with asyncio.TaskGroup() as group:
            asked = [group.create_task(self._ballot(judge, question, shown, emit)) for judge in judges]
        return [task.result() for task in asked]

    async def _ballot(self, judge: Judge, question: Question, shown: dict[str, str], emit: Emit) -> Ballot:
        order = [speech.agent for speech in judge.candidates]
        self._rng.shuffle(order)
        answers = [shown[agent] for agent in order]
        place = await self._decided(judge.agent.model, question, answers)
        ballot = Ballot(judge.agent.id, None if place is None else order[place])
        emit(VoteUpdate(voter=ballot.voter, voted_for=ballot.voted_for))
        return ballot

    async def _decided(self, model: TextModel, question: Question, answers: Sequence[str]) -> int | None:
        try:
            async with asyncio.timeout(JUDGE_LIMIT.total_seconds()):
                if weighs(model):
                    return await _weighed(model, question.words_for(model.card), answers)
                return await _named(model, question, answers)
        except (GenerationError, TimeoutError) as error:
            log.warning("fight.judge_failed", model=model.card.slug, error=type(error).__name__)
        except Exception:
            log.exception("fight.judge_broke", model=model.card.slug)
        return None


async def _named(model: TextModel, question: Question, answers: Sequence[str]) -> int | None:
    """The place of the answer that the model names; it is asked once more where its reply cannot be read."""
    conversation = ballots.questions(question, answers, model.card)
    try:
        reply = (await write(model, conversation)).text
    except AnswerCut:  # what was cut cannot be read either
        return ballots.chosen((await write(model, conversation)).text, len(answers))
    place = ballots.chosen(reply, len(answers))
    if place is None:
        once_more = [*conversation, ChatMessage("assistant", reply), ballots.again(len(answers))]
        place = ballots.chosen((await write(model, once_more)).text, len(answers))
    return place


async def _weighed(model: WeighingModel, question: str, answers: Sequence[str]) -> int:
    """The place of the answer that the model leans to most, over all orders round the circle."""
    sums = [0.0] * len(answers)
    for turn in range(len(answers)):
        order = [(place + turn) % len(answers) for place in range(len(answers))]
        for place, weight in zip(order, await model.weigh(question, [answers[i] for i in order]), strict=True):
            sums[place] += weight
    return max(range(len(answers)), key=sums.__getitem__)
