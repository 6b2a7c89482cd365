"""Two named models answer the same question side by side. Nobody votes and nothing is kept."""

from collections.abc import AsyncGenerator, Sequence

from arena.engine.errors import ModelUnavailable
from arena.engine.fights import lineup
from arena.engine.fights.asking import Asking, started
from arena.engine.fights.following import followed
from arena.engine.fights.sighting import described_for, seen, session
from arena.engine.fights.transcripts import told
from arena.engine.fights.values import Agent, Emit, Question, Speech
from arena.engine.outside import Outside
from arena.engine.roster import Roster
from arena.engine.values import Clock
from arena.engine.vision import Eyes
from arena.wire.concurred import (
    BattleAnswer,
    BattleRequest,
    BattleResult,
    ErrorEvent,
    Event,
    FightStyle,
    SessionComplete,
)

NOBODY_ANSWERED = "No model gave an answer."


class Battles:
    """Runs them."""

    def __init__(self, roster: Roster, outside: Outside, clock: Clock) -> None:
        self._roster = roster
        self._eyes = Eyes(outside.pictures, roster.writers.values())
        self._asking = Asking(outside.search, clock)
        self._clock = clock

    async def stream(self, request: BattleRequest) -> AsyncGenerator[Event, None]:
        """What happens, as it happens. Closing the generator stops the models.

        Raises:
            UnknownModel: a name is none of this arena's.
            BadRequest: the image cannot be had.
            ModelUnavailable: a model does not see, and no other described the image.
        """
        agents = lineup.named(request.model_names, self._roster)
        question = Question.of(request, await seen(request, agents, self._eyes))

        async def battle(emit: Emit) -> None:
            emit(session(agents, question, mode="battle"))
            speeches = await self._answers(agents, question, emit)
            if not any(speeches):
                emit(ErrorEvent(error=NOBODY_ANSWERED))
            emit(SessionComplete(winner=None))

        return followed(battle)

    async def run(self, request: BattleRequest) -> BattleResult:
        """Both answers in one piece. Cancelling stops the models.

        Raises:
            UnknownModel: a name is none of this arena's.
            BadRequest: the image cannot be had.
            ModelUnavailable: a model gave no answer, or does not see, and no other described the image.
        """
        agents = lineup.named(request.model_names, self._roster)
        question = Question.of(request, await seen(request, agents, self._eyes))
        speeches = await self._answers(agents, question, lambda _: None)
        if None in speeches:  # which of them is for logs: whoever asks may be hiding the names from others
            raise ModelUnavailable("One of the models gave no answer.")
        now = int(self._clock().timestamp())
        result = BattleResult(
            id="_".join(("battle", str(now), *(agent.id for agent in agents))),
            mode="battle",
            responses=[_response(speech) for speech in speeches if speech is not None],
            created_at=now,
        )
        described = described_for(agents, question)
        return result.model_copy(update={"image_description": described}) if described else result

    async def _answers(self, agents: Sequence[Agent], question: Question, emit: Emit) -> list[Speech | None]:
        asked = [(agent, told(question, agent.model.card, style=FightStyle.BLITZ)) for agent in agents]
        for agent, each in asked:
            emit(started(agent, each))
        return await self._asking.all_answered([(agent, each.messages) for agent, each in asked], 1, emit)


def _response(speech: Speech) -> BattleAnswer:
    answer = BattleAnswer(agent=speech.agent, model=speech.agent, message=speech.text)
    return answer.model_copy(update={"citations": list(speech.citations)}) if speech.citations else answer
