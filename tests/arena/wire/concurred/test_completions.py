"""Chat completions as OpenAI's SDKs send and read them."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from arena.wire import dump
from arena.wire.concurred import Completion, CompletionChunk, CompletionRequest, ConcurredErrorCode, code_of

ASKED: dict[str, Any] = {
    "model": "claude",
    "messages": [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "What?", "cache_control": {"type": "ephemeral"}}]},
        {"role": "assistant", "content": None, "tool_calls": [{"id": "t1", "type": "function"}]},
        {"role": "tool", "content": "42", "tool_call_id": "t1"},
    ],
    "stream": True,
    "stream_options": {"include_usage": True},
    "temperature": 0.5,
    "fallback": ["gpt"],
    "retries": 2,
    "timeout": 5000,
    "parallel_tool_calls": False,
}
ANSWERED: dict[str, Any] = {
    "id": "c1",
    "object": "chat.completion",
    "created": 1706540065,
    "model": "claude",
    "choices": [
        {"index": 0, "message": {"role": "assistant", "content": "Rust."}, "finish_reason": "stop", "logprobs": None}
    ],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
    "system_fingerprint": "fp",
}
PIECE: dict[str, Any] = {
    "id": "c1",
    "object": "chat.completion.chunk",
    "created": 1706540065,
    "model": "claude",
    "choices": [{"index": 0, "delta": {"role": "assistant", "content": "Ru"}, "finish_reason": None}],
}


@pytest.mark.parametrize(
    ("kind", "body"), [(CompletionRequest, ASKED), (Completion, ANSWERED), (CompletionChunk, PIECE)]
)
def test_what_an_sdk_sends_and_reads_comes_out_equal(
    kind: type[CompletionRequest | Completion | CompletionChunk], body: dict[str, Any]
) -> None:
    assert dump(kind.model_validate_json(json.dumps(body))) == body


def test_the_text_is_that_of_the_first_choice() -> None:
    assert Completion.model_validate(ANSWERED).text == "Rust."
    silent: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": None, "tool_calls": []}}]}
    assert Completion.model_validate(silent).text == ""


def test_a_piece_adds_text_or_says_why_the_answer_ended() -> None:
    assert (CompletionChunk.model_validate(PIECE).text, CompletionChunk.model_validate(PIECE).finish_reason) == (
        "Ru",
        None,
    )
    other = {
        "choices": [{"index": 1, "delta": {"content": "no"}}, {"index": 0, "delta": {}, "finish_reason": "length"}]
    }
    ended = CompletionChunk.model_validate(other)
    assert (ended.text, ended.finish_reason) == ("", "length")
    counted = CompletionChunk.model_validate({"choices": [], "usage": {"prompt_tokens": 3, "completion_tokens": 2}})
    assert counted.usage is not None
    assert (counted.text, counted.usage.completion_tokens) == ("", 2)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"model": None}, ConcurredErrorCode.BAD_REQUEST),
        ({"messages": []}, ConcurredErrorCode.BAD_REQUEST),
        ({"messages": [{"role": "wizard", "content": "x"}]}, ConcurredErrorCode.BAD_REQUEST),
        ({"messages": [{"role": "user", "content": [{"type": "audio"}]}]}, ConcurredErrorCode.BAD_REQUEST),
        ({"messages": [{"content": "x"}]}, ConcurredErrorCode.MISSING_REQUIRED_FIELD),
        ({"max_tokens": 0}, ConcurredErrorCode.BAD_REQUEST),
    ],
)
def test_a_malformed_request_is_refused(wrong: dict[str, Any], code: ConcurredErrorCode) -> None:
    with pytest.raises(ValidationError) as refused:
        CompletionRequest.model_validate_json(json.dumps(ASKED | wrong))
    assert code_of(refused.value) is code


def test_an_answer_without_a_choice_is_none() -> None:
    with pytest.raises(ValidationError, match="choices"):
        Completion.model_validate({"id": "c1", "choices": []})
