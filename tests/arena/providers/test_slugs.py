import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.providers.slugs import MAX_SLUG_CHARACTERS, slug_of, unique_slugs

SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Llama 3.3 70B (café)", "llama-3.3-70b-cafe"),
        ("meta-llama/llama-3.3-70b-instruct", "meta-llama-llama-3.3-70b-instruct"),
        ("llama3:8b", "llama3-8b"),
        ("../../etc", "etc"),
        ("模型", ""),
    ],
)
def test_a_slug_keeps_what_can_be_read(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@given(st.text())
def test_a_derived_slug_is_empty_or_a_slug(text: str) -> None:
    slug = slug_of(text)
    assert slug == "" or (SLUG.fullmatch(slug) and len(slug) <= MAX_SLUG_CHARACTERS)


@given(st.text())
def test_a_derived_slug_suggests_itself(text: str) -> None:
    assert slug_of(slug_of(text)) == slug_of(text)


@given(st.lists(st.text(alphabet="aA -2", max_size=4) | st.just("x" * 100), max_size=30))
def test_every_name_gets_a_slug_of_its_own(names: list[str]) -> None:
    slugs = unique_slugs(names)
    assert len(slugs) == len(names) == len(set(slugs))
    assert all(SLUG.fullmatch(slug) and len(slug) <= MAX_SLUG_CHARACTERS for slug in slugs)
