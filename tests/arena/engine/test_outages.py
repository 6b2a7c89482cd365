from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from arena.engine.outages import FAILURES, REST, WITHIN, Outages
from arena.engine.pairing import draw_pair, draw_replacement
from arena.ratings import PairStats, PairTable, Prior, rate

START = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)

steps = st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(0, 900)), max_size=40)
"""Who was asked, whether an answer came, and how many seconds passed since the last one."""


def expected_down(events: list[tuple[str, bool, datetime]], now: datetime) -> set[str]:
    """By the rule's own words: the last FAILURES outcomes since the last rest, all failures, all WITHIN."""
    down = set()
    for model in "abc":
        streak: list[datetime] = []
        until = START
        for slug, came, at in events:
            if slug != model:
                continue
            if came:
                streak, until = [], START
                continue
            streak = [*streak, at]
            if len(streak) >= FAILURES and at - streak[-FAILURES] < WITHIN:
                streak, until = [], at + REST
        if now < until:
            down.add(model)
    return down


@given(steps, st.integers(0, 1500))
def test_a_model_rests_after_failures_in_a_row_until_an_answer_or_its_time(
    asked: list[tuple[str, bool, int]], later: int
) -> None:
    outages, now, events = Outages(), START, []
    for slug, came, seconds in asked:
        now += seconds * SECOND
        events.append((slug, came, now))
        if came:
            outages.answered(slug)
        else:
            outages.failed(slug, at=now)
        assert outages.down(at=now) == expected_down(events, now)
        assert outages.down(at=now) <= outages.announced(at=now)
    now += later * SECOND
    assert outages.down(at=now) == expected_down(events, now)


@given(steps)
def test_an_answer_changes_nothing_that_everybody_may_know(asked: list[tuple[str, bool, int]]) -> None:
    outages, now = Outages(), START
    for slug, came, seconds in asked:
        now += seconds * SECOND
        before = outages.announced(at=now)
        if came:
            outages.answered(slug)
            assert outages.announced(at=now) == before
        else:
            outages.failed(slug, at=now)
            assert outages.announced(at=now) >= before


def test_failures_far_apart_rest_nobody() -> None:
    outages = Outages()
    for count in range(10):
        assert not outages.failed("a", at=START + count * WITHIN / (FAILURES - 1))
    assert outages.down(at=START + 5 * WITHIN) == frozenset()


def test_nobody_starves_though_the_board_is_sure_of_somebody_and_somebody_rests() -> None:
    """Every pair of those that are up has its part of the uniform fifth: 0.2 / 3 of 3,000 draws, at least 200 each."""
    table = PairTable()
    for _ in range(200):
        table.add("a", "b", PairStats.of_battle(a=1, b=0))
        table.add("a", "b", PairStats.of_battle(a=0, b=1))
    board = rate(table, prior=Prior())
    outages, rng = Outages(), Random(5)  # noqa: S311 - a seeded generator is the point
    for _ in range(FAILURES):
        outages.failed("d", at=START)
    resting, back = (
        [draw_pair("abcd", rng, board=board, down=outages.down(at=at)) for _ in range(3_000)]
        for at in (START, START + REST)
    )
    drawn = Counter(slug for draw in resting for slug in (draw.models.a, draw.models.b))
    assert set(drawn) == set("abc")
    assert min(drawn.values()) > 200
    assert min(Counter(slug for draw in back for slug in (draw.models.a, draw.models.b)).values()) > 200
    assert {"d"} < {slug for draw in back for slug in (draw.models.a, draw.models.b)}


@given(st.sets(st.sampled_from("abcdef"), min_size=2), st.data())
def test_a_replacement_rests_only_where_nobody_else_is_free(models: set[str], data: st.DataObject) -> None:
    taken = data.draw(st.sets(st.sampled_from(sorted(models))))
    down = data.draw(st.sets(st.sampled_from(sorted(models))))
    chosen = draw_replacement(models, taken, data.draw(st.randoms(use_true_random=False)), down=down)
    free = models - taken
    assert chosen in (free - down or free) if free else chosen is None
