"""Screen 8: what came of a fight, jury and audience side by side."""

from typing import Final

from discord import ui

from cogs.common.look import RED, TEAL, Part, Reply, TextFile, button, by, card, row, rule, small, support_line, words
from cogs.common.text import Room, counted, plain_line
from cogs.fight.custom_ids import TopTwo
from cogs.fight.screens.parts import (
    Cast,
    again_button,
    answers_button,
    chip,
    description_line,
    extract,
    figure,
    header,
    jury_votes,
)
from cogs.fight.screens.transcript import FILE_NAME, transcript
from community.fights import LEAST_BALLOTS, Fight, FightFailure, FightState, Status, agreement, kappa, top_two

BEST: Final = Room(700, 10)
_REASON: Final = 200
_FREE: Final = "Nothing was used up."
_NOBODY_KNOWS: Final = "We cannot know whether this fight was used up, so it counts."
_WHY: Final = {
    Status.CUT: "The service that runs the models fell silent.",
    Status.INTERRUPTED: "The bot stopped while it ran.",
}
_SAID: Final = {
    FightFailure.NO_ANSWER: (
        "No answer came",
        f"The service that runs the models did not answer, or has no room now. {_FREE}",
    ),
    FightFailure.KEY_REFUSED: (
        "The bot may not do this",
        f"The service does not allow it. Whoever runs this bot is told of it. {_FREE}",
    ),
    FightFailure.DECLINED: ("The service declined this fight", _FREE),
    FightFailure.ODD_REPLY: ("Something unexpected came back", _NOBODY_KNOWS),
    FightFailure.UNKNOWN: (
        "No clear answer came",
        f"Your question was sent, and then nothing clear came back. {_NOBODY_KNOWS}",
    ),
}


def end(fight: Fight, state: FightState) -> Reply:
    """The fight after its end, with the transcript of what was said."""
    if fight.failure is not None:
        return Reply(_failure(fight, fight.failure))
    cast = Cast.of(fight, state)
    whole = fight.status is Status.COMPLETE
    parts: list[Part] = [header(_eyebrow(fight, state), f"## {_heading(fight, state, cast)}", fight)]
    if not whole and (why := _why(fight, state)):
        parts.append(words(why))
    if state.agents:
        parts += [
            rule(),
            words(
                *_table(fight, state, cast), small(_sums(fight, state)), *description_line(state), small(_jury(state))
            ),
        ]
    if state.best is not None:
        parts += [rule(), extract(cast, state.best, BEST)]
    again = again_button(fight.id, "Rematch" if whole else "Run it again", blue=not whole)
    if not state.answers:
        return Reply(card(TEAL, *parts, row(again)))
    battle = [button("Battle the top two", TopTwo(fight.id).encode())] if top_two(fight, state) else []
    parts += [ui.File(f"attachment://{FILE_NAME}"), row(answers_button(fight.id), again, *battle)]
    return Reply(card(TEAL, *parts), TextFile(FILE_NAME, transcript(fight, state)))


def _eyebrow(fight: Fight, state: FightState) -> list[str]:
    minutes = 0 if fight.ended_at is None else round((fight.ended_at - fight.created_at).total_seconds() / 60)
    lasted = [f"{minutes:,} min" if minutes else "under a minute"]
    return [
        "Fight",
        fight.terms.style,
        *([counted(state.round, "round")] if state.round else []),
        *lasted,
        by(fight.starter_id),
    ]


def _heading(fight: Fight, state: FightState, cast: Cast) -> str:
    where = f"in round {state.round}" if state.round else "before its first round"
    match fight.status:
        case Status.STOPPED:
            return f"Stopped {where}"
        case Status.CUT:
            return f"The fight was cut off {where}"
        case Status.INTERRUPTED:
            return f"The fight was interrupted {where}"
        case _:
            return _outcome(fight, state, cast)


def _outcome(fight: Fight, state: FightState, cast: Cast) -> str:
    if not state.answers:
        return "Nobody could answer"
    if state.winner is None:
        return f"A tie: {cast.both(state.leaders)}" if len(state.leaders) > 1 else "No winner: the jury gave no votes"
    jury, audience = cast.names[state.winner], _audience_winners(fight)
    if audience == [state.winner]:
        return f"🏆 {jury} wins: jury and audience agree"
    if len(audience) == 1 and audience[0] in cast.names:
        return f"🏆 {jury} wins the jury, {cast.names[audience[0]]} the audience"
    return f"🏆 {jury} wins the jury" if not audience else f"🏆 {jury} wins the jury, the audience is split"


def _why(fight: Fight, state: FightState) -> str:
    reached = ["What was reached is below."] if state.answers else []
    return " ".join([*filter(None, [_WHY.get(fight.status)]), *reached])


def _audience_winners(fight: Fight) -> list[str]:
    audience = fight.audience or {}
    most = max(audience.values(), default=0)
    return [agent for agent, ballots in audience.items() if ballots == most] if most else []


def _table(fight: Fight, state: FightState, cast: Cast) -> list[str]:
    audience = fight.audience or {}
    won = {state.winner, *(state.leaders if state.winner is None else ()), *_audience_winners(fight)}
    jury = {agent: figure(state.points[agent]) for agent in state.agents}
    width = max(4, *map(len, jury.values()))
    cells = {agent: [jury[agent].rjust(width)] for agent in state.agents}
    head = ["jury".rjust(width)]
    if fight.ballots:
        head.append("audience")
        for agent, row_ in cells.items():
            row_.append(f"{audience.get(agent, 0):,}".rjust(len("audience")))
    names = {agent: f"**{cast.names[agent]}**" if agent in won else cast.names[agent] for agent in state.agents}
    return [chip(*head), *(f"{chip(*cells[agent])} {names[agent]}" for agent in state.ranked)]


def _sums(fight: Fight, state: FightState) -> str:
    judged = len({number for number, _ in state.ballots} | set(state.counted))
    jury = jury_votes(state) + (f" over {counted(judged, 'round')}" if judged else "")
    if not fight.ballots:
        return f"{jury}, nobody in the audience voted."
    sums = f"{jury}, {counted(fight.ballots, 'audience ballot')}."
    value = kappa(state.jury, fight.audience or {}, len(state.agents))
    if fight.ballots < LEAST_BALLOTS or value is None:
        return sums
    return f"{sums} Agreement: {agreement(value)} (κ {value:.2f})".replace("-", "−")  # noqa: RUF001 - a minus sign


def _jury(state: FightState) -> str:
    return "The jury are models, not people" + (
        ". Small ones are among them: they judge poorly." if state.small_judges else "."
    )


def _failure(fight: Fight, why: FightFailure) -> ui.LayoutView:
    heading, text = _SAID[why]
    lines = [text]
    if fight.reason and not fight.terms.anonymous:
        reason = " ".join(fight.reason.split())
        lines.insert(0, "It says: " + plain_line(reason if len(reason) <= _REASON else reason[:_REASON] + "…"))
    again = () if why is FightFailure.KEY_REFUSED else (row(again_button(fight.id, "Run it again", blue=True)),)
    eyebrow = ["Fight", fight.terms.style, by(fight.starter_id)]
    return card(
        RED, header(eyebrow, f"### {heading}", fight), rule(), words(*lines, support_line(fight.support_code)), *again
    )
