import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.ratings import (
    BadCounts,
    PairStats,
    PairTable,
    Prior,
    Style,
    StyleBoard,
    StyledBattle,
    rate,
    rate_with_style,
)

PLAIN = Style(characters=400, headings=0, items=0, bold=0)


def looks(*, characters: int = 400, bold: int = 0) -> Style:
    return Style(characters=characters, headings=0, items=0, bold=bold)


def battle(a: str, b: str, won: int, lost: int, *, style_a: Style = PLAIN, style_b: Style = PLAIN) -> StyledBattle:
    stats = PairStats.of_battle(a=won, b=lost)
    return StyledBattle(model_a=a, model_b=b, stats=stats, style_a=style_a, style_b=style_b)


def verbose_world(seed: int, battles: int = 3_000) -> list[StyledBattle]:
    """Three models that are equally good. The last writes twice as much, which is worth 0.5 logits (87 points)."""
    rng = np.random.default_rng(seed)
    out = []
    for _ in range(battles):
        a, b = rng.choice(["brief", "normal", "verbose"], 2, replace=False).tolist()
        lengths = [int(rng.integers(300, 600)) * (2 if model == "verbose" else 1) for model in (a, b)]
        lean = 0.5 / (1 / 3) * (lengths[0] - lengths[1]) / (lengths[0] + lengths[1])
        won = bool(rng.random() < 1 / (1 + math.exp(-lean)))
        style_a, style_b = (looks(characters=length, bold=int(rng.integers(0, 3))) for length in lengths)
        out.append(battle(a, b, int(won), int(not won), style_a=style_a, style_b=style_b))
    return out


def ratings(board: StyleBoard) -> dict[str, float]:
    return {row.model: row.rating for row in board.board.standings}


def test_what_length_earned_is_taken_out_and_reported() -> None:
    fought = verbose_world(1)
    board = rate_with_style(fought, prior=Prior())
    table = PairTable()
    for one in fought:
        table.add(one.model_a, one.model_b, one.stats)
    plain = rate(table, prior=Prior()).standings
    assert plain[0].model == "verbose"
    assert plain[0].lower > plain[1].upper
    assert all(row.lower <= 1000 <= row.upper for row in board.board.standings)
    effects = {effect.feature: effect for effect in board.effects}
    assert effects["characters"].lower <= 87 <= effects["characters"].upper
    assert effects["bold"].lower <= 0 <= effects["bold"].upper
    assert list(effects) == ["characters", "headings", "items", "bold"]


def test_where_all_answers_look_alike_it_is_the_plain_board() -> None:
    fought = [battle("a", "b", 3, 1), battle("b", "c", 2, 4), battle("a", "c", 5, 4), battle("c", "b", 1, 1)]
    table = PairTable()
    for one in fought:
        table.add(one.model_a, one.model_b, one.stats)
    plain = {row.model: row for row in rate(table, prior=Prior()).standings}
    for row in rate_with_style(fought, prior=Prior()).board.standings:
        assert row.rating == pytest.approx(plain[row.model].rating, abs=0.01)
        assert row.upper == pytest.approx(plain[row.model].upper, abs=0.01)
        assert row.wins == plain[row.model].wins


def test_the_side_an_answer_stood_on_changes_nothing() -> None:
    fought = verbose_world(2, battles=200)
    swapped = [
        StyledBattle(
            model_a=one.model_b,
            model_b=one.model_a,
            stats=one.stats.mirrored(),
            style_a=one.style_b,
            style_b=one.style_a,
        )
        for one in fought
    ]
    board, other = (rate_with_style(battles, prior=Prior()) for battles in (fought, swapped))
    assert ratings(board) == pytest.approx(ratings(other), abs=0.01)
    for effect, again in zip(board.effects, other.effects, strict=True):
        assert effect.points == pytest.approx(again.points, abs=0.01)


def test_a_warm_start_changes_nothing_but_the_steps() -> None:
    fought = verbose_world(3, battles=300)
    warm = rate_with_style(fought, prior=Prior(), warm=rate_with_style(fought[:-1], prior=Prior()))
    cold = rate_with_style(fought, prior=Prior())
    assert ratings(warm) == pytest.approx(ratings(cold), abs=0.05)
    assert warm.board.steps < cold.board.steps


def test_no_battles_give_an_empty_board_and_ones_without_ballots_count_nowhere() -> None:
    assert rate_with_style([], prior=Prior()).board.standings == ()
    assert rate_with_style([battle("a", "b", 0, 0)], prior=Prior()).board.standings == ()


def test_a_model_cannot_meet_itself() -> None:
    with pytest.raises(BadCounts):
        rate_with_style([battle("a", "a", 1, 0)], prior=Prior())


def test_a_style_counts_markdown_outside_of_code() -> None:
    answer = """# Title

Some **bold** and __bold too__, but 2 ** 3 ** 4 is arithmetic.

- one
* two
  1. three

```python
# a comment
- not an item
**not bold**
```
### Last
"""
    assert Style.of(answer) == Style(characters=len(answer), headings=2, items=3, bold=2)


def test_code_that_is_never_closed_runs_to_the_end() -> None:
    assert Style.of("```\n# no heading\n- no item") == Style(characters=26, headings=0, items=0, bold=0)


@given(st.text())
def test_any_answer_has_a_style(answer: str) -> None:
    style = Style.of(answer)
    assert style.characters == len(answer)
    assert min(style.headings, style.items, style.bold) >= 0
