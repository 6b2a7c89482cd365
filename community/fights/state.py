"""What has come of a fight so far: a value, and what can be read off it. `folding` makes it out of events."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from arena.wire.concurred import Citation, ImageDescription, Points


class Activity(StrEnum):
    """What a fighter does in the round that runs."""

    WAITING = "waiting"
    WRITING = "writing"
    SEARCHING = "searching"
    ANSWERED = "answered"
    VOTED = "voted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Doing:
    """A fighter's activity. `about` is what it searches for, or whom it voted for (None: nobody)."""

    activity: Activity = Activity.WAITING
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a fighter said in a round."""

    agent: str
    round: int
    text: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FightState:
    """A fight at one moment.

    `agents` in the order in which they were named, at most eight. `round` is 0 before the first; `rounds` is how many
    there shall be. `answers` in the order in which they came, one for each fighter and round. `ballots` are the jury's,
    by round and voter. `counted` are the rounds whose votes the source has counted; `scores` are its latest standings,
    after the round `scored`. `winners` are those of finished rounds, None for a tie. `judging` is true from the start
    of a vote to the end of its round. `small_judges` means that the source said of some judges that they are small; it
    stays true. `troubled` means that the source reported a failure of the whole. `described` is what fighters that
    cannot see were told of the question's image.
    """

    agents: tuple[str, ...] = ()
    round: int = 0
    rounds: int = 1
    described: ImageDescription | None = None
    doing: Mapping[str, Doing] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    ballots: Mapping[tuple[int, str], str | None] = field(default_factory=dict)
    counted: Mapping[int, Mapping[str, Points]] = field(default_factory=dict)
    scores: Mapping[str, Points] = field(default_factory=dict)
    scored: int = 0
    winners: Mapping[int, str | None] = field(default_factory=dict)
    judging: bool = False
    small_judges: bool = False
    troubled: bool = False
    over: bool = False
    winner: str | None = None

    @cached_property
    def jury(self) -> Mapping[str, int]:
        """How many of the jury's ballots each fighter has, over all rounds; abstentions count for nobody."""
        return Counter(voted_for for voted_for in self.ballots.values() if voted_for is not None)

    @cached_property
    def in_votes(self) -> bool:
        """Whether the source's points are the jury's ballots, one each. The API only promises points."""
        rounds = all(_same(counted, self._ballots_of(number)) for number, counted in self.counted.items())
        until_scored = Counter(
            voted_for for (number, _), voted_for in self.ballots.items() if voted_for and number <= self.scored
        )
        return rounds and (not self.scored or _same(self.scores, until_scored))

    @cached_property
    def points(self) -> Mapping[str, Points]:
        """What each fighter has so far: the source's standings, and what has fallen since."""
        total: dict[str, Points] = {agent: self.scores.get(agent, 0) for agent in self.agents}
        for number in {number for number, _ in self.ballots} | set(self.counted):
            if number <= self.scored:
                continue
            # A ballot is worth nobody knows how many points until they are counted.
            since: Mapping[str, Points] = self._ballots_of(number) if self.in_votes else {}
            for agent, gained in self.counted.get(number, since).items():
                total[agent] = total.get(agent, 0) + gained
        return total

    @property
    def ranked(self) -> tuple[str, ...]:
        """The fighters by points; where they are equal, as they were named."""
        return tuple(sorted(self.agents, key=lambda agent: -self.points[agent]))

    @property
    def leaders(self) -> tuple[str, ...]:
        """Who has the most points, all of them where several have; nobody where nobody has any."""
        most = max(self.points.values(), default=0)
        return tuple(agent for agent in self.agents if self.points[agent] == most) if most > 0 else ()

    @property
    def open_to_audience(self) -> bool:
        """Whether there is something to vote on: a first round of answers, and a jury that is not done."""
        return not self.over and bool(self.answers) and (self.judging or bool(self.winners) or self.round > 1)

    @property
    def latest(self) -> Answer | None:
        """The newest answer."""
        return self.answers[-1] if self.answers else None

    @property
    def best(self) -> Answer | None:
        """The last words of the winner, or of whoever leads; else the newest answer."""
        winner = self.winner or next(iter(self.leaders), None)
        return (None if winner is None else self.last_of(winner)) or self.latest

    def last_of(self, agent: str) -> Answer | None:
        """What this fighter said last."""
        return next((answer for answer in reversed(self.answers) if answer.agent == agent), None)

    def answer(self, agent: str, number: int) -> Answer | None:
        """What this fighter said in that round."""
        return next((answer for answer in self.answers if (answer.agent, answer.round) == (agent, number)), None)

    def doing_of(self, agent: str) -> Doing:
        """What this fighter does now."""
        return self.doing.get(agent, Doing())

    def _ballots_of(self, number: int) -> Mapping[str, int]:
        return Counter(
            voted_for for (round_, _), voted_for in self.ballots.items() if voted_for is not None and round_ == number
        )


def _same(points: Mapping[str, Points], ballots: Mapping[str, int]) -> bool:
    return {agent: gained for agent, gained in points.items() if gained} == dict(ballots)
