"""The JSON of Concurred's published pages, body by body and event by event, as it stands there."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter

from arena.wire import ErrorBody, dump
from arena.wire.concurred import (
    EVENT,
    KNOWN_EVENT_TYPES,
    LEGACY_REQUEST,
    BattleAnswer,
    BattleRequest,
    BattleResult,
    CompletionRequest,
    FightRequest,
    UnknownEvent,
    dump_event,
)

EXAMPLES = Path(__file__).parent / "examples"

BODIES: dict[str, TypeAdapter[Any]] = {
    "answer-with-citations": TypeAdapter(BattleAnswer),
    "battle-request": TypeAdapter(BattleRequest),
    "battle-result": TypeAdapter(BattleResult),
    "chat-history": LEGACY_REQUEST,
    "chat-image": LEGACY_REQUEST,
    "completion-request": TypeAdapter(CompletionRequest),
    "error": TypeAdapter(ErrorBody),
    "fight-multi-instance": LEGACY_REQUEST,
    "fight-request": TypeAdapter(FightRequest),
    "fight-sdk-example": LEGACY_REQUEST,
}
EVENTS = [
    line.removeprefix("data: ")
    for name in ("fight", "search")
    for line in (EXAMPLES / f"{name}.sse").read_text(encoding="utf-8").splitlines()
    if line
]


def text_of(name: str) -> str:
    return (EXAMPLES / f"{name}.json").read_text(encoding="utf-8")


def test_every_example_has_its_type() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.json")} == set(BODIES)


@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_parses_and_comes_out_equal(name: str) -> None:
    assert dump(BODIES[name].validate_json(text_of(name))) == json.loads(text_of(name))


@pytest.mark.parametrize("name", sorted(BODIES))
def test_every_field_of_a_body_is_known(name: str) -> None:
    assert _unknown_fields(BODIES[name].validate_json(text_of(name))) == set()


@pytest.mark.parametrize("text", EVENTS)
def test_an_event_parses_and_comes_out_equal(text: str) -> None:
    event = EVENT.validate_json(text)
    assert not isinstance(event, UnknownEvent)
    assert dump_event(event) == json.loads(text)
    assert _unknown_fields(event) == set()


def test_the_examples_show_every_type_but_the_error() -> None:
    assert {json.loads(text)["type"] for text in EVENTS} | {"error"} == KNOWN_EVENT_TYPES


def _unknown_fields(value: object) -> set[str]:
    """Unknown fields are kept, so equality alone would not notice a misspelt field."""
    if isinstance(value, BaseModel):
        nested = [_unknown_fields(getattr(value, name)) for name in type(value).model_fields]
        return set(value.model_extra or {}).union(*nested)
    if isinstance(value, list):
        return set().union(*map(_unknown_fields, value))
    return set()
