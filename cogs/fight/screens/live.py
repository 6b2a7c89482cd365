"""Screen 7: a fight while it goes on. Its row of buttons never moves: the message is edited every second."""

from typing import Final

from discord import ButtonStyle, ui

from cogs.common.look import CORAL, Part, button, by, card, row, rule, small, words
from cogs.common.text import Room, counted, plain_line, relative
from cogs.fight.custom_ids import Ballot, More
from cogs.fight.screens.parts import Cast, answers_button, chip, description_line, extract, figure, header
from community.fights import Activity, Fight, FightState

LATEST: Final = Room(500, 8)
_QUERY: Final = 32


def live(fight: Fight, state: FightState) -> ui.LayoutView:
    """The fight as it stands."""
    cast = Cast.of(fight, state)
    kind = [fight.terms.style.value, *(["anonymous"] if fight.terms.anonymous else [])]
    picture = [] if fight.terms.image_url is None else ["with a picture"]
    eyebrow = ["Fight", *kind, *picture, by(fight.starter_id), relative(fight.created_at)]
    return card(
        CORAL,
        header(eyebrow, _heading(state), fight),
        rule(),
        words(_head(state, cast), *_standings(state, cast)) if state.agents else words("The models are being called."),
        rule(),
        _latest(state, cast),
        rule(),
        words(*_jury(state), small(_audience(fight, state)), *description_line(state)),
        row(
            button("Vote", Ballot(fight.id).encode(), style=ButtonStyle.primary, disabled=not state.open_to_audience),
            answers_button(fight.id, disabled=not state.answers),
            button("More", More(fight.id).encode()),
        ),
    )


def _heading(state: FightState) -> str:
    if not state.round:
        return "## The fight begins"
    return f"## Round {state.round} of {max(state.rounds, state.round)}" + (": the jury votes" if state.judging else "")


def _head(state: FightState, cast: Cast) -> str:
    unit = "votes" if state.in_votes else "points"
    head = f"**Jury {unit} so far**"
    if not state.winners:
        return head
    number = max(state.winners)
    winner = state.winners[number]
    return f"{head} · round {number} " + ("was a tie" if winner is None else f"to {cast.names[winner]}")


def _standings(state: FightState, cast: Cast) -> list[str]:
    """A line a fighter; those with letters keep their places, because the order tells how they do, not who they are."""
    figures = {agent: figure(state.points[agent]) for agent in state.agents}
    width = max(3, *map(len, figures.values()))
    return [
        f"{chip(figures[agent].rjust(width))} **{cast.names[agent]}** · {_status(state, agent, cast)}"
        for agent in state.ranked
    ]


def _status(state: FightState, agent: str, cast: Cast) -> str:
    doing = state.doing_of(agent)
    match doing.activity:
        case Activity.WAITING:
            return "waiting"
        case Activity.WRITING:
            return "*writing …*"
        case Activity.SEARCHING:
            return "*searching …*" if cast.hidden or not doing.about else f"*searching “{_cut(doing.about)}”*"
        case Activity.ANSWERED:
            return "answered"
        case Activity.VOTED:
            return f"voted for {cast.names.get(doing.about or '', 'nobody')}"
        case Activity.FAILED:
            return "could not answer"


def _cut(query: str) -> str:
    line = " ".join(query.split())
    return plain_line(line if len(line) <= _QUERY else line[:_QUERY].rstrip() + "…")


def _latest(state: FightState, cast: Cast) -> Part:
    if state.latest is not None:
        return extract(cast, state.latest, LATEST)
    return words("*The first answer appears here.*")


def _jury(state: FightState) -> list[str]:
    return [small("Small models are on the jury: they judge poorly.")] if state.small_judges else []


def _audience(fight: Fight, state: FightState) -> str:
    if fight.ballots:
        return f"{counted(fight.ballots, 'in the audience has voted', 'in the audience have voted')} · shown at the end"
    if state.open_to_audience:
        return "Nobody in the audience has voted yet · shown at the end"
    return "The audience can vote as soon as the jury does"
