"""Screen 2b: what this member may do with a battle. Private."""

from collections.abc import Sequence

from discord import ui

from cogs.battle.custom_ids import Close, Question
from cogs.battle.menu_ids import FollowUp, Tell
from cogs.battle.screens.parts import OPEN_PROMPT, known, link, question_of, void_button
from cogs.common.look import INDIGO, SLATE, TEAL, Part, beside, button, card, small, words
from cogs.common.quotas import left_line
from cogs.common.reports import something_wrong
from cogs.common.text import preview, relative, shown_names
from community.battles.turns import Reason, why_not
from community.battles.values import Battle, State
from community.quotas import Left
from community.reports import About, Subject


def more(battle: Battle, *, may_close: bool, moderator: bool, converses: bool = True) -> ui.LayoutView:
    """What there is to do.

    `may_close` is true for the starter and for moderators; `converses` is whether the source takes follow-ups.
    """
    parts: list[Part] = [words("### This battle")]
    if battle.state is State.VOTING:
        closes = relative(known(battle.closes_at))
        parts.append(_close(battle, closes) if may_close else _who_may_close(closes))
    else:
        parts.append(words("Voting has closed here."))
    if battle.state is State.VOTING:
        parts.extend(_follow_up(battle, converses=converses))
    if not preview(question_of(battle), OPEN_PROMPT).whole:
        parts.append(
            beside(
                "**Read the whole question**\n" + small("The message shows the first part."),
                button("Read", Question(battle.id).encode()),
            )
        )
    if not battle.state.final:
        parts.append(
            beside(
                "**Tell me**\n" + small("Mentions you here, once, when the names come out."),
                button("Tell me", Tell(battle.id).encode()),
            )
        )
    parts.append(something_wrong(About(Subject.BATTLE, battle.id)))
    if moderator and battle.void is None:
        parts.append(_void(battle))
    return card(INDIGO if battle.state is State.VOTING else TEAL, *parts)


def started(left: Sequence[Left]) -> ui.LayoutView:
    """What the starter reads in private where the battle itself had to come as a message of its own."""
    return card(SLATE, words("### Your battle has started", "It is the next message in this channel.", left_line(left)))


def closed_by_hand(battle: Battle) -> ui.LayoutView:
    """The answer to [Close now]."""
    text = "### Voting is closed\nWhat came of it appears in the channel."
    return card(TEAL, words(text) if battle.message is None else beside(text, link(battle)))


def _close(battle: Battle, closes: str) -> Part:
    does = (
        "Counts the ballots and shows the names."
        if battle.ballots
        else "Nobody has voted yet, so the names would stay hidden."
    )
    return beside(
        "**Close it now**\n" + small(f"{does} Otherwise it closes {closes}."),
        button("Close now", Close(battle.id).encode()),
    )


def _follow_up(battle: Battle, *, converses: bool) -> list[Part]:
    if not converses:
        source = shown_names([battle.source])[0]
        return [words(small(f"Battles of {source} take no follow-up."))]
    reason = why_not(battle)
    if reason is None:
        text = "Both models answer it, still without names. One vote at the end."
        return [beside("**Ask a follow-up**\n" + small(text), button("Ask", FollowUp(battle.id).encode()))]
    if reason is Reason.PICTURES:
        return [words(small("Pictures have one turn: there is no follow-up in an image battle."))]
    return []


def _void(battle: Battle) -> Part:
    hidden = "" if battle.state is State.REVEALED else " The names stay hidden."
    return beside(
        "**Void this battle**\n" + small(f"For moderators. It counts on no board.{hidden}"),
        void_button(battle.id),
    )


def _who_may_close(closes: str) -> Part:
    return words(f"It closes {closes}. Whoever started it can close it sooner, and so can a moderator.")
