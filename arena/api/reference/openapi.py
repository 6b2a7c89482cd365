"""The OpenAPI document: what the framework knows of parameters and bodies, and what `ENDPOINTS` adds."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from arena.api.reference.concurred import CONCURRED_ENDPOINTS, CONCURRED_WORDS, concurred_errors_of
from arena.api.reference.endpoints import ENDPOINTS, GROUPS, Endpoint
from arena.engine.values import Api, Tier
from arena.wire import HTTP_STATUS, ErrorBody, ErrorCode
from arena.wire.concurred import CONCURRED_HTTP_STATUS, ConcurredErrorCode

PREFIX: Final = "/api/v1"
EXAMPLES: Final[dict[str, dict[str, Any]]] = json.loads(
    (files(__package__) / "examples.json").read_text(encoding="utf-8")
)
"""What goes in and what comes out, by the keys of `DESCRIBED`; the reference pages' own where they have some.

`stream` is what a stream brings, event by event.
"""
DESCRIBED: Final = {**ENDPOINTS, **CONCURRED_ENDPOINTS}
WORDS: Final[dict[ErrorCode, str]] = {
    ErrorCode.UNAUTHORIZED: "Send an API key as a bearer token in the Authorization header.",
    ErrorCode.FORBIDDEN: "This needs a key of the write tier; yours is of the standard tier.",
    ErrorCode.NOT_FOUND: "There is nothing at this address.",
    ErrorCode.BAD_REQUEST: "The field prompt is required.",
    ErrorCode.QUOTA_EXCEEDED: "This key has started its 100 battles of 24 hours.",
    ErrorCode.RATE_LIMITED: "Too many requests: 120 a minute are allowed.",
    ErrorCode.TOO_EARLY: "The answers are not ready yet.",
    ErrorCode.VOTE_FAILED: "This battle was voted on already.",
    ErrorCode.NOT_SUPPORTED: "This arena has no two models of that modality.",
    ErrorCode.INTERNAL_ERROR: "Something went wrong here. Nothing is known to be saved.",
}
_REF: Final = "#/components/schemas/{model}"
_BODY_TOO_LARGE: Final = 413
_ITEM: Final = {"type": "object", "properties": {"data": {"type": "string"}}}
"""An event of a stream, as OpenAPI 3.2 describes one; its data is JSON, or `[DONE]`."""
_LIMITS: Final = {"X-RateLimit-Limit": "10", "X-RateLimit-Remaining": "9", "X-RateLimit-Reset": "1783968060"}
_INTRODUCTION: Final = """\
The ModelChorus API and the Concurred API on models of your own. Send a key as `Authorization: Bearer mc_…` where an
endpoint needs one; Concurred's endpoints take `ck_…` keys, there or as `X-API-Key`. Success is `{"data": …}`, but for
Concurred's, whose bodies have no envelope; failure is `{"error": {"code": …, "message": …}}`. Decide by the code: three
of ModelChorus's share status 429. Every origin may call, so keep keys on servers. Only votes on blind battles whose
answers did not say who made them are counted on boards and shown in feeds, and an open battle changes no public
answer."""


def openapi_document(app: FastAPI, *, version: str) -> dict[str, Any]:
    """The document of all routes. Routes that `DESCRIBED` does not name are left out."""
    document = get_openapi(
        title=app.title,
        version=version,
        description=_INTRODUCTION,
        routes=app.routes,
        tags=[{"name": g} for g in GROUPS],
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    refs = _answer_schemas(schemas)
    document["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer"},
        "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    }
    document["paths"] = _in_order(
        {path: found for path, methods in document["paths"].items() if (found := _described(path, methods, refs))}
    )
    for left_over in ("HTTPValidationError", "ValidationError"):
        schemas.pop(left_over, None)
    return document


def key_of(method: str, path: str) -> str:
    """How `DESCRIBED` calls a route."""
    return f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path.removeprefix(PREFIX))}"


def errors_of(key: str, endpoint: Endpoint) -> Iterator[ErrorCode | ConcurredErrorCode]:
    """Every code that the endpoint may answer with, in the order of its API's reference page."""
    if endpoint.api is Api.CONCURRED:
        return concurred_errors_of(endpoint)
    always = {ErrorCode.RATE_LIMITED, ErrorCode.INTERNAL_ERROR, ErrorCode.BAD_REQUEST, *endpoint.errors}
    if endpoint.tier is not Tier.ANONYMOUS:
        always |= {ErrorCode.UNAUTHORIZED, ErrorCode.FORBIDDEN}
    if "{}" in key:
        always.add(ErrorCode.NOT_FOUND)
    return (code for code in ErrorCode if code in always)


def _in_order(paths: dict[str, Any]) -> dict[str, Any]:
    """The paths as `DESCRIBED` has them, not as they are looked up."""
    order = {key.partition(" ")[2]: place for place, key in enumerate(DESCRIBED)}
    return dict(sorted(paths.items(), key=lambda item: order[key_of("", item[0]).strip()]))


def _described(path: str, methods: dict[str, Any], refs: dict[str, Any]) -> dict[str, Any]:
    return {
        method: _operation(key, DESCRIBED[key], operation, refs)
        for method, operation in methods.items()
        if (key := key_of(method, path)) in DESCRIBED
    }


def _operation(key: str, endpoint: Endpoint, operation: dict[str, Any], refs: dict[str, Any]) -> dict[str, Any]:
    example = EXAMPLES[key]
    described = operation | {
        "tags": [endpoint.group],
        "summary": endpoint.title,
        "description": endpoint.text
        + (" The reference page gives no example: the form is inferred." * endpoint.inferred),
        "responses": {"200": _success(endpoint, example, refs), **_failures(key, endpoint)},
    }
    if endpoint.tier is not Tier.ANONYMOUS:
        described["security"] = [{"key": []}, *([{"header": []}] if endpoint.api is Api.CONCURRED else [])]
        described["x-tier"] = endpoint.tier.value
    if "requestBody" in described:
        described["requestBody"]["content"]["application/json"]["example"] = example["request"]
    return described


def _success(endpoint: Endpoint, example: dict[str, Any], refs: dict[str, Any]) -> dict[str, Any]:
    cache = f"public, max-age={endpoint.cache}" if endpoint.cache else "no-store"
    content: dict[str, Any] = {}
    if endpoint.answer is not None:
        schema = refs[endpoint.answer.__name__]
        content["application/json"] = {"schema": schema, "example": example["response"]}
    if endpoint.streams:
        content["text/event-stream"] = {"itemSchema": _ITEM, "example": _stream(example["stream"])}
    headers = {"Cache-Control": {"schema": {"type": "string"}, "example": cache}}
    if endpoint.api is Api.CONCURRED and endpoint.tier is not Tier.ANONYMOUS:
        headers |= {name: {"schema": {"type": "string"}, "example": shown} for name, shown in _LIMITS.items()}
    return {"description": endpoint.title, "headers": headers, "content": content}


def _stream(events: list[object]) -> str:
    lines = [event if isinstance(event, str) else json.dumps(event, ensure_ascii=False) for event in events]
    return "".join(f"data: {line}\n\n" for line in lines)


def _failures(key: str, endpoint: Endpoint) -> dict[str, Any]:
    by_status: dict[int, list[ErrorCode | ConcurredErrorCode]] = {}
    for code in errors_of(key, endpoint):
        by_status.setdefault(_status(code), []).append(code)
    if key.startswith("POST"):
        by_status[_BODY_TOO_LARGE] = [ErrorCode.BAD_REQUEST]
    return {str(status): _failure(status, codes) for status, codes in sorted(by_status.items())}


def _status(code: ErrorCode | ConcurredErrorCode) -> int:
    return HTTP_STATUS[code] if isinstance(code, ErrorCode) else CONCURRED_HTTP_STATUS[code]


def _failure(status: int, codes: list[ErrorCode | ConcurredErrorCode]) -> dict[str, Any]:
    examples = {code.value: {"value": _refusal(code)} for code in codes}
    answer: dict[str, Any] = {
        "description": ", ".join(codes),
        "content": {
            "application/json": {"schema": {"$ref": _REF.format(model=ErrorBody.__name__)}, "examples": examples}
        },
    }
    if status == HTTP_STATUS[ErrorCode.RATE_LIMITED]:
        answer["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "example": 17}}
    return answer


def _refusal(code: ErrorCode | ConcurredErrorCode) -> dict[str, Any]:
    words = WORDS[code] if isinstance(code, ErrorCode) else CONCURRED_WORDS[code]
    details = {"details": {"retryAfter": 17}} if code is ConcurredErrorCode.RATE_LIMIT_EXCEEDED else {}
    return {"error": {"code": code.value, "message": words} | details}


def _answer_schemas(schemas: dict[str, Any]) -> dict[str, Any]:
    """Add the schemas of all answers, as servers write them; where each is, by the name of its type."""
    types = {endpoint.answer for endpoint in DESCRIBED.values() if endpoint.answer is not None} | {ErrorBody}
    refs, definitions = models_json_schema([(one, "serialization") for one in types], ref_template=_REF)
    schemas.update(definitions.get("$defs", {}))
    return {model.__name__: ref for (model, _), ref in refs.items()}
