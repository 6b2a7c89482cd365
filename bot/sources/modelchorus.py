"""ModelChorus, hosted or at home, as a source of battles for the community."""

from collections.abc import Sequence
from datetime import timedelta
from math import isfinite
from typing import Final, TypeVar

from arena import wire
from arena.clients import (
    ArenaError,
    ModelChorusClient,
    RateLimited,
    TooEarly,
    VoteFailed,
    vote_and_names,
)
from arena.wire import (
    MAX_PROMPT_CHARACTERS,
    Battle,
    CastVote,
    Comparison,
    ContinueBattle,
    CreateBattle,
    GiveFeedback,
    Modality,
    Model,
    ModelCard,
    TellingNames,
    Winner,
    names_that_tell,
)
from bot.sources.remembered import Remembered
from bot.sources.translating import translated
from community.battles import AnswerFacts, Answers, Assignment, Choice, Created, Facts, Leaks, Names, Polled
from community.clock import Clock
from community.consent import Destination
from community.errors import (
    SourceTooEarly,
    SourceWithheldNames,
)
from community.opinions import Rating

Number = TypeVar("Number", int, float)

SHORTEST_POLL: Final = timedelta(milliseconds=100)
LONGEST_POLL: Final = timedelta(minutes=1)
"""Whatever interval a server asks for, nobody is polled more often, and no member waits longer for what is ready."""
DEFAULT_RETRY: Final = timedelta(seconds=5)
"""When to vote again where the arena says "not yet" without a time: a sixth of the 30 seconds it may mean."""


class ModelChorusSource:
    """Speaks to one arena with one key. `battles_per_day` is the key's own limit, None where it has none.

    The house arena `lets_choose` models; ModelChorus does not.
    """

    def __init__(
        self,
        client: ModelChorusClient,
        *,
        name: str,
        destination: Destination,
        clock: Clock,
        modalities: frozenset[Modality] = frozenset(Modality),
        battles_per_day: int | None = None,
        lets_choose: bool = False,
    ) -> None:
        self._client = client
        self._lets_choose = lets_choose
        self.name = name
        self.destination = destination
        self.prompt_limit = MAX_PROMPT_CHARACTERS
        self.modalities = modalities
        self.converses = True
        self.battles_per_day = battles_per_day
        self._models = Remembered[list[Model]](name, [], clock)
        self._locales = Remembered[list[str]](name, [], clock)
        self._suggestions = Remembered[list[str]](name, [], clock)

    async def create(self, assignment: Assignment) -> Created:
        """Create a battle. The arena draws the models that nobody chose, and the sides."""
        try:
            created = await self._client.create_battle(
                CreateBattle(
                    prompt=assignment.prompt,
                    modality=assignment.modality,
                    locale=assignment.locale,
                    models=sorted(assignment.models) or None,
                )
            )
        except ArenaError as error:
            raise translated(error) from error
        asked = timedelta(milliseconds=created.poll_interval_ms)
        return Created(created.id, min(max(asked, SHORTEST_POLL), LONGEST_POLL))

    async def follow_up(self, upstream_id: str, prompt: str) -> None:
        """Continue the battle with another question."""
        try:
            await self._client.continue_battle(upstream_id, ContinueBattle(prompt=prompt))
        except ArenaError as error:
            raise translated(error) from error

    async def poll(self, upstream_id: str, turn: int = 1) -> Polled:
        """How the battle stands: the turn's answers once `responsesReady` says so."""
        try:
            battle = await self._client.battle(upstream_id)
        except ArenaError as error:
            raise translated(error) from error
        if battle.error_code is not None:
            return Polled(error_code=battle.error_code, turns=battle.turn_count)
        answered = _answered(battle, turn) if battle.responses_ready else None
        if answered is None:
            return Polled(turns=battle.turn_count)
        answers, leaks = answered
        return Polled(answers=answers, leaks=leaks, turns=battle.turn_count)

    async def models(self, modality: Modality) -> list[Choice]:
        """Those that a starter may choose from; none on ModelChorus."""
        if not self._lets_choose:
            return []
        models = await self._models.get(self._client.models)
        return [Choice(model.model_id, model.name) for model in models if modality in model.output_modalities]

    async def lacks(self, models: frozenset[str], modality: Modality) -> bool:
        """Whether it lets nobody choose, or lists not all of them; as long as it has listed nothing, it will say so."""
        listed = {choice.slug for choice in await self.models(modality)}
        return not self._lets_choose or (self._models.knows() and not models <= listed)

    async def locales(self, modality: Modality) -> list[str]:
        """Those that have votes."""

        async def ask() -> list[str]:
            return list(getattr(await self._client.locales(modality=modality), modality))

        return await self._locales.get(ask, modality)

    async def suggestions(self, locale: str, modality: Modality) -> list[str]:
        """Prompts to begin with."""

        async def ask() -> list[str]:
            said = await self._client.suggestions(locale=locale, modality=modality)
            return [suggestion.prompt for suggestion in said if suggestion.modality == modality]

        return await self._suggestions.get(ask, locale, modality)

    async def telling_names(self) -> TellingNames:
        """Names, slugs and makers of the models that compete."""
        return names_that_tell(map(_card, await self._models.get(self._client.models, within=None)))

    def poll_pause(self, asked: timedelta, in_flight: int) -> timedelta:
        """The pause that lets all battles in flight share the key's requests."""
        return timedelta(seconds=self._client.budget.poll_interval(asked / timedelta(milliseconds=1), in_flight))

    async def vote(self, upstream_id: str, winner: Winner) -> Names:
        """Cast the community's one vote."""
        try:
            names = await vote_and_names(self._client, upstream_id, CastVote(winner=winner))
        except (TooEarly, RateLimited) as error:
            retry_in = DEFAULT_RETRY if error.retry_after is None else timedelta(seconds=error.retry_after)
            raise SourceTooEarly(str(error), retry_in=retry_in) from error
        except VoteFailed as error:
            raise SourceWithheldNames(str(error)) from error
        except ArenaError as error:
            raise translated(error) from error
        return Names(names.model_a, names.model_b)

    async def facts(self, upstream_id: str) -> Facts:
        """What the latest answers took: the house arena tells it after the vote, the published API does not."""
        try:
            battle = await self._client.battle(upstream_id)
        except ArenaError as error:
            raise translated(error) from error
        latest = _latest(battle)
        if latest is None:
            return Facts()
        chance = latest.pair_probability
        possible = chance is not None and 0 < chance <= 1
        return Facts(_facts_of(latest.facts_a), _facts_of(latest.facts_b), chance if possible else None)

    async def give_feedback(self, upstream_id: str, rating: Rating) -> None:
        """Attach the starter's rating to the vote."""
        criteria = {name: score for name, score in rating.scores.items() if name != "stars" and score is not None}
        said = {"feedback": rating.words, "rating": rating.stars, "criteria": criteria}
        # What is left out says less than what is null: a server that does not expect null refuses nothing.
        feedback = GiveFeedback.model_validate({name: value for name, value in said.items() if value})
        try:
            await self._client.give_feedback(upstream_id, feedback)
        except ArenaError as error:
            raise translated(error) from error

    async def feedback_stands(self, upstream_id: str) -> bool | None:
        """Whether the vote carries any of it. The published page does not say what a vote looks like in a poll."""
        try:
            battle = await self._client.battle(upstream_id)
        except ArenaError as error:
            raise translated(error) from error
        latest = _latest(battle)
        vote = None if latest is None else latest.vote
        fields = ("feedback", "rating", "criteria")
        if not isinstance(vote, dict) or not any(field in vote for field in fields):
            return None
        return any(vote.get(field) for field in fields)

    async def competitors(self, modality: Modality) -> Sequence[str]:
        """The names of the models that make this."""
        models = await self._models.get(self._client.models)
        return [model.name for model in models if modality in model.output_modalities]


def _card(model: Model) -> ModelCard:
    return ModelCard(slug=model.model_id, name=model.name, provider=model.provider or "")


def _latest(battle: Battle) -> Comparison | None:
    return max(battle.comparisons, key=lambda comparison: comparison.turn_number, default=None)


def _facts_of(facts: wire.AnswerFacts | None) -> AnswerFacts:
    """A server's word; what cannot be true is not taken."""
    if facts is None:
        return AnswerFacts()
    return AnswerFacts(
        seconds=_amount(facts.seconds),
        tokens=_amount(facts.completion_tokens),
        dollars=_amount(facts.cost_usd),
        model_id=facts.model_id,
        sampling=facts.sampling,
    )


def _amount(number: Number | None) -> Number | None:
    return number if number is not None and isfinite(number) and number >= 0 else None


def _answered(battle: Battle, turn: int) -> tuple[Answers, Leaks] | None:
    for comparison in battle.comparisons:
        if comparison.turn_number == turn and comparison.response_a is not None and comparison.response_b is not None:
            masks = Leaks(comparison.masked_a, comparison.masked_b)
            return Answers(comparison.response_a, comparison.response_b), masks
    return None
