import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.engine.cursors import Cursors
from arena.engine.errors import BadRequest

CURSORS = Cursors(b"secret" * 6)
PLACE: list[str | int] = [1_714_000_000_000_000, "jn7abc"]


@given(st.lists(st.integers() | st.text(alphabet=st.characters(exclude_categories=["Cs"])), max_size=4))
def test_a_cursor_leads_back_to_its_place(place: list[str | int]) -> None:
    cursor = CURSORS.make("votes", place)
    assert cursor.startswith("eyJ")
    assert cursor.isascii()
    assert CURSORS.read("votes", cursor) == place


def test_a_cursor_is_good_for_its_own_list_and_arena_alone() -> None:
    cursor = CURSORS.make("votes", PLACE)
    with pytest.raises(BadRequest):
        CURSORS.read("chats", cursor)
    with pytest.raises(BadRequest):
        Cursors(b"another" * 6).read("votes", cursor)


@given(st.data())
def test_a_changed_cursor_is_refused(data: st.DataObject) -> None:
    cursor = CURSORS.make("votes", PLACE)
    place = data.draw(st.integers(0, len(cursor) - 1))
    letter = data.draw(st.sampled_from("ABCxyz012-_=+/ \u00fc").filter(lambda other: other != cursor[place]))
    with pytest.raises(BadRequest):
        CURSORS.read("votes", cursor[:place] + letter + cursor[place + 1 :])


def test_another_place_with_the_old_signature_is_refused() -> None:
    body = json.loads(base64.urlsafe_b64decode(CURSORS.make("votes", PLACE) + "=="))
    body["at"][0] += 1
    with pytest.raises(BadRequest):
        CURSORS.read("votes", base64.urlsafe_b64encode(json.dumps(body).encode()).decode())


@given(st.text(max_size=80) | st.sampled_from(["eyJ", "e30", "W10", "bnVsbA", "eyJhdCI6W10sInNpZyI6IiJ9", "=" * 9]))
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(BadRequest, match="not one of this list"):
        CURSORS.read("votes", cursor)
