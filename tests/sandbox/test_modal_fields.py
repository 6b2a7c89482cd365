"""What a member enters into a modal, against what the modal asks for."""

from typing import Any

import pytest

from sandbox.errors import DoorError
from sandbox.interactions.fields import settle
from tests.sandbox.bodies import labelled, modal, options, text

Json = dict[str, Any]

RADIO = {"type": 21, "custom_id": "r", "options": options(2)}
BOXES = {"type": 22, "custom_id": "c", "options": options(3)}
BOX = {"type": 23, "custom_id": "b"}
PEOPLE = {"type": 5, "custom_id": "p", "max_values": 2}
INPUT = {"type": 4, "custom_id": "i", "style": 1}


@pytest.mark.parametrize(
    ("component", "entered", "sent"),
    [
        (RADIO, {"value": "v1"}, {"value": "v1"}),
        ({**RADIO, "required": False}, {}, {"value": None}),
        (BOXES, {"values": ["v0", "v1", "v2"]}, {"values": ["v0", "v1", "v2"]}),
        ({**BOXES, "required": False}, {}, {"values": []}),
        (BOX, {"value": True}, {"value": True}),
        (BOX, {}, {"value": False}),
        (PEOPLE, {"values": ["1", "2"]}, {"values": ["1", "2"]}),
        ({**INPUT, "required": False}, {}, {"value": ""}),
    ],
)
def test_a_field_is_sent_as_its_kind_asks(component: Json, entered: Json, sent: Json) -> None:
    given = [{"custom_id": component["custom_id"], **entered}]
    (top,) = settle(modal(labelled(component)), given)
    field = top["component"]
    assert {key: field[key] for key in sent} == sent
    assert (field["type"], field["custom_id"]) == (component["type"], component["custom_id"])


@pytest.mark.parametrize(
    ("component", "entered"),
    [
        (RADIO, {}),
        (RADIO, {"value": "no"}),
        (BOXES, {"values": []}),
        (BOXES, {"values": ["no"]}),
        ({**BOXES, "max_values": 1}, {"values": ["v0", "v1"]}),
        (PEOPLE, {"values": ["1", "2", "3"]}),
        (INPUT, {"value": ""}),
        ({**INPUT, "max_length": 2}, {"value": "abc"}),
        ({**INPUT, "min_length": 2, "required": False}, {"value": "a"}),
    ],
)
def test_a_field_that_does_not_fit_is_refused_by_its_label(component: Json, entered: Json) -> None:
    with pytest.raises(DoorError, match="“l”"):
        settle(modal(labelled(component)), [{"custom_id": component["custom_id"], **entered}])


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(DoorError, match="no field “x”"):
        settle(modal(labelled(BOX)), [{"custom_id": "x"}])


def test_texts_between_the_fields_come_back_without_a_value_and_every_part_has_an_id() -> None:
    first, second = settle(modal(text(), labelled(BOX)), [])
    assert set(first) == {"type", "id"}
    assert len({first["id"], second["id"], second["component"]["id"]}) == 3
