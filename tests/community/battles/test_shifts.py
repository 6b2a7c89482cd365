"""How a battle moved the ratings: what the reveal tells is what the boards said before and after."""

import pytest

from arena.wire import Winner
from community.battles import Answers, Battle, Leaning, Names, Polled, Shift, Shifts, State
from community.boards import Filters
from tests.community.battles.conftest import GUILD, Community
from tests.support.battles import ANSWERS
from tests.support.voters import voter


async def fought(community: Community, names: Names, votes: int, *, answers: Answers = ANSWERS) -> Battle:
    """A battle that the first of the two wins with so many ballots."""
    community.source.votes.append(names)
    community.source.polls.append(Polled(answers=answers))
    battle = await community.open_battle()
    for member in range(100, 100 + votes):
        await community.voting.cast(battle.id, voter(member), Winner.A)
    closed = await community.voting.close(battle.id, member_id=1, moderator=True)
    revealed = await community.driven(closed)
    assert revealed.state is State.REVEALED
    return revealed


async def ratings(community: Community) -> dict[str, float]:
    board = (await community.boards.server(GUILD, Filters(source=community.source.name))).board
    return {row.model: row.rating for row in board.standings}


async def test_a_reveal_tells_the_ratings_before_and_after(community: Community) -> None:
    first = await fought(community, Names("Qwen", "Phi"), 2)
    assert first.shifts.a is not None
    assert (first.shifts.a.before, first.shifts.a.leaning) == (None, Leaning.GUESS)
    before = await ratings(community)
    second = await fought(community, Names("Phi", "Qwen"), 3)
    after = await ratings(community)
    for name, shift in zip(("Phi", "Qwen"), (second.shifts.a, second.shifts.b), strict=True):
        assert shift is not None
        assert (shift.before, shift.after) == (before[name], after[name])
    assert await community.store.get(second.id) == second, "kept, so that it is told alike after a restart"


async def test_a_leak_moves_nothing(community: Community) -> None:
    await fought(community, Names("Qwen", "Phi"), 2)
    before = await ratings(community)
    told = await fought(community, Names("Newcomer", "Qwen"), 3, answers=Answers("I am Qwen3 32B.", "Hello."))
    assert told.leaks
    assert told.shifts.a is None, "not on the board"
    assert told.shifts.b is not None
    assert told.shifts.b.before == told.shifts.b.after == before["Qwen"]
    assert await ratings(community) == before


def standing(rating: float) -> Shift:
    return Shift(before=rating, after=rating, within=40.0)


@pytest.mark.parametrize(
    ("a", "b", "a_won", "expected"),
    [(950, 1050, True, 0.36), (950, 1050, False, None), (951, 1050, True, None), (1200, 800, False, 0.09)],
)
def test_an_upset_is_the_win_of_a_model_that_stood_a_hundred_points_lower(
    a: float, b: float, *, a_won: bool, expected: float | None
) -> None:
    chance = Shifts(standing(a), standing(b)).upset(a_won=a_won)
    assert chance == (None if expected is None else pytest.approx(expected, abs=0.005))


def test_a_newcomers_win_is_no_upset() -> None:
    newcomer = Shift(before=None, after=900.0, within=100.0)
    assert Shifts(newcomer, standing(1200)).upset(a_won=True) is None
    assert Shifts(None, standing(1200)).upset(a_won=True) is None
