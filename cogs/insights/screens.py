"""Statistics and members' words, as functions of values."""

from collections.abc import Sequence
from typing import Final

from discord import ui

from arena.wire import FeedVote, Stats
from cogs.common.boards import heading
from cogs.common.look import SLATE, TEAL, Part, button, card, row, rule, small, words
from cogs.common.text import Room, counted, plain_line, quoted, shown_names, tally_chart
from community.fights.agreement import agreement
from community.places import MessageRef
from community.statistics import ENOUGH_BATTLES, Juries, Opinion, Position, Remark, Result, Statistics

PAGE_ID: Final = "insights:v1:feedback:"
_CHOICES: Final = {"A": "A", "B": "B", "tie": "Tie", "both_bad": "Both bad"}
_PROMPT: Final = Room(120, 1)
_WORDS: Final = Room(350, 6)


def statistics(
    found: Statistics, surprising: Sequence[Result], agreed: Juries | None, guild_id: int, *, server: str
) -> ui.LayoutView:
    """What a server's votes say."""
    title = f"## The votes of {heading(server)}"
    if not found.sums.ballots:
        return card(TEAL, words(title, "No revealed battles yet. The first one starts with /battle start."))
    sums = found.sums
    said = f"**{counted(sums.battles, 'battle')}, {counted(sums.ballots, 'ballot')}, {counted(sums.voters, 'voter')}.**"
    chart = tally_chart({_CHOICES[choice]: count for choice, count in found.choices.counts.items()})
    parts: list[Part] = [words(title, said), words(chart), rule(), words(*_habits(found))]
    if surprising:
        parts += [rule(), words("**Most surprising**", *(_surprise(result, guild_id) for result in surprising))]
    if agreed is not None:
        parts += [rule(), words(_juries(agreed))]
    return card(TEAL, *parts)


def totals(stats: Stats, source: str) -> ui.LayoutView:
    """How much there is in the world."""
    return card(
        TEAL,
        words(
            "## Votes in the world",
            f"**{counted(stats.total_votes, 'vote')}** at {plain_line(source)}: "
            f"{stats.total_text_votes:,} on texts, {stats.total_image_votes:,} on pictures.",
            f"**{counted(stats.total_models, 'model')}** compete.",
        ),
    )


def feedback(opinion: Opinion, guild_id: int, *, page: int, size: int) -> ui.LayoutView:
    """A page of what members wrote; `opinion` holds one remark more than `size` where there is a next page."""
    shown = opinion.remarks[:size]
    top = words("## What members wrote", *_stars(opinion))
    if not shown:
        return card(TEAL, top, words("Nobody wrote about an answer yet. After a reveal, press Rate, then Add words."))
    parts: list[Part] = [top]
    for remark in shown:
        parts += [rule(), words(*_remark(remark, guild_id))]
    turns = [
        button("Previous", f"{PAGE_ID}{max(0, page - 1)}", disabled=page == 0),
        button("Next", f"{PAGE_ID}{page + 1}", disabled=len(opinion.remarks) <= size),
    ]
    return card(TEAL, *parts, *([row(*turns)] if page or len(opinion.remarks) > size else []))


def world_feedback(votes: Sequence[FeedVote], source: str) -> ui.LayoutView:
    """What voters everywhere wrote."""
    top = words("## What voters wrote", small(f"At {plain_line(source)}", "without their names"))
    if not votes:
        return card(TEAL, top, words("Nobody wrote anything yet."))
    parts: list[Part] = [top]
    for vote in votes:
        choice = _CHOICES.get(vote.winner)
        voted = [small(f"Voted {choice}")] if choice else []
        parts += [rule(), words(small(_line(vote.prompt or "")), quoted(vote.feedback or "", _WORDS).text, *voted)]
    return card(TEAL, *parts)


def no_answer(source: str) -> ui.LayoutView:
    """The source could not be asked."""
    return card(
        SLATE,
        words("### No answer came", f"{plain_line(source)} does not answer just now. Please try again in a minute."),
    )


def _habits(found: Statistics) -> list[str]:
    lines = []
    if found.agreement is not None:
        kappa = found.agreement.kappa
        told = "" if kappa is None else f": {agreement(kappa)} agreement (κ {kappa:.2f})"
        lines.append(f"**Agreement** Two voters on one battle agree in {found.agreement.share:.0%} of cases{told}.")
    if found.position is not None:
        lines.append(_position(found.position))
    sums = found.sums
    lines.append(f"**Both bad** {found.choices.both_bad / sums.ballots:.0%} of ballots.")
    lines.append(f"**Leaks** An answer said who made it in {found.leaked / sums.battles:.0%} of battles.")
    return lines


def _juries(agreed: Juries) -> str:
    of = counted(agreed.fights, "fight")
    said = f"{agreement(agreed.kappa)} agreement (κ {agreed.kappa:.2f})"
    return f"**Fights** In {agreed.same_winner} of {of} jury and audience had the same winner: {said}."


def _position(position: Position) -> str:
    share = f"**Sides** A got {position.share_of_a:.0%} of the ballots for one side"
    if position.biased:
        return f"{share}. ⚠️ That is more than chance explains: where an answer stands seems to matter here."
    if position.battles < ENOUGH_BATTLES:
        return f"{share}: too few battles yet to tell whether the side matters."
    return f"{share}, no more than chance explains."


def _surprise(result: Result, guild_id: int) -> str:
    winner, loser = shown_names([result.winner or "", result.loser or ""])
    more, less = result.ahead
    return f"- {winner} beat {loser}, {more} to {less}{_link(result.message, guild_id)}"


def _remark(remark: Remark, guild_id: int) -> list[str]:
    a, b = shown_names([remark.a, remark.b])
    stars = [] if remark.stars is None else [f"{remark.stars} of 5 stars"]
    return [
        small(f"A was {a}, B was {b}", *stars) + _link(remark.message, guild_id),
        small(_line(remark.prompt)),
        quoted(remark.words, _WORDS).text,
    ]


def _stars(opinion: Opinion) -> list[str]:
    if opinion.stars is None:
        return []
    return [small(f"{opinion.stars:.1f} of 5 stars on average", counted(opinion.ratings, "rating"))]


def _line(prompt: str) -> str:
    single = " ".join(prompt.split())
    longest = 120
    return plain_line(single if len(single) <= longest else single[:longest].rstrip() + "…")


def _link(message: MessageRef | None, guild_id: int) -> str:
    if message is None:
        return ""
    return f" · [open](https://discord.com/channels/{guild_id}/{message.channel_id}/{message.message_id})"
