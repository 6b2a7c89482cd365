import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from arena.wire import Category, Modality
from cogs.common.boards.looks import Look, Scope, Show, template
from community.boards import Filters, Period, Picture

LOOKS = st.builds(
    Look,
    scope=st.sampled_from(Scope),
    filters=st.builds(
        Filters,
        source=st.sampled_from(["ModelChorus", "the house arena", "a:b", "x" * 24]),
        modality=st.sampled_from(Modality),
        category=st.sampled_from([None, *Category]),
        period=st.sampled_from(Period),
    ),
    picture=st.sampled_from(Picture),
    show=st.sampled_from(Show),
    page=st.integers(0, 999),
)


@given(LOOKS)
def test_a_look_comes_back_from_its_custom_id(look: Look) -> None:
    custom_id = look.encode("previous")
    assert len(custom_id) <= 100
    found = re.fullmatch(template("previous"), custom_id)
    assert found
    assert Look.decode(found) == look
    assert not re.fullmatch(template("next"), custom_id)


@given(LOOKS, LOOKS)
def test_different_looks_have_different_ids(one: Look, other: Look) -> None:
    assert (one.encode("next") == other.encode("next")) == (one == replace(other))
