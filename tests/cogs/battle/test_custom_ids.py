import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.wire import Winner
from cogs.battle.custom_ids import Again, Close, More, Question, Read, Side, Vote, Withdraw
from cogs.battle.menu_ids import (
    MAX_CHUNKS,
    AddWords,
    Guessed,
    GuessModels,
    Hush,
    Rate,
    SayWhy,
    Tell,
    Void,
)
from community.battles.values import BattleId

OF_BATTLE: list[Any] = [Withdraw, More, Close, Again, Void, Rate, AddWords, SayWhy, Tell, Hush, GuessModels]
KINDS: list[Any] = [Vote, Read, Question, Guessed, *OF_BATTLE]

battles = st.text(alphabet="0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=10, max_size=10).map(BattleId)
ids: st.SearchStrategy[Any] = st.one_of(
    st.builds(Vote, battles, st.sampled_from(Winner)),
    st.builds(Question, battles, st.integers(0, 999)),
    st.builds(
        Read,
        battle=battles,
        side=st.sampled_from(Side),
        page=st.integers(0, 999),
        plain=st.booleans(),
        seen=st.frozensets(st.sampled_from(Side)),
    ),
    st.builds(Guessed, battles, st.sampled_from(Side), st.integers(0, MAX_CHUNKS - 1)),
    *(st.builds(kind, battles) for kind in OF_BATTLE),
)


@given(action=ids)
def test_an_id_is_read_back_by_its_own_kind_and_no_other(action: Any) -> None:
    encoded = action.encode()
    readers = {kind: match for kind in KINDS if (match := re.fullmatch(kind.TEMPLATE, encoded))}
    assert list(readers) == [type(action)]
    assert type(action).decode(readers[type(action)]) == action


@given(action=ids)
def test_an_id_fits_into_what_discord_allows(action: Any) -> None:
    assert len(action.encode()) <= 100
    assert action.encode().startswith("battle:v1:")


@given(one=ids, other=ids)
def test_different_actions_have_different_ids(one: Any, other: Any) -> None:
    assert (one.encode() == other.encode()) == (one == other)


@pytest.mark.parametrize(
    "written", ["battle:v1:vote:7F3K2CMXQ0:C", "battle:v1:more:short", "battle:v2:more:7F3K2CMXQ0"]
)
def test_what_was_never_encoded_is_not_read(written: str) -> None:
    assert not any(re.fullmatch(kind.TEMPLATE, written) for kind in KINDS)
