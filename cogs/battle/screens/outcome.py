"""Screen 5: what came of it. The names stand here and nowhere earlier."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from discord import ui

from arena.wire import Modality, Winner
from cogs.battle.custom_ids import Again, Side
from cogs.battle.menu_ids import FollowUp, Rate
from cogs.battle.screens.images import Gallery, pictures
from cogs.battle.screens.parts import CLOSED_PROMPT, counted_ballots, header, known, link, read_button
from cogs.battle.screens.ratings import expected, rating_lines, upset_mark
from cogs.battle.screens.voids import void_mark, why
from cogs.common.look import TEAL, Part, beside, button, card, row, rule, small, words
from cogs.common.text import counted, elapsed, price, shown_names
from cogs.common.text import words as count_words
from community.battles.facts import AnswerFacts
from community.battles.timing import NAMES_SLOW_AFTER
from community.battles.turns import Reason, why_not
from community.battles.values import Battle, Guesses, Leaks

_TOLD: Final = {Winner.A: "A", Winner.B: "B", Winner.TIE: "a tie", Winner.BOTH_BAD: "both bad"}


def names_are_slow(battle: Battle, now: datetime) -> bool:
    """Whether a closed battle has waited for its names longer than members should wait for the tally."""
    return battle.closed_at is not None and now - battle.closed_at >= NAMES_SLOW_AFTER


def reveal(battle: Battle, gallery: Gallery | None = None, *, converses: bool = True) -> ui.LayoutView:
    """The outcome, the tally and the names. `converses` is whether the source takes follow-ups."""
    names, answers, tally = _shown(battle), known(battle.answers), known(battle.tally)
    told = small(f"Told {shown_names([battle.source])[0]} as one vote for {_TOLD[tally.winner]}")
    footnotes = [*_guessed(battle.guesses), *([told] if battle.votes_upstream else [])]
    if battle.extended:
        footnotes.append(small("Extended once"))
    return card(
        TEAL,
        header(battle, f"## {_outcome(battle)}", CLOSED_PROMPT),
        *pictures(gallery),
        rule(),
        counted_ballots(tally),
        *upset_mark(battle, names),
        _was(battle, Side.A, names[Side.A], answers.a, battle.facts.a),
        _was(battle, Side.B, names[Side.B], answers.b, battle.facts.b),
        *_leak(battle.leaks),
        *void_mark(battle),
        *([rule(), words(*footnotes)] if footnotes else []),
        *read_row(
            battle,
            rate=battle.void is None,
            rematch=True,
            follow_up=converses and why_not(battle) in {None, Reason.ANOTHER},
        ),
    )


def _guessed(guesses: Guesses) -> list[str]:
    if not guesses.total:
        return []
    return [small(f"{guesses.total:,} guessed: {guesses.right_a:,} had A right, {guesses.right_b:,} had B")]


def _leak(leaks: Leaks) -> list[Part]:
    if not leaks:
        return []
    if leaks.a and leaks.b:
        said = "Both answers said who made them.** The names were"
    else:
        said = f"Answer {Side.A if leaks.a else Side.B} said who made it.** The name was"
    return [rule(), words(f"⚠️ **{said} masked while you voted. Ballots on this battle do not move ratings.")]


def names_on_their_way(battle: Battle, gallery: Gallery | None = None) -> ui.LayoutView:
    """The tally, while the names are still awaited."""
    return card(
        TEAL,
        header(battle, "## Voting has closed", CLOSED_PROMPT),
        *pictures(gallery),
        rule(),
        counted_ballots(known(battle.tally)),
        words("The names are on their way."),
        *read_row(battle),
    )


def unrevealed(battle: Battle, gallery: Gallery | None = None) -> ui.LayoutView:
    """A battle that closed without a ballot."""
    return card(
        TEAL,
        header(battle, "## No ballots, no names", CLOSED_PROMPT),
        *pictures(gallery),
        rule(),
        words("Nobody voted, so the names stay hidden. The battle is used up."),
        *read_row(battle, rematch=True),
    )


def voided(battle: Battle, gallery: Gallery | None = None) -> ui.LayoutView:
    """A battle that was voided before its names came out."""
    reads = [] if battle.answers is None else read_row(battle)
    return card(
        TEAL,
        header(battle, "## Voided by a moderator", CLOSED_PROMPT),
        *pictures(gallery),
        rule(),
        words("Its ballots count nowhere, and the names stay hidden. The battle is used up.", *why(known(battle.void))),
        *reads,
    )


def announcement(battle: Battle, watchers: Sequence[int] = ()) -> ui.LayoutView:
    """The short message that tells the channel, with a link to the reveal; it mentions those who asked to be told."""
    upset = [] if expected(battle) is None else ["an upset"]
    line = f"**{_outcome(battle)}**\n" + small(counted(known(battle.tally).total, "ballot"), *upset)
    told = words(small("You asked to be told: " + " ".join(f"<@{member}>" for member in watchers)))
    parts = [words(line) if battle.message is None else beside(line, link(battle)), *([told] if watchers else [])]
    return card(TEAL, *parts)


def read_row(battle: Battle, *, rate: bool = False, rematch: bool = False, follow_up: bool = False) -> Sequence[Part]:
    """[Read A] [Read B], for as long as the message stands; [Rematch] after an end: same prompt, new pair."""
    reads = [read_button(battle, side) for side in Side] if battle.modality is Modality.TEXT else []
    rating = [button("Rate", Rate(battle.id).encode())] if rate else []
    again = [button("Rematch", Again(battle.id).encode())] if rematch else []
    onward = [button("Follow up", FollowUp(battle.id).encode())] if follow_up else []
    buttons = [*reads, *rating, *again, *onward]
    return [row(*buttons)] if buttons else []


def _outcome(battle: Battle) -> str:
    names = _shown(battle)
    both = f"{names[Side.A]} and {names[Side.B]}"
    match known(battle.tally).winner:
        case Winner.A:
            return f"🏆 A wins: {names[Side.A]}"
        case Winner.B:
            return f"🏆 B wins: {names[Side.B]}"
        case Winner.TIE:
            return f"A tie: {both}"
        case Winner.BOTH_BAD:
            return f"Both bad: {both}"


def _shown(battle: Battle) -> dict[Side, str]:
    names = known(battle.names)
    return dict(zip(Side, shown_names([names.a, names.b]), strict=True))


def _was(battle: Battle, side: Side, name: str, answer: str, facts: AnswerFacts) -> Part:
    """Who a side was, what its answer took as far as that is known, and its rating here."""
    took = (
        None if facts.seconds is None else elapsed(facts.seconds),
        None if facts.dollars is None else price(facts.dollars),
        counted(count_words(answer), "word") if battle.modality is Modality.TEXT else None,
        None if facts.tokens is None else counted(facts.tokens, "token"),
    )
    said = [small(*known_facts)] if (known_facts := list(filter(None, took))) else []
    return words(f"**{side} was {name}**", *said, *rating_lines(battle, side))
