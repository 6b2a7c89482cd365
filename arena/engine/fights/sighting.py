"""The image of a battle or a fight, and how what was described is told."""

from collections.abc import Sequence

from arena.engine.fights.values import Agent, Question
from arena.engine.vision import Eyes, Sight
from arena.wire import sees
from arena.wire.concurred import BattleRequest, FightRequest, ImageDescription, SessionStart


async def seen(request: BattleRequest | FightRequest, agents: Sequence[Agent], eyes: Eyes) -> Sight | None:
    """The request's image, ready for its agents; None where there is none.

    Raises:
        BadRequest: the image cannot be had.
        ModelUnavailable: an agent does not see, and no model described the image.
    """
    if request.image_url is None:
        return None
    return await eyes.look(request.image_url, request.message, [agent.model for agent in agents])


def session(agents: Sequence[Agent], question: Question, *, mode: str, rounds: int = 1, **more: str) -> SessionStart:
    """The first event. It says who reads a description of the image in place of it, and what that says."""
    start = SessionStart(mode=mode, agents=[agent.id for agent in agents], rounds=rounds, **more)
    described = described_for(agents, question)
    return start.model_copy(update={"image_description": described}) if described else start


def described_for(agents: Sequence[Agent], question: Question) -> ImageDescription | None:
    """The description that some agents read; None where there is none."""
    if question.sight is None or question.sight.description is None:
        return None
    description = question.sight.description
    blind = [agent.id for agent in agents if not sees(agent.model.card)]
    return ImageDescription(by=description.by, text=description.text, agents=blind)
