"""Who answers: models by their names, all of them, or one of them several times."""

from collections.abc import Iterable, Sequence

from arena.engine.errors import ModelUnavailable, UnknownModel
from arena.engine.fights.values import Agent
from arena.engine.roster import Roster
from arena.wire import TextModel
from arena.wire.concurred import MAX_FIGHTERS, MIN_FIGHTERS, FightRequest

INSTANCES = 4
"""How often one model stands in a fight against itself (Concurred reference page, "Multi-Instance Mode")."""


def of_fight(request: FightRequest, roster: Roster) -> list[Agent]:
    """The agents of a fight, in the order in which they answer.

    Raises:
        UnknownModel: a name is none of this arena's writers.
        ModelUnavailable: all are to fight, and there are fewer than two.
    """
    if request.multiplied is not None:
        model = writer(request.multiplied, roster)
        return [Agent(f"{model.card.slug}-{number}", model) for number in range(1, INSTANCES + 1)]
    if request.model_names is not None:
        return named(request.model_names, roster)
    agents = [Agent(slug, model) for slug, model in roster.writers.items()][:MAX_FIGHTERS]
    if len(agents) < MIN_FIGHTERS:
        raise ModelUnavailable("This arena has fewer than two models that write text.")
    return agents


def named(names: Iterable[str], roster: Roster) -> list[Agent]:
    """The models of those names.

    Raises:
        UnknownModel: a name is none of this arena's writers, or two names are the same model's.
    """
    models = [writer(name, roster) for name in names]
    slugs = [model.card.slug for model in models]
    if len(set(slugs)) < len(slugs):
        raise UnknownModel("Two of the names mean the same model.")
    return [Agent(model.card.slug, model) for model in models]


def writer(name: str, roster: Roster) -> TextModel:
    """The model of that slug, or of that display name whatever its case.

    Raises:
        UnknownModel: there is none that writes text.
    """
    card = roster.named(name)
    model = None if card is None else roster.writers.get(card.slug)
    if model is None:
        raise UnknownModel(f"No model that writes text is called “{name[:80]}” here. GET /api/v1/models lists all.")
    return model


def bystanders(agents: Sequence[Agent], roster: Roster) -> list[Agent]:
    """Configured writers that are not in the fight, at most eight."""
    fighting = {agent.model.card.slug for agent in agents}
    others = [Agent(slug, model) for slug, model in roster.writers.items() if slug not in fighting]
    return others[:MAX_FIGHTERS]
