"""The endpoints of Concurred's API in words, with the codes that they may refuse with."""

from collections.abc import Iterator
from typing import Final

from arena.api.reference.endpoints import Endpoint
from arena.engine.values import Api, Tier
from arena.wire.concurred import BattleResult, Completion, ConcurredErrorCode, Health, LegacyAnswer

_GROUP: Final = "Concurred"

CONCURRED_ENDPOINTS: Final[dict[str, Endpoint]] = {
    "POST /battle": Endpoint(
        group=_GROUP,
        title="Battle of two named models",
        text="Two models answer the same question side by side. Nobody votes. With `stream: false` both answers come "
        "in one piece, else the events of a fight without votes.",
        answer=BattleResult,
        tier=Tier.WRITE,
        errors=(ConcurredErrorCode.MODEL_UNAVAILABLE, ConcurredErrorCode.INVALID_MESSAGE_LENGTH),
        api=Api.CONCURRED,
        streams=True,
    ),
    "POST /fight": Endpoint(
        group=_GROUP,
        title="Fight of up to eight models",
        text="Models answer in rounds and vote on each other's answers. `models` omitted means all, at most eight; "
        "`agentMode` `multiple-NAME` sets four of one model against each other.",
        answer=None,
        tier=Tier.WRITE,
        errors=(
            ConcurredErrorCode.MODEL_UNAVAILABLE,
            ConcurredErrorCode.INVALID_MESSAGE_LENGTH,
            ConcurredErrorCode.STREAMING_REQUIRED,
        ),
        api=Api.CONCURRED,
        streams=True,
    ),
    "POST /chat/completions": Endpoint(
        group=_GROUP,
        title="Chat completion",
        text="One model answers, in the form of OpenAI's API. `temperature`, `top_p`, `max_tokens`, "
        "`max_completion_tokens`, `stop`, `seed`, `presence_penalty` and `frequency_penalty` go before the model's own "
        "sampling.",
        answer=Completion,
        tier=Tier.WRITE,
        errors=(ConcurredErrorCode.MODEL_UNAVAILABLE,),
        api=Api.CONCURRED,
        streams=True,
    ),
    "POST /api/chat": Endpoint(
        group=_GROUP,
        title="The older endpoint",
        text="`mode` says which of the three endpoints above answers: `battle`, `fight` or `chat`.",
        answer=LegacyAnswer,
        tier=Tier.WRITE,
        errors=(
            ConcurredErrorCode.MODEL_UNAVAILABLE,
            ConcurredErrorCode.INVALID_MESSAGE_LENGTH,
            ConcurredErrorCode.STREAMING_REQUIRED,
        ),
        api=Api.CONCURRED,
        streams=True,
        inferred=True,
    ),
    "GET /api/health": Endpoint(
        group=_GROUP,
        title="Health",
        text="Whether the arena answers.",
        answer=Health,
        api=Api.CONCURRED,
        inferred=True,
    ),
}
"""Keyed as `ENDPOINTS`."""

CONCURRED_WORDS: Final[dict[ConcurredErrorCode, str]] = {
    ConcurredErrorCode.UNAUTHORIZED: (
        "Send an API key as a bearer token in the Authorization header, or as X-API-Key."
    ),
    ConcurredErrorCode.INVALID_API_KEY: "This API key is not valid.",
    ConcurredErrorCode.FORBIDDEN: "This needs a key of the write tier; yours is of the read tier.",
    ConcurredErrorCode.BAD_REQUEST: "The field rounds must be 10 or less.",
    ConcurredErrorCode.MISSING_REQUIRED_FIELD: "The field message is required.",
    ConcurredErrorCode.INVALID_MODEL: (
        "No model that writes text is called “obsidian” here. GET /api/v1/models lists all."
    ),
    ConcurredErrorCode.INVALID_MESSAGE_LENGTH: (
        "The field message is not accepted: must have at most 2000 characters, not 2001."
    ),
    ConcurredErrorCode.STREAMING_REQUIRED: "The field stream is not accepted: a fight is always streamed.",
    ConcurredErrorCode.RATE_LIMIT_EXCEEDED: "Too many requests: 10 a minute are allowed here.",
    ConcurredErrorCode.MODEL_UNAVAILABLE: "The model gave no answer.",
    ConcurredErrorCode.INTERNAL_ERROR: "Something went wrong here. Nothing is known to be saved.",
}
"""An example for each code that this arena sends; it blocks nothing (GUARDRAIL_BLOCKED)."""

_WITH_A_KEY: Final = (
    ConcurredErrorCode.UNAUTHORIZED,
    ConcurredErrorCode.INVALID_API_KEY,
    ConcurredErrorCode.FORBIDDEN,
    ConcurredErrorCode.MISSING_REQUIRED_FIELD,
    ConcurredErrorCode.INVALID_MODEL,
    ConcurredErrorCode.RATE_LIMIT_EXCEEDED,
)


def concurred_errors_of(endpoint: Endpoint) -> Iterator[ConcurredErrorCode]:
    """Every code that the endpoint may answer with, in the order of Concurred's documentation."""
    always = {ConcurredErrorCode.BAD_REQUEST, ConcurredErrorCode.INTERNAL_ERROR, *endpoint.errors}
    if endpoint.tier is not Tier.ANONYMOUS:
        always |= {*_WITH_A_KEY}
    return (code for code in ConcurredErrorCode if code in always)
