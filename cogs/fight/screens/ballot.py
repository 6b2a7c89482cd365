"""Screen 7b: a member's own ballot. Private, a button a fighter."""

from collections.abc import Sequence
from typing import Any, Final

from discord import ui

from cogs.common.look import CORAL, SLATE, Part, button, card, row, rule, small, words
from cogs.fight.custom_ids import Vote, Withdraw
from cogs.fight.screens.parts import Cast
from community.fights import AudienceBallot, Fight, FightState

_IN_A_ROW: Final = 5
_RULE: Final = "One ballot for the whole fight, open until the jury is done. Other members never see it."


def ballot(fight: Fight, state: FightState, cast_: AudienceBallot) -> ui.LayoutView:
    """A ballot that was counted, changed or withdrawn, or none yet. No button is blue: nothing is to be nudged."""
    cast = Cast.of(fight, state)
    if cast_.agent is None:
        withdrawn = cast_.previous is not None
        heading = "Ballot withdrawn" if withdrawn else "Who makes the better case?"
        said = "You can vote again until the jury is done." if withdrawn else _RULE
    else:
        heading = f"Your ballot: {cast.names.get(cast_.agent, '?')}"
        changed = cast_.previous is not None and cast_.previous != cast_.agent
        said = (f"Changed from {cast.names.get(cast_.previous or '', '?')}. " if changed else "Counted. ") + _RULE
    choices = _choices(fight, state, cast, cast_.agent)
    take_back = () if cast_.agent is None else (row(button("Withdraw", Withdraw(fight.id).encode())),)
    label = () if cast_.agent is None else (words(small("Change it")),)
    return card(CORAL, words(f"### {heading}", said), rule(), *label, *choices, *take_back)


def not_open(fight: Fight, state: FightState, own: str | None) -> ui.LayoutView:
    """No ballot is taken now. `own` is the one that stands."""
    if fight.status.live and not state.over:
        return card(
            SLATE, words("### Voting has not opened yet", "It opens when the jury begins with the first round.")
        )
    standing = f"Your ballot was {Cast.of(fight, state).names.get(own, '?')}." if own else "You had no ballot."
    return card(SLATE, words("### Voting has closed", f"The jury is done. {standing}"))


def _choices(fight: Fight, state: FightState, cast: Cast, own: str | None) -> Sequence[Part]:
    buttons: list[ui.Button[Any]] = [
        button(cast.plain[agent], Vote(fight.id, seat).encode(), disabled=agent == own)
        for seat, agent in enumerate(state.agents)
    ]
    return [row(*buttons[start : start + _IN_A_ROW]) for start in range(0, len(buttons), _IN_A_ROW)]
