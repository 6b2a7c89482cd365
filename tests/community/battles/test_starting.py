from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.wire import MAX_PROMPT_CHARACTERS
from community.battles import State, new_battle_id
from community.errors import PromptRefused
from community.quotas import QuotaUsedUp, Scope
from community.settings import MAX_WINDOW, MIN_WINDOW, GuildSettings
from tests.community.battles.conftest import ADA, GRACE, GUILD, LINUS, Community


@pytest.mark.parametrize("prompt", ["", "   ", "\n\t", "\u200b\u200d\ufeff", "x" * (MAX_PROMPT_CHARACTERS + 1)])
async def test_a_prompt_that_cannot_be_sent_is_refused_and_costs_nothing(community: Community, prompt: str) -> None:
    with pytest.raises(PromptRefused) as refused:
        await community.start(prompt=prompt)

    assert refused.value.limit == MAX_PROMPT_CHARACTERS
    assert refused.value.length == (len(prompt) if "x" in prompt else 0)
    assert [left.used for left in await community.start_battle.left(GUILD, ADA)] == [0, 0, 0]


async def test_a_prompt_of_exactly_the_limit_is_taken(community: Community) -> None:
    battle = await community.start(prompt="x" * MAX_PROMPT_CHARACTERS)
    assert battle.state is State.CREATING


async def test_a_start_charges_member_guild_and_key(community: Community) -> None:
    await community.start()
    left = await community.start_battle.left(GUILD, ADA)
    assert [(one.scope, one.used) for one in left] == [(Scope.MEMBER, 1), (Scope.GUILD, 1), (Scope.KEY, 1)]


async def test_the_member_who_has_none_left_is_refused_and_others_are_not(community: Community) -> None:
    await community.settings.save(GUILD, GuildSettings(battles_per_member=1))
    await community.start(member=ADA)
    with pytest.raises(QuotaUsedUp) as refused:
        await community.start(member=ADA)
    assert refused.value.scope is Scope.MEMBER
    assert refused.value.used_up.opens_at == community.clock.now() + timedelta(hours=24)

    await community.start(member=GRACE)
    assert [one.used for one in await community.start_battle.left(GUILD, ADA)] == [1, 2, 2]


async def test_the_guild_that_has_none_left_is_refused_whoever_asks(community: Community) -> None:
    await community.settings.save(GUILD, GuildSettings(battles_per_day=2))
    await community.start(member=ADA)
    await community.start(member=GRACE)
    with pytest.raises(QuotaUsedUp) as refused:
        await community.start(member=LINUS)
    assert refused.value.scope is Scope.GUILD


async def test_a_key_without_a_limit_is_not_counted(community: Community) -> None:
    community.source.battles_per_day = None
    await community.start()
    assert [one.scope for one in await community.start_battle.left(GUILD, ADA)] == [Scope.MEMBER, Scope.GUILD]


@pytest.mark.parametrize(
    ("asked", "kept"),
    [(0, MIN_WINDOW), (5, timedelta(minutes=5)), (60 * 48, MAX_WINDOW), (None, timedelta(minutes=10))],
)
async def test_the_voting_window_stays_within_its_limits(
    community: Community, asked: float | None, kept: timedelta
) -> None:
    assert (await community.start(minutes=asked)).voting_window == kept


@given(st.integers(1, 50))
def test_battle_ids_say_nothing_and_differ(count: int) -> None:
    ids = {new_battle_id() for _ in range(count)}
    assert len(ids) == count
    assert all(len(one) == 10 and set(one) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for one in ids)
