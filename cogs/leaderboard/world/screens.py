"""What everybody's votes say, as a source publishes it."""

from collections.abc import Sequence
from typing import Final

from discord import ui

from arena.wire import CategoryBoard, HeadToHead, Standing
from cogs.common.boards import CATEGORIES, MODALITIES, PAGE_ROWS, heading, may_rank, pictured
from cogs.common.look import SLATE, TEAL, Part, Reply, button, card, row, small, words
from cogs.common.pictures import Drawn
from cogs.common.text import counted, shown_names
from cogs.leaderboard.world.custom_ids import WorldLook

TOP: Final = 3
"""Models of each category that are named."""
CATEGORY_ROWS: Final = 8
MEETING_ROWS: Final = 15
_NO_BREAK: Final = "\u00a0"


def world_board(
    rows: Sequence[Standing], look: WorldLook, drawn: Drawn | None = None, *, to_all: bool = False
) -> Reply:
    """A page of a source's board."""
    top = words(small(*_eyebrow(look)), "## World board")
    if not rows:
        return Reply(card(TEAL, top, words("Nobody has voted here yet."), *_turns(look, 1, to_all=True)))
    names = shown_names([one.model_name for one in rows])
    width = max(len(f"{one.elo_rating:.0f}") for one in rows)
    lines: list[str] = []
    for place, (one, name) in list(enumerate(zip(rows, names, strict=True), start=1))[_page(look, PAGE_ROWS)]:
        chip = f"{one.elo_rating:.0f}".rjust(width, _NO_BREAK)
        lines += [f"`{chip}` **{one.rank or place}. {name}**", small(*_facts(one))]
    notes = [small("Everybody's votes on this source, not this server's alone.")]
    if any(one.style_elo is not None for one in rows):
        notes.append(small("Style taken out: as if all answers were equally long and equally decorated."))
    said = words(*lines, *notes)
    picture, file = pictured(drawn)
    return Reply(card(TEAL, top, *picture, said, *_turns(look, -(-len(rows) // PAGE_ROWS), to_all=to_all)), file)


def category_boards(boards: Sequence[CategoryBoard], look: WorldLook, *, to_all: bool = False) -> Reply:
    """The best of each category."""
    top = words(small(*_eyebrow(look)), "## Who leads where")
    if not boards:
        return Reply(card(TEAL, top, words("No category has votes here yet.")))
    # Each a part of its own: in one text a list's numbers would go on from the list before.
    parts = [words(*_best(board)) for board in boards[_page(look, CATEGORY_ROWS)]]
    pages = -(-len(boards) // CATEGORY_ROWS)
    return Reply(card(TEAL, top, *parts, *_turns(look, pages, to_all=to_all)))


def _best(board: CategoryBoard) -> list[str]:
    best = board.rankings[:TOP]
    names = shown_names([one.model_name for one in best])
    places = [
        f"{place}. {name} · {one.elo_rating:.0f}"
        for place, (one, name) in enumerate(zip(best, names, strict=True), start=1)
    ]
    return [f"**{_category(board.category)}**", *(places or [small("Nobody has voted here yet.")])]


def square(rows: Sequence[HeadToHead], look: WorldLook, drawn: Drawn | None = None, *, to_all: bool = False) -> Reply:
    """All pairs that met: the picture of those with most votes, and all of them in words."""
    top = words(small(*_eyebrow(look)), "## Head to head")
    if not rows:
        return Reply(card(TEAL, top, words("No two models have met here yet.")))
    ordered = sorted(rows, key=lambda one: (-one.total_votes, one.model_a or "", one.model_b or ""))
    picture, file = pictured(drawn)
    note = [small("The picture: how often the model of the row wins against that of the column, in 100 votes.")]
    lines = [_met(one) for one in ordered[_page(look, MEETING_ROWS)]]
    said = words(*lines, *(note if drawn else []))
    return Reply(card(TEAL, top, *picture, said, *_turns(look, -(-len(rows) // MEETING_ROWS), to_all=to_all)), file)


def meeting(one: HeadToHead, look: WorldLook) -> ui.LayoutView:
    """Two models."""
    a, b = shown_names([one.model_a or "?", one.model_b or "?"])
    heads = "even"
    if one.wins_a != one.wins_b:
        heads = f"{a if one.wins_a > one.wins_b else b} leads"
    lines = [f"**{a}** won {counted(one.wins_a, 'vote')}", f"**{b}** won {counted(one.wins_b, 'vote')}"]
    ties = small(f"{counted(one.ties, 'tie')} · {counted(one.total_votes, 'vote')} in all{_share(one, a)}")
    return card(TEAL, words(small(*_eyebrow(look)), f"## {a} against {b}: {heads}"), words(*lines, ties))


def meetings_of(model: str, rows: Sequence[HeadToHead], look: WorldLook) -> ui.LayoutView:
    """One model against all others."""
    name = shown_names([model])[0]
    lines = [_met(one) for one in rows[:MEETING_ROWS]]
    more = len(rows) - MEETING_ROWS
    rest = [small(f"and {counted(more, 'model')} with fewer votes")] if more > 0 else []
    return card(TEAL, words(small(*_eyebrow(look)), f"## {name} against the others"), words(*lines, *rest))


def unknown() -> ui.LayoutView:
    """Nothing is published under what was asked for."""
    return card(
        SLATE,
        words("### No such board", "Choose a source, locale, category and models from those offered as you type."),
    )


def unanswered() -> ui.LayoutView:
    """The source did not answer."""
    said = "The service that keeps the world's votes did not answer. Please try again in a minute."
    return card(SLATE, words("### No answer came", said))


def _eyebrow(look: WorldLook) -> list[str]:
    phrases = [heading(look.source[:1].upper() + look.source[1:]), MODALITIES[look.modality]]
    if look.category is not None:
        phrases.append(_category(look.category))
    if look.locale is not None:
        phrases.append(heading(look.locale))
    return phrases


def _category(slug: str) -> str:
    known = {str(category): name for category, name in CATEGORIES.items()}
    return heading(known.get(slug, slug))


def _facts(one: Standing) -> list[str]:
    """What the source tells of a model: ModelChorus itself neither intervals nor the ranks they allow."""
    facts = []
    if one.elo_lower is not None and one.elo_upper is not None:
        facts.append(f"± {(one.elo_upper - one.elo_lower) / 2:.0f}")
    if one.rank_best is not None and one.rank_worst is not None:
        facts.append(may_rank(one.rank_best, one.rank_worst))
    facts.append(counted(one.total_votes, "vote"))
    if one.win_rate is not None:
        facts.append(f"{one.win_rate:.0%} won")
    if one.both_bad and one.total_votes:
        facts.append(f"{one.both_bad / one.total_votes:.0%} both bad")
    if one.style_elo is not None:
        facts.append(f"{one.style_elo:.0f} with style taken out")
    if one.mostly_prior:
        facts.append("few votes so far")
    return facts


def _met(one: HeadToHead) -> str:
    a, b = shown_names([one.model_a or "?", one.model_b or "?"])
    number = one.wins_a + one.wins_b
    if not number:
        return f"{a} and {b} · only ties, {counted(one.total_votes, 'vote')}"
    won = round(one.wins_a / number * 100)
    return f"{a} **{won} : {100 - won}** {b} · {counted(one.total_votes, 'vote')}"


def _share(one: HeadToHead, a: str) -> str:
    number = one.wins_a + one.wins_b
    return f" · {a} {one.wins_a / number:.0%} of the decided ones" if number else ""


def _page(look: WorldLook, rows: int) -> slice:
    return slice(look.page * rows, (look.page + 1) * rows)


def _turns(look: WorldLook, pages: int, *, to_all: bool) -> list[Part]:
    turns = [
        button("Previous", look.encode("previous"), disabled=look.page == 0),
        button("Next", look.encode("next"), disabled=look.page + 1 >= pages),
    ]
    buttons = [*(turns if pages > 1 else []), *([] if to_all else [button("Post here", look.encode("post"))])]
    return [row(*buttons)] if buttons else []
