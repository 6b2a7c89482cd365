from collections.abc import Sequence

import pytest

from arena.wire import Winner
from community.battles import Battle
from community.history import MOST_NAMES, PAGE, History, Wanted, sign_of
from storage.community.history import SqlHistoryReader
from tests.community.battles.conftest import ADA, CHANNEL, GRACE, GUILD, LINUS, community
from tests.community.opinions.conftest import Said, said
from tests.support.battles import NAMES
from tests.support.voters import voter

__all__ = ["community", "said"]
HERE = frozenset({CHANNEL})
ALL = Wanted(guild_id=GUILD, channels=HERE)


class Named:
    """Where only names are kept."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    async def newest(self, wanted: Wanted, *, offset: int, limit: int) -> Sequence[Battle]:  # noqa: ARG002 - a port's
        return []

    async def models(self, guild_id: int, channels: frozenset[int]) -> Sequence[str]:  # noqa: ARG002 - the same
        return self._names


@pytest.fixture
def history(said: Said) -> History:
    return History(SqlHistoryReader(said.community.database))


async def test_pages_begin_with_the_newest_and_end(said: Said, history: History) -> None:
    started = []
    for member in range(PAGE + 1):
        started.append((await said.community.start(member=member)).id)
        await said.community.clock.sleep(1)
    first, second, third = [await history.page(ALL, number) for number in range(3)]
    assert [battle.id for battle in first.battles] == started[:0:-1]
    assert [battle.id for battle in second.battles] == started[:1]
    assert (first.more, second.more, third.more, len(third.battles)) == (True, False, False, 0)


async def test_a_member_finds_what_they_started_or_voted_in(said: Said, history: History) -> None:
    battle = await said.open()
    await said.community.clock.sleep(1)
    await said.community.start(member=LINUS)
    for member, number in ((ADA, 1), (GRACE, 1), (LINUS, 1), (99, 0)):
        mine = Wanted(guild_id=GUILD, channels=frozenset(), member_id=member)
        assert len((await history.page(mine, 0)).battles) == number
    assert [each.id for each in (await history.page(Wanted(guild_id=GUILD, channels=HERE), 0)).battles][-1] == battle.id


async def test_nobody_sees_the_battles_of_other_servers_or_of_channels_that_they_cannot_see(
    said: Said, history: History
) -> None:
    await said.revealed()
    for guild, channels in ((GUILD + 1, HERE), (GUILD, frozenset({CHANNEL + 1})), (GUILD, frozenset[int]())):
        assert not (await history.page(Wanted(guild_id=guild, channels=channels), 0)).battles
        assert await history.names_like(guild, channels, "") == []


async def test_a_model_is_known_only_once_its_name_is_out_and_counts(said: Said, history: History) -> None:
    by_model = Wanted(guild_id=GUILD, channels=HERE, model=NAMES.a)
    battle = await said.open()
    assert await history.names_like(GUILD, HERE, "") == []
    assert not (await history.page(by_model, 0)).battles

    await said.reveal(battle)
    assert set(await history.names_like(GUILD, HERE, "")) == {NAMES.a, NAMES.b}
    assert await history.names_like(GUILD, HERE, NAMES.b[:4].upper()) == [NAMES.b]
    assert await history.named(GUILD, HERE, sign_of(NAMES.a)) == NAMES.a
    assert [each.id for each in (await history.page(by_model, 0)).battles] == [battle.id]

    await said.moderation.void(GUILD, battle.id, by=GRACE, reason="")
    assert await history.names_like(GUILD, HERE, "") == []
    assert not (await history.page(by_model, 0)).battles
    assert [each.void is not None for each in (await history.page(ALL, 0)).battles] == [True]


async def test_a_name_that_was_typed_whole_is_found_among_however_many_that_hold_it() -> None:
    history = History(Named([*(f"Qwen3 {size}B" for size in range(MOST_NAMES)), "Qwen3"]))
    found = await history.names_like(GUILD, HERE, " qwen3 ")
    assert found[:2] == ["Qwen3", "Qwen3 0B"]
    assert len(found) == MOST_NAMES


async def test_an_open_battle_shows_no_name_and_no_tally(said: Said, history: History) -> None:
    battle = await said.open()
    await said.community.voting.cast(battle.id, voter(LINUS), Winner.B)
    (open_one,) = (await history.page(ALL, 0)).battles
    assert (open_one.names, open_one.tally, open_one.ballots) == (None, None, 3)
