from hypothesis import given
from hypothesis import strategies as st

from community.errors import Refusal
from community.quotas import Kind, Left, QuotaUsedUp, Scope


def left(scope: Scope, limit: int, used: int) -> Left:
    return Left(kind=Kind.BATTLE, scope=scope, limit=limit, used=used, opens_at=None)


@given(limit=st.integers(0, 100), used=st.integers(0, 200))
def test_what_remains_is_never_less_than_nothing(limit: int, used: int) -> None:
    remaining = left(Scope.KEY, limit, used).remaining

    assert remaining >= 0
    assert used + remaining == max(limit, used)


@given(st.sampled_from(Scope), st.permutations(list(Scope)))
def test_a_refusal_points_at_the_allowance_that_refused(scope: Scope, order: list[Scope]) -> None:
    whole = [left(each, 1, 1) for each in order]

    refusal = QuotaUsedUp(scope, whole)

    assert isinstance(refusal, Refusal)
    assert refusal.used_up.scope is scope
    assert refusal.left == tuple(whole)
    assert str(refusal) == f"the {scope} quota is used up"
