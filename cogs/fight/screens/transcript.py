"""Everything that was said in a fight, as a file to keep."""

from collections.abc import Iterator
from typing import Final

from arena.wire.concurred import Citation
from cogs.common.text import clean, plain_line
from cogs.fight.screens.parts import Cast, figure
from community.fights import Fight, FightState

FILE_NAME: Final = "transcript.md"
MAX_BYTES: Final = 8 * 1024 * 1024
"""Discord takes files of 10 MiB."""


def transcript(fight: Fight, state: FightState) -> bytes:
    """The fight in Markdown, UTF-8. Where it would be too long for Discord its end says so."""
    cast = Cast.of(fight, state)
    content = clean("\n".join(_lines(fight, state, cast))).encode()
    if len(content) <= MAX_BYTES:
        return content
    return content[:MAX_BYTES].decode(errors="ignore").encode() + b"\n\n(The rest is too long for a file here.)\n"


def _lines(fight: Fight, state: FightState, cast: Cast) -> Iterator[str]:
    yield f"# A fight of {fight.created_at:%Y-%m-%d %H:%M} UTC\n"
    yield f"{fight.terms.style.value.capitalize()}, {state.round} of {state.rounds} rounds, {fight.status}.\n"
    yield _quoted(fight.question)
    yield from _described(state, cast)
    for number in range(1, max(state.round, 1) + 1):
        yield f"\n## Round {number}\n"
        yield from _round(state, cast, number)
    yield "\n## Standings\n"
    audience = fight.audience or {}
    for agent in state.ranked:
        of_audience = f", audience {audience.get(agent, 0)}" if fight.ballots else ""
        yield f"- {cast.names[agent]}: jury {figure(state.points[agent])}{of_audience}"
    yield ""


def _described(state: FightState, cast: Cast) -> Iterator[str]:
    if state.described is None:
        return
    readers = [agent for agent in state.agents if agent in state.described.agents]
    who = f"{cast.both(readers)} could not see it" if readers else "Who could not see it"
    by = "another model" if cast.hidden else plain_line(cast.telling.get(state.described.by, state.described.by))
    yield f"An image came with the question. {who} and read this description by {by} instead:\n"
    yield _quoted(state.described.text)


def _quoted(text: str) -> str:
    return f"> {text}\n".replace("\n", "\n> ").removesuffix("> ")


def _round(state: FightState, cast: Cast, number: int) -> Iterator[str]:
    for answer in (one for one in state.answers if one.round == number):
        yield f"### {cast.names[answer.agent]}\n"
        yield f"{cast.said(answer)}\n"
        if answer.citations:
            yield "Sources:\n"
            yield from (f"- {_source(citation)}" for citation in answer.citations)
            yield ""
    votes = [(voter, voted_for) for (round_, voter), voted_for in state.ballots.items() if round_ == number]
    if votes:
        yield "### The jury\n"
    for voter, voted_for in votes:
        yield f"- {cast.names[voter]} voted for {'nobody' if voted_for is None else cast.names[voted_for]}"


def _source(citation: Citation) -> str:
    return f"{citation.title}: {citation.url}" if citation.title else citation.url
