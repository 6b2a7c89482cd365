"""Fights: models answer in rounds, one after the other or all at once, and vote on each other's answers."""

from collections.abc import AsyncGenerator, Sequence
from random import Random

from arena.engine.fights import lineup
from arena.engine.fights.asking import Asking, started
from arena.engine.fights.ballots import standings, tallied, winner
from arena.engine.fights.battles import NOBODY_ANSWERED
from arena.engine.fights.following import followed
from arena.engine.fights.judging import Judging, jury
from arena.engine.fights.sighting import seen, session
from arena.engine.fights.transcripts import told
from arena.engine.fights.values import Agent, Ballot, Emit, Question, Speech
from arena.engine.outside import Outside
from arena.engine.roster import Roster
from arena.engine.values import Clock
from arena.engine.vision import Eyes
from arena.wire import ChatMessage, weighs
from arena.wire.concurred import (
    ErrorEvent,
    Event,
    FightRequest,
    FightStyle,
    LeaderboardUpdate,
    RoundComplete,
    RoundStart,
    SessionComplete,
    VotingComplete,
    VotingStart,
)


class Fights:
    """Runs them."""

    def __init__(self, roster: Roster, outside: Outside, clock: Clock, rng: Random) -> None:
        self._roster = roster
        self._eyes = Eyes(outside.pictures, roster.writers.values())
        self._asking = Asking(outside.search, clock)
        self._judging = Judging(roster, rng)

    async def stream(self, request: FightRequest) -> AsyncGenerator[Event, None]:
        """What happens, as it happens. Closing the generator stops the models.

        Raises:
            UnknownModel: a name is none of this arena's.
            BadRequest: the image cannot be had.
            ModelUnavailable: all are to fight, and there are fewer than two; or a model does not see, and no other
                described the image.
        """
        agents = lineup.of_fight(request, self._roster)
        question = Question.of(request, await seen(request, agents, self._eyes))
        return followed(
            _Fight(agents, question, request, roster=self._roster, asking=self._asking, judging=self._judging).run
        )


class _Fight:
    """One fight, from its first event to its last."""

    def __init__(
        self,
        agents: Sequence[Agent],
        question: Question,
        request: FightRequest,
        *,
        roster: Roster,
        asking: Asking,
        judging: Judging,
    ) -> None:
        self._agents = agents
        self._question = question
        self._style = request.fight_style
        self._rounds = request.rounds
        self._roster = roster
        self._asking = asking
        self._judging = judging
        self._scores = {agent.id: 0 for agent in agents}
        self._debate: list[Speech] = []

    async def run(self, emit: Emit) -> None:
        """All rounds. A round in which nobody answers is the last one."""
        emit(session(self._agents, self._question, mode="fight", rounds=self._rounds, fight_style=self._style))
        for number in range(1, self._rounds + 1):
            emit(RoundStart(round=number, total_rounds=self._rounds))
            speeches = await self._answers(number, emit)
            if not speeches:
                emit(ErrorEvent(error=NOBODY_ANSWERED))
                break
            ballots = await self._vote(number, speeches, emit)
            self._count(number, speeches, ballots, emit)
        emit(SessionComplete(winner=winner(self._scores), final_leaderboard=standings(self._scores)))

    async def _answers(self, number: int, emit: Emit) -> list[Speech]:
        if self._style is FightStyle.BLITZ:
            asked = [(agent, self._told(agent, self._debate, emit)) for agent in self._agents]
            answers = await self._asking.all_answered(asked, number, emit)
            return [speech for speech in answers if speech is not None]
        speeches: list[Speech] = []
        for agent in self._agents:
            messages = self._told(agent, [*self._debate, *speeches], emit)
            speech = await self._asking.answered(agent, messages, number, emit)
            speeches += [] if speech is None else [speech]
        return speeches

    def _told(self, agent: Agent, debate: Sequence[Speech], emit: Emit) -> Sequence[ChatMessage]:
        asked = told(self._question, agent.model.card, me=agent.id, debate=debate, style=self._style)
        emit(started(agent, asked))
        return asked.messages

    async def _vote(self, number: int, speeches: Sequence[Speech], emit: Emit) -> list[Ballot]:
        judges = jury(self._agents, speeches, self._roster, self._question)
        emit(
            VotingStart(
                round=number,
                judges=[judge.agent.id for judge in judges],
                small_judges=[judge.agent.id for judge in judges if weighs(judge.agent.model)],
            )
        )
        return await self._judging.ballots(judges, self._question, emit)

    def _count(self, number: int, speeches: Sequence[Speech], ballots: Sequence[Ballot], emit: Emit) -> None:
        results = tallied(self._scores, ballots)
        emit(VotingComplete(round=number, results=results))
        votes = {count.agent: int(count.votes) for count in results}
        for agent, count in votes.items():
            self._scores[agent] += count
        emit(LeaderboardUpdate(leaderboard=standings(self._scores)))
        won = winner(votes)
        emit(RoundComplete(round=number, winner=won))
        # A brawl rolls everything forward, a blitz only the answer that won the round before.
        carried = [speech for speech in speeches if speech.agent == won]
        self._debate = carried if self._style is FightStyle.BLITZ else [*self._debate, *speeches]
