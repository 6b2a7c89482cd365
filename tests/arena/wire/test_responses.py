"""A client lives with what an older, newer or careless server sends."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from arena.wire import (
    DEFAULT_POLL_INTERVAL_MS,
    HTTP_STATUS,
    Battle,
    BattleContinued,
    BattleCreated,
    BranchMessage,
    Comparison,
    Data,
    ErrorBody,
    ErrorCode,
    ErrorDetail,
    Model,
    ModelList,
    ModelsRevealed,
    Stats,
    Turn,
    VoteAccepted,
    dump,
)

MINIMAL: list[tuple[type[BaseModel], dict[str, object]]] = [
    (BattleCreated, {"id": "b1"}),
    (BattleContinued, {"turnNumber": 2}),
    (BranchMessage, {"role": "user", "content": "Why?"}),
    (Turn, {"turnNumber": 1}),
    (Comparison, {"id": "c1"}),
    (Battle, {"id": "b1"}),
    (ModelsRevealed, {"modelA": "GPT-4o", "modelB": "Claude"}),
    (VoteAccepted, {"modelsRevealed": {"modelA": "GPT-4o", "modelB": "Claude"}}),
    (Model, {"id": "m1", "name": "GPT-4o", "modelId": "gpt-4o"}),
    (ModelList, {"data": []}),
    (ErrorDetail, {"code": "ON_FIRE"}),
]
WITH_DEFAULTS = [
    (body, fields, field.alias or name)
    for body, fields in MINIMAL
    for name, field in body.model_fields.items()
    if not field.is_required()
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(MINIMAL), st.dictionaries(st.text(min_size=1).map(lambda name: f"new {name}"), JSON))
def test_unknown_fields_survive(minimal: tuple[type[BaseModel], dict[str, object]], unknown: dict[str, object]) -> None:
    body, fields = minimal
    assert dump(body.model_validate_json(json.dumps(unknown | fields))) == unknown | fields


@pytest.mark.parametrize(("body", "fields", "name"), WITH_DEFAULTS)
def test_null_in_an_optional_field_means_that_it_is_missing(
    body: type[BaseModel], fields: dict[str, object], name: str
) -> None:
    missing = body.model_validate_json(json.dumps(fields))
    assert body.model_validate_json(json.dumps(fields | {name: None})).model_dump() == missing.model_dump()


@pytest.mark.parametrize(("body", "fields"), MINIMAL)
def test_a_missing_required_field_is_an_error_that_names_it(body: type[BaseModel], fields: dict[str, object]) -> None:
    for name in fields:
        with pytest.raises(ValidationError, match=name):
            body.model_validate_json(json.dumps({key: value for key, value in fields.items() if key != name}))


@pytest.mark.parametrize("body", [BattleCreated, Battle, Comparison])
def test_an_id_may_be_written_with_an_underscore(body: type[BattleCreated | Battle | Comparison]) -> None:
    with_underscore = body.model_validate_json('{"_id": "b1"}')
    assert with_underscore.id == "b1"
    assert dump(with_underscore) == {"id": "b1"}


@pytest.mark.parametrize("body", [BattleCreated, Battle, Comparison])
def test_an_empty_id_leads_nowhere_and_is_refused(body: type[BattleCreated | Battle | Comparison]) -> None:
    with pytest.raises(ValidationError):
        body.model_validate_json('{"id": ""}')


@given(st.text())
def test_any_status_is_accepted_and_says_nothing_about_readiness(status: str) -> None:
    battle = Battle.model_validate_json(json.dumps({"id": "b1", "status": status}))
    assert battle.status == status
    assert not battle.responses_ready


def test_names_are_hidden_where_a_server_leaves_them_out() -> None:
    comparison = Comparison.model_validate_json('{"id": "c1"}')
    assert (comparison.model_a, comparison.model_b) == ("Model A", "Model B")


def test_a_time_with_a_fraction_loses_the_fraction() -> None:
    assert Battle.model_validate_json('{"id": "b1", "createdAt": 1714000000000.75}').created_at == 1714000000000


@pytest.mark.parametrize("interval", ["1e999", "NaN", '"soon"'])
def test_a_time_that_is_no_number_is_refused(interval: str) -> None:
    with pytest.raises(ValidationError):
        BattleCreated.model_validate_json(f'{{"id": "b1", "pollIntervalMs": {interval}}}')


def test_polling_has_a_default_interval() -> None:
    assert BattleCreated.model_validate_json('{"id": "b1"}').poll_interval_ms == DEFAULT_POLL_INTERVAL_MS


@pytest.mark.parametrize("extra", [{}, {"object": "list"}, {"object": "models"}])
def test_a_list_of_models_needs_no_object(extra: dict[str, object]) -> None:
    models = {"data": [{"id": "gpt-4o", "name": "GPT-4o", "modelId": "gpt-4o", "owned_by": "OpenAI"}]} | extra
    listed = ModelList.model_validate_json(json.dumps(models))
    assert listed.data[0].owned_by == "OpenAI"
    assert dump(listed) == models


def test_an_unknown_error_code_is_kept() -> None:
    body = '{"error": {"code": "ON_FIRE", "message": "Run.", "details": ["north", "south"]}}'
    assert dump(ErrorBody.model_validate_json(body)) == json.loads(body)


def test_every_error_code_has_a_status() -> None:
    assert set(HTTP_STATUS) == set(ErrorCode)


def test_three_codes_share_status_429() -> None:
    shared = {code for code, status in HTTP_STATUS.items() if status == 429}
    assert shared == {ErrorCode.QUOTA_EXCEEDED, ErrorCode.RATE_LIMITED, ErrorCode.TOO_EARLY}


def test_an_error_never_repeats_what_came() -> None:
    with pytest.raises(ValidationError) as broken:
        Data[Stats].model_validate_json('{"data": {"totalModels": "secret"}}')
    assert "secret" not in str(broken.value)
