"""A server refuses what Concurred's pages do not describe, and knows which code says so."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from arena.wire import dump
from arena.wire.concurred import (
    CONCURRED_HTTP_STATUS,
    LEGACY_REQUEST,
    MAX_MESSAGE_CHARACTERS,
    BattleRequest,
    ChatRequest,
    ConcurredErrorCode,
    FightRequest,
    FightStyle,
    code_of,
)

Code = ConcurredErrorCode

BATTLE: dict[str, Any] = {"message": "Why?", "models": ["claude", "gpt"]}
FIGHT: dict[str, Any] = {"message": "Why?"}
CHAT: dict[str, Any] = {"message": "Why?", "model": "claude"}
EVERY: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (BattleRequest, BATTLE),
    (FightRequest, FIGHT),
    (ChatRequest, CHAT),
]


def fight(**fields: Any) -> FightRequest:
    return FightRequest.model_validate_json(json.dumps(FIGHT | fields))


def refusal_of(body: type[BaseModel], fields: dict[str, Any]) -> ConcurredErrorCode:
    with pytest.raises(ValidationError) as refused:
        body.model_validate_json(json.dumps(fields))
    return code_of(refused.value)


@pytest.mark.parametrize(("body", "fields"), EVERY)
def test_the_longest_message_is_accepted_and_one_more_character_is_not(
    body: type[BaseModel], fields: dict[str, Any]
) -> None:
    longest = "ü" * MAX_MESSAGE_CHARACTERS
    assert dump(body.model_validate_json(json.dumps(fields | {"message": longest})))["message"] == longest
    assert refusal_of(body, fields | {"message": longest + "x"}) is Code.INVALID_MESSAGE_LENGTH


@pytest.mark.parametrize(("body", "fields"), EVERY)
def test_a_missing_field_has_its_code(body: type[BaseModel], fields: dict[str, Any]) -> None:
    for name in fields:
        left = {key: value for key, value in fields.items() if key != name}
        assert refusal_of(body, left) is Code.MISSING_REQUIRED_FIELD


@pytest.mark.parametrize(("body", "fields"), EVERY)
@pytest.mark.parametrize(
    "wrong",
    [
        {"message": ""},
        {"message": " \n"},
        {"message": 5},
        {"stream": "yes"},
        {"image_url": "ftp://example.com/x"},
        {"image_url": "https://"},
        {"imageUrl": "https://example.com/x"},
        {"messages": [{"role": "tool", "content": "x"}]},
        {"messages": [{"role": "user", "content": None}]},
        {"messages": "Hello"},
        {"mode": "duel"},
        {"unheard": 1},
    ],
)
def test_a_malformed_body_is_a_bad_request(
    body: type[BaseModel], fields: dict[str, Any], wrong: dict[str, Any]
) -> None:
    assert refusal_of(body, fields | wrong) is Code.BAD_REQUEST


@pytest.mark.parametrize("rounds", [0, 11, -1, 2.5, "2", True, None])
def test_a_fight_has_1_to_10_rounds(rounds: object) -> None:
    assert refusal_of(FightRequest, FIGHT | {"rounds": rounds}) is Code.BAD_REQUEST


@pytest.mark.parametrize("rounds", [1, 10])
def test_the_borders_of_rounds_are_allowed(rounds: int) -> None:
    assert fight(rounds=rounds).rounds == rounds


def test_a_fight_is_always_streamed() -> None:
    assert refusal_of(FightRequest, FIGHT | {"stream": False}) is Code.STREAMING_REQUIRED
    assert fight(stream=True) == fight().model_copy(update={"stream": True})


def test_what_was_left_out_is_one_round_of_brawl_of_all() -> None:
    left_out = fight()
    assert (left_out.rounds, left_out.fight_style, left_out.model_names, left_out.multiplied, left_out.stream) == (
        1,
        FightStyle.BRAWL,
        None,
        None,
        True,
    )


NAMES = st.lists(st.text("abcXYZ019-./:", min_size=1), unique=True, min_size=2, max_size=8)


@given(NAMES)
def test_models_are_the_same_as_an_array_and_as_a_string(names: list[str]) -> None:
    assert fight(models=names).model_names == tuple(names)
    assert fight(models=", ".join(names)).model_names == tuple(names)
    assert BattleRequest(message="Why?", models=",".join(names[:2])).model_names == tuple(names[:2])


@pytest.mark.parametrize("models", ["claude", ["claude"], [], "", "a,b,c,d,e,f,g,h,i", list("abcdefghi")])
def test_a_fight_needs_two_to_eight_models(models: object) -> None:
    assert refusal_of(FightRequest, FIGHT | {"models": models}) is Code.BAD_REQUEST


@pytest.mark.parametrize("models", ["claude", "a,b,c", ["a"], ["a", "b", "c"]])
def test_a_battle_needs_two_models(models: object) -> None:
    assert refusal_of(BattleRequest, BATTLE | {"models": models}) is Code.BAD_REQUEST


@pytest.mark.parametrize("models", ["a,a", ["a", " a"], "a,", ["a", ""], ["a", 5], 5])
@pytest.mark.parametrize("body", [BattleRequest, FightRequest])
def test_every_model_is_named_once(body: type[BaseModel], models: object) -> None:
    assert refusal_of(body, FIGHT | {"models": models}) is Code.BAD_REQUEST


@given(st.text() | st.none() | st.integers() | st.lists(st.text(), max_size=1))
def test_an_unknown_style_is_a_brawl(style: object) -> None:
    assert fight(fightStyle=style).fight_style is (FightStyle.BLITZ if style == "blitz" else FightStyle.BRAWL)


def test_blitz_is_blitz() -> None:
    assert fight(fightStyle="blitz").fight_style is FightStyle.BLITZ


@pytest.mark.parametrize("name", ["grok", "smollm2-135m", "openai/gpt-4o"])
def test_any_model_may_fight_against_itself(name: str) -> None:
    assert fight(agentMode=f"multiple-{name}").multiplied == name


@pytest.mark.parametrize("mode", ["multiple-", "single-grok", "grok", "multiple- ", 4])
def test_an_agent_mode_names_a_model(mode: object) -> None:
    assert refusal_of(FightRequest, FIGHT | {"agentMode": mode}) is Code.BAD_REQUEST


@pytest.mark.parametrize(
    ("mode", "fields", "kind"),
    [("chat", CHAT, ChatRequest), ("battle", BATTLE, BattleRequest), ("fight", FIGHT, FightRequest)],
)
def test_the_mode_of_a_legacy_body_names_the_newer_one(
    mode: str, fields: dict[str, Any], kind: type[BaseModel]
) -> None:
    legacy = LEGACY_REQUEST.validate_json(json.dumps(fields | {"mode": mode}))
    assert type(legacy) is kind
    assert dump(legacy) == fields | {"mode": mode}


def _legacy_refusal(fields: dict[str, Any]) -> ConcurredErrorCode:
    with pytest.raises(ValidationError) as refused:
        LEGACY_REQUEST.validate_json(json.dumps(fields))
    return code_of(refused.value)


def test_a_legacy_body_is_refused_as_its_mode_would_be() -> None:
    assert _legacy_refusal(FIGHT) is Code.MISSING_REQUIRED_FIELD
    assert _legacy_refusal(FIGHT | {"mode": "duel"}) is Code.BAD_REQUEST
    assert _legacy_refusal(FIGHT | {"mode": "chat"}) is Code.MISSING_REQUIRED_FIELD
    assert _legacy_refusal(FIGHT | {"mode": "fight", "stream": False}) is Code.STREAMING_REQUIRED
    assert _legacy_refusal(BATTLE | {"mode": "battle", "message": "x" * 2001}) is Code.INVALID_MESSAGE_LENGTH


def test_a_chat_is_a_completion_with_its_history_and_its_image() -> None:
    chat = ChatRequest.model_validate_json(
        json.dumps(
            CHAT | {"image_url": "https://example.com/x", "messages": [{"role": "system", "content": "Be brief."}]}
        )
    )
    assert dump(chat.completion()) == {
        "model": "claude",
        "stream": True,
        "messages": [
            {"role": "system", "content": "Be brief."},
            {
                "role": "user",
                "content": [
                    {"type": "text", "text": "Why?"},
                    {"type": "image_url", "image_url": {"url": "https://example.com/x"}},
                ],
            },
        ],
    }
    plain = ChatRequest(message="Why?", model="gpt", stream=False).completion()
    assert dump(plain) == {"model": "gpt", "stream": False, "messages": [{"role": "user", "content": "Why?"}]}


@pytest.mark.parametrize(("body", "fields"), EVERY)
def test_a_refusal_never_repeats_what_was_sent(body: type[BaseModel], fields: dict[str, Any]) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(body)
    for wrong in ({"message": ["secret"]}, {"message": "secret" * 400}, {"more": "secret"}):
        with pytest.raises(ValidationError) as refused:
            adapter.validate_json(json.dumps(fields | wrong))
        assert "secret" not in str(refused.value)


def test_every_code_has_a_status_and_one_stands_for_too_many_requests() -> None:
    assert set(CONCURRED_HTTP_STATUS) == set(Code)
    assert [code for code, status in CONCURRED_HTTP_STATUS.items() if status == 429] == [Code.RATE_LIMIT_EXCEEDED]
