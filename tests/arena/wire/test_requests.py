"""A server refuses what the reference page does not describe."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from arena.wire import (
    MAX_PROMPT_CHARACTERS,
    CastVote,
    ContinueBattle,
    CreateBattle,
    Criteria,
    GiveFeedback,
    Modality,
    Winner,
    dump,
)

VALID: list[tuple[type[BaseModel], dict[str, object]]] = [
    (CreateBattle, {"prompt": "Why?", "modality": "image", "locale": "de"}),
    (
        CastVote,
        {"winner": "both_bad", "feedback": "Hm.", "rating": 2, "criteria": {"accuracy": 1, "clarity": 5}},
    ),
    (GiveFeedback, {"feedback": "Hm.", "rating": 5, "criteria": {"helpfulness": 3, "creativity": 4}}),
    (ContinueBattle, {"prompt": "And then?"}),
]
WRONG_TYPES = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer()),  # 1.0 is JSON's 1
    st.booleans(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.just("unheard"), st.integers(), min_size=1, max_size=1),
    st.integers(min_value=6),
)


@given(st.sampled_from(VALID), st.text(min_size=1), st.none() | st.integers() | st.text())
def test_an_unknown_field_is_refused(
    valid: tuple[type[BaseModel], dict[str, object]], name: str, value: object
) -> None:
    body, fields = valid
    assume(name not in body.model_fields)
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        body.model_validate_json(json.dumps(fields | {name: value}))


@given(st.sampled_from(VALID), st.data())
def test_a_wrong_type_is_refused_and_never_coerced(
    valid: tuple[type[BaseModel], dict[str, object]], data: st.DataObject
) -> None:
    body, fields = valid
    name = data.draw(st.sampled_from(sorted(fields)))
    with pytest.raises(ValidationError):
        body.model_validate_json(json.dumps(fields | {name: data.draw(WRONG_TYPES)}))


@pytest.mark.parametrize("rating", ["5", 0, 6, -1, 4.5, True])
def test_a_rating_is_a_whole_number_from_1_to_5(rating: object) -> None:
    with pytest.raises(ValidationError):
        CastVote.model_validate_json(json.dumps({"winner": "A", "rating": rating}))


@pytest.mark.parametrize("winner", ["a", "C", "TIE", "", None, 1])
def test_a_winner_is_one_of_four(winner: object) -> None:
    with pytest.raises(ValidationError):
        CastVote.model_validate_json(json.dumps({"winner": winner}))


@pytest.mark.parametrize("prompt", ["", " ", "\n\t\u2003", "x" * (MAX_PROMPT_CHARACTERS + 1), "\ud800"])
@pytest.mark.parametrize("body", [CreateBattle, ContinueBattle])
def test_a_prompt_has_1_to_10000_characters_that_say_something(
    body: type[CreateBattle | ContinueBattle], prompt: str
) -> None:
    with pytest.raises(ValidationError):
        body(prompt=prompt)


@given(st.sampled_from([CreateBattle, ContinueBattle]), st.text(min_size=1).filter(str.strip))
def test_a_prompt_crosses_the_wire_unchanged(body: type[CreateBattle | ContinueBattle], prompt: str) -> None:
    assert body.model_validate_json(json.dumps(dump(body(prompt=prompt)))).prompt == prompt


def test_the_longest_prompt_is_accepted() -> None:
    assert len(CreateBattle(prompt="x" * MAX_PROMPT_CHARACTERS).prompt) == MAX_PROMPT_CHARACTERS


def test_what_was_left_out_is_text_in_english_and_is_not_sent() -> None:
    battle = CreateBattle(prompt="Why?")
    assert (battle.modality, battle.locale) == (Modality.TEXT, "en")
    assert dump(battle) == {"prompt": "Why?"}


@pytest.mark.parametrize("fields", [{}, {"feedback": ""}, {"rating": None}, {"criteria": {}}])
def test_feedback_that_says_nothing_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="at least one of feedback, rating and criteria"):
        GiveFeedback.model_validate_json(json.dumps(fields))


@pytest.mark.parametrize("feedback", [GiveFeedback(rating=1), GiveFeedback(criteria=Criteria(clarity=1))])
def test_one_score_is_feedback(feedback: GiveFeedback) -> None:
    assert GiveFeedback.model_validate_json(json.dumps(dump(feedback))) == feedback


def test_a_vote_needs_nothing_but_the_winner() -> None:
    assert dump(CastVote(winner=Winner.TIE)) == {"winner": "tie"}


@pytest.mark.parametrize(
    "body", ['{"prompt": ["secret"]}', '{"prompt": "secret", "more": "secret"}', '{"prompt": "secret"']
)
def test_an_error_never_repeats_what_was_sent(body: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        CreateBattle.model_validate_json(body)
    assert "secret" not in str(refusal.value)
