"""What several screens of a fight share."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from discord import ButtonStyle, ui

from arena.wire.concurred import Points
from cogs.common.look import button, small, words
from cogs.common.text import Preview, Room, counted, plain_line, preview, quoted, told_apart
from cogs.fight.custom_ids import Again, Answers
from community.fights import Answer, Fight, FightId, FightState, letters, veiled

PROMPT: Final = Room(300, 4)
EMPTY_ANSWER: Final = "*This answer is empty.*"
NO_BREAK_SPACE: Final = "\u00a0"
_INSTANCE: Final = re.compile(r"(?P<model>.+)-(?P<number>\d{1,2})")
_MOST_DIGITS: Final = 99_999


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is who on a fight's screens: `names` by agent, safe in markdown, the same `plain`, and what they say.

    In an anonymous fight these are letters until it is over.
    """

    names: Mapping[str, str]
    plain: Mapping[str, str]
    agents: tuple[str, ...]
    telling: Mapping[str, str]
    hidden: bool

    @classmethod
    def of(cls, fight: Fight, state: FightState) -> Self:
        """The fight's fighters."""
        hidden = fight.terms.anonymous and fight.status.live
        telling = {agent: _name(agent, fight.names) for agent in state.agents} | dict(fight.names)
        if hidden:
            seats = letters(state.agents)
            return cls(seats, seats, state.agents, telling, hidden=True)
        plain = dict(zip(state.agents, told_apart([telling[agent] for agent in state.agents]), strict=True))
        safe = {agent: plain_line(name) for agent, name in plain.items()}
        return cls(safe, plain, state.agents, telling, hidden=False)

    def said(self, answer: Answer) -> str:
        """The answer, as it may be shown now."""
        return veiled(answer.text, self.agents, self.telling) if self.hidden else answer.text

    def both(self, agents: Sequence[str]) -> str:
        """Several names in a row: `A, B and C`."""
        *first, last = [self.names[agent] for agent in agents]
        return f"{', '.join(first)} and {last}" if first else last


def _name(agent: str, names: Mapping[str, str]) -> str:
    """The display name; `NAME-2` is the second of several of a model."""
    if agent in names:
        return names[agent]
    instance = _INSTANCE.fullmatch(agent)
    if instance and instance["model"] in names:
        return f"{names[instance['model']]} {instance['number']}"
    return agent


def header(eyebrow: Sequence[str], heading: str, fight: Fight) -> ui.TextDisplay[Any]:
    """The eyebrow, the heading with its marks, and the quoted question."""
    return words(small(*eyebrow), heading, quoted(fight.question, PROMPT).text)


def figure(points: Points) -> str:
    """Points, short whatever a source sends: whole ones as they are, others with two digits after the dot."""
    if abs(points) > _MOST_DIGITS:
        return f"{points:.0e}"
    return f"{points:,}" if isinstance(points, int) else f"{points:,.2f}".rstrip("0").rstrip(".")


def description_line(state: FightState) -> list[str]:
    """That some fighters only read of the picture; who they are stands in the transcript."""
    if state.described is None:
        return []
    blind = sum(agent in state.described.agents for agent in state.agents)
    return [small(f"{blind} of {len(state.agents)} could not see the picture and read a description of it")]


def chip(*cells: str) -> str:
    """Code with no-break spaces, so that figures align whatever name follows."""
    return f"`{NO_BREAK_SPACE.join(cells).replace(' ', NO_BREAK_SPACE)}`"


def extract(cast: Cast, answer: Answer, room: Room) -> ui.TextDisplay[Any]:
    """The beginning of an answer under its fighter's name."""
    shown: Preview = preview(cast.said(answer), room)
    return words(f"**{cast.names[answer.agent]}, round {answer.round}**", shown.text or EMPTY_ANSWER)


def jury_votes(state: FightState) -> str:
    """How much the jury gave in all: votes, or points where the source counts otherwise."""
    votes = sum(state.jury.values())
    if state.in_votes:
        return counted(votes, "jury vote")
    return f"{figure(sum(state.points.values()))} jury points"


def answers_button(fight_id: FightId, *, disabled: bool = False) -> ui.Button[Any]:
    """[Read answers]."""
    return button("Read answers", Answers(fight_id).encode(), disabled=disabled)


def again_button(fight_id: FightId, label: str, *, blue: bool = False) -> ui.Button[Any]:
    """[Rematch], [Run it again]: the same question on the same terms."""
    return button(label, Again(fight_id).encode(), style=ButtonStyle.primary if blue else ButtonStyle.secondary)
