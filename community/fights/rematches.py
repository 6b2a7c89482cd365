"""What a fight may lead to."""

from community.fights.state import FightState
from community.fights.values import Fight, Status


def top_two(fight: Fight, state: FightState) -> frozenset[str]:
    """The two models that came first, for a blind battle on the same question; nobody where that cannot be.

    A battle has words alone, and two different models.
    """
    terms = fight.terms
    first = frozenset(state.ranked[:2])
    words_alone = terms.image_url is None and not terms.history
    able = fight.status is Status.COMPLETE and bool(state.answers) and first <= fight.names.keys()
    return first if words_alone and able and len(first) == 2 else frozenset()  # noqa: PLR2004 - two, as the name says
