"""What holds for every screen, whatever the battle: limits, symmetry, blindness, safety."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.wire import Winner
from cogs.battle import screens
from cogs.battle.custom_ids import Read, Side
from cogs.battle.history import screens as history_screens
from cogs.battle.history.ids import TurnTo
from cogs.battle.opinions import screens as opinions
from cogs.common.look import INDIGO, SLATE, card, words
from community.battles.tally import Tally
from community.battles.values import Answers, BallotCast, Battle, Failure, Names, State
from community.errors import PromptRefused
from community.history import PAGE, HistoryPage
from community.opinions import Guess, Rating
from community.opinions.values import MAX_WATCHERS
from tests.cogs.battle.samples import CLOSES, CLOSING, CREATING, REVEALED, STARTED, UNREVEALED, VOTING, failed
from tests.cogs.common.text.strategies import answers, hostile
from tests.support.layout import buttons, components, dump, texts, utf16_units

LONG = "😀 long words, and many of them; " * 600
BIGGEST: dict[str, Any] = {"starter_id": 10**18, "prompt": LONG, "guild_id": 10**18}
NAMES = Names("M" * 300 + "1", "M" * 300 + "2")
NOW = CLOSES + timedelta(hours=1)

whole_battles = st.builds(
    lambda prompt, a, b, names: replace(REVEALED, prompt=prompt, answers=Answers(a, b), names=names),
    hostile.filter(str.strip),
    answers | hostile,
    answers | hostile,
    st.builds(Names, hostile, hostile),
)


def in_every_state(battle: Battle) -> Iterator[Battle]:
    """The battle as it was and might have been, from its start to its end."""
    for state in State:
        if state is not State.FAILED:
            yield replace(battle, state=state)
    for failure in Failure:
        yield replace(battle, state=State.FAILED, failure=failure)


def every_view(battle: Battle) -> Iterator[ui.LayoutView]:
    for one in in_every_state(battle):
        yield screens.battle_message(one, now=NOW)
        yield screens.battle_message(one, now=STARTED)
        yield screens.more(one, may_close=True, moderator=True)
        yield screens.question(one, 1)
        for side in Side:
            for plain in (False, True):
                yield screens.reading(one, Read(battle=one.id, side=side, page=1, plain=plain, seen=frozenset(Side)))
    yield screens.announcement(battle)
    yield screens.announcement(battle, range(10**18, 10**18 + MAX_WATCHERS))
    yield from views_beside(battle)


def views_beside(battle: Battle) -> Iterator[ui.LayoutView]:
    """What is shown of the battle beside its message, with the battle's prompt for what members write."""
    prompt = battle.prompt
    names = [f"{prompt[:80]}{number}" for number in range(300)]
    yield opinions.rated(battle, Rating(stars=3, accuracy=1, words=prompt), goes_on=True)
    yield opinions.guessing(replace(battle, state=State.VOTING), names, Guess(a=names[0]))
    for one in in_every_state(replace(battle, void=None)):
        yield history_screens.history(HistoryPage([one] * PAGE, 1, more=True), TurnTo(mine=True, page=1), model=prompt)


def _long(state: State) -> Battle:
    tally = Tally(a=100_000, b=100_000, tie=100_000, both_bad=100_001)
    answers = Answers(LONG, LONG)
    return replace(REVEALED, state=state, answers=answers, names=NAMES, extended=True, tally=tally, **BIGGEST)


def _message(state: State) -> ui.LayoutView:
    return screens.battle_message(_long(state), now=NOW)


def _reading() -> ui.LayoutView:
    battle = _long(State.VOTING)
    return screens.reading(battle, Read(battle=battle.id, side=Side.A, page=1, seen=frozenset(Side)))


def _ballot() -> ui.LayoutView:
    cast = BallotCast(choice=Winner.BOTH_BAD, previous=Winner.TIE, ballots=1, closes_at=CLOSES)
    return screens.ballot(VOTING.id, cast)


@pytest.mark.parametrize(
    ("view", "text", "parts"),
    [
        # Its fixed words alone are 217 units, so 500 of the prompt make a little more than the 700 of the design.
        (lambda: screens.battle_message(replace(CREATING, **BIGGEST), now=NOW), 720, 4),
        (lambda: _message(State.VOTING), 2570, 20),
        (lambda: screens.more(_long(State.VOTING), may_close=True, moderator=False), 340, 14),
        (_reading, 2050, 17),
        (_ballot, 180, 13),
        (lambda: _message(State.REVEALED), 1090, 16),
        (lambda: screens.refusal(PromptRefused(12_480, 10_000), question="x" * 1199).view, 1420, 6),
        (lambda: screens.battle_message(failed(failure=Failure.UNKNOWN, **BIGGEST), now=NOW), 660, 8),
    ],
)
async def test_a_screen_keeps_to_its_budget_with_the_longest_values(view: Any, text: int, parts: int) -> None:
    drawn = view()
    assert sum(map(utf16_units, texts(drawn))) <= text
    assert len(list(components(drawn))) <= parts


@settings(max_examples=40, deadline=None)
@given(battle=whole_battles)
async def test_no_text_breaks_a_screen(battle: Battle) -> None:
    for view in every_view(battle):
        parts = list(components(view))
        ids = [part["custom_id"] for part in parts if "custom_id" in part]
        assert len(ids) == len(set(ids)), "Discord refuses a custom id twice in a message"
        assert all(texts(view)), "Discord refuses an empty text"
        assert all(1 <= len(part["components"]) <= 5 for part in parts if part["type"] == 1)
        assert sum(part.get("style") == 1 and not part["label"].startswith("Vote") for part in parts) <= 1
        assert len(parts) <= 40
        assert sum(map(utf16_units, texts(view))) <= 4000


@settings(max_examples=60, deadline=None)
@given(battle=whole_battles, state=st.sampled_from([State.VOTING, State.CLOSING]))
async def test_exchanged_answers_change_nothing_but_their_texts(battle: Battle, state: State) -> None:
    battle = replace(battle, state=state)
    assert battle.answers is not None
    swapped = Answers(battle.answers.b, battle.answers.a)
    one = screens.battle_message(battle, now=STARTED)
    other = screens.battle_message(replace(battle, answers=swapped), now=STARTED)
    place = {text.split("\n")[0]: number for number, text in enumerate(texts(one))}
    a, b = place["### Answer A"], place["### Answer B"]
    expected = texts(one)
    for offset in (0, 1):  # the preview and how much of the answer it is
        expected[a + offset], expected[b + offset] = expected[b + offset], expected[a + offset]
    expected[a] = expected[a].replace("### Answer B", "### Answer A", 1)
    expected[b] = expected[b].replace("### Answer A", "### Answer B", 1)
    assert texts(other) == expected
    assert [part for part in components(one) if part["type"] == 2] == [
        part for part in components(other) if part["type"] == 2
    ]


async def test_no_screen_before_the_reveal_holds_a_name_even_where_the_battle_does() -> None:
    battle = replace(REVEALED, names=Names("Secret One", "Secret Two"))
    for one in in_every_state(battle):
        views = [screens.battle_message(one, now=now) for now in (STARTED, NOW)]
        if one.state is not State.REVEALED:
            views += [screens.more(one, may_close=True, moderator=False), screens.question(one, 0)]
            views += [screens.reading(one, Read(battle=one.id, side=side)) for side in Side]
            views.append(
                history_screens.history(HistoryPage([one], 0, more=False), TurnTo(mine=True, page=0), model=None)
            )
            assert "Secret" not in "".join(map(dump, views))


async def test_before_the_close_nothing_depends_on_the_tally() -> None:
    for state in (State.VOTING, State.CLOSING):
        seven, other = (replace(CLOSING, state=state, tally=tally) for tally in (Tally(a=11), Tally(b=11)))
        assert dump(screens.battle_message(seven, now=CLOSES)) == dump(screens.battle_message(other, now=CLOSES))


@settings(max_examples=40, deadline=None)
@given(prompt=hostile.filter(str.strip))
async def test_a_prompt_cannot_forge_a_line_of_ours(prompt: str) -> None:
    for battle in (CREATING, VOTING, REVEALED, failed(failure=Failure.UNKNOWN)):
        header = texts(screens.battle_message(replace(battle, prompt=prompt), now=NOW))[0].split("\n")
        assert all(line.startswith("> ") for line in header[2:])


@given(question=hostile | st.just("`" * 50) | st.just("a```b\n```"))
async def test_a_question_given_back_cannot_leave_its_code_block(question: str) -> None:
    reply = screens.refusal(PromptRefused(1, 0), question=question)
    given_back = texts(reply.view)[-1]
    if reply.file is None and question.strip() and "keep" in given_back:
        assert re.fullmatch(r"-# Your question, to keep\n```\n(?:(?!```).)*\n```", given_back, re.DOTALL)


async def test_a_long_question_comes_back_whole_as_a_file() -> None:
    question = "é" * 1200
    reply = screens.refusal(PromptRefused(1200, 1000), question=question)
    assert reply.file is not None
    assert (reply.file.name, reply.file.content.decode()) == ("question.txt", question)
    assert screens.refusal(PromptRefused(1199, 1000), question=question[1:]).file is None


def _read(battle: Battle, side: Side, *, page: int = 0, seen: str = "", plain: bool = False) -> ui.LayoutView:
    return screens.reading(
        battle, Read(battle=battle.id, side=side, page=page, plain=plain, seen=frozenset(map(Side, seen)))
    )


async def test_the_vote_is_offered_once_both_answers_were_had() -> None:
    pages = "word " * 1000
    long = replace(VOTING, answers=Answers(pages, pages))
    assert "Vote A" not in buttons(_read(long, Side.A, seen="B"))
    assert "Vote A" not in buttons(_read(long, Side.A, page=2))
    assert "Vote A" in buttons(_read(long, Side.A, page=2, seen="B"))
    assert "Vote A" in buttons(_read(long, Side.A, seen="AB"))
    beside_a_whole_one = replace(VOTING, answers=Answers(pages, "Short and whole in the channel."))
    assert "Vote A" in buttons(_read(beside_a_whole_one, Side.A, page=2))
    assert "Vote A" not in buttons(_read(replace(long, state=State.REVEALED), Side.A, seen="AB"))


async def test_a_way_through_both_answers_by_the_buttons_leads_to_the_vote() -> None:
    battle = replace(VOTING, answers=Answers("a " * 1500, "b " * 1500))
    view = _read(battle, Side.A)
    for label in ("Next", "Read B", "Plain text", "Next", "Formatted"):
        assert "Vote A" not in buttons(view) or label == "Formatted"
        match = re.fullmatch(Read.TEMPLATE, buttons(view)[label]["custom_id"])
        assert match is not None
        view = screens.reading(battle, Read.decode(match))
    assert "Vote A" in buttons(view)
    assert "### Answer B" in texts(view)[0]


async def test_a_page_beyond_the_last_is_the_last() -> None:
    assert texts(_read(VOTING, Side.A, page=99))[0].startswith("-# Page 1 of 1")
    assert texts(screens.question(VOTING, 99))[0].startswith("-# Page 1 of 1")


async def test_an_empty_answer_says_so() -> None:
    battle = replace(VOTING, answers=Answers(" ", "😀"))
    shown = texts(screens.battle_message(battle, now=STARTED))
    assert "### Answer A\n*This answer is empty.*" in shown
    assert "-# The whole answer" in shown
    assert "*This answer is empty.*" in texts(_read(battle, Side.A))


async def test_one_word_is_not_called_all_words() -> None:
    battle = replace(VOTING, answers=Answers("Yes", "No, never"))
    shown = texts(screens.battle_message(battle, now=STARTED))
    assert [text for text in shown if "word" in text] == ["-# 1 word, the whole answer", "-# All 2 words"]


async def test_a_state_without_what_it_promises_is_an_error() -> None:
    for battle in (
        replace(VOTING, answers=None),
        replace(REVEALED, names=None),
        replace(UNREVEALED, state=State.FAILED),
    ):
        with pytest.raises(ValueError, match="promises"):
            screens.battle_message(battle, now=NOW)


async def test_a_layout_over_a_limit_is_refused_before_it_is_sent() -> None:
    card(INDIGO, words("😀" * 2000))
    with pytest.raises(ValueError, match="4002"):
        card(INDIGO, words("😀" * 2001))
    with pytest.raises(ValueError, match="maximum number of children exceeded"):
        card(SLATE, *(words("a") for _ in range(40)))


async def test_the_library_need_not_remember_a_card() -> None:
    assert card(SLATE, words("a")).is_finished()
