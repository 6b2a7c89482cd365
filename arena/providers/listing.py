"""What an endpoint's own list says its models can do. OpenRouter's does, in this form; most name ids and no more."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Final

import httpx
from pydantic import BaseModel, Field, SecretStr, ValidationError

from arena.providers.bounded import TooLarge, read_within

_SECONDS: Final = 5.0
"""The start waits for it."""
_MAX_BODY: Final = 16 * 1024 * 1024
"""OpenRouter's list of some 500 models has about 2 MiB."""

_MOST_PAGES: Final = 20
"""OpenRouter's pages have 500 models."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of a model; what it leaves out is not known and counts as no."""

    sees: bool = False
    calls_tools: bool = False
    context_tokens: int | None = None


class _Architecture(BaseModel):
    input_modalities: list[str] = Field(default_factory=list)


class _Model(BaseModel):
    id: str
    architecture: _Architecture | None = None
    supported_parameters: list[str] | None = None
    context_length: int | None = None


class _Links(BaseModel):
    next: str | None = None


class _Models(BaseModel):
    data: list[_Model]
    links: _Links | None = None


async def listed_models(base_url: str, *, key: SecretStr | None, client: httpx.AsyncClient) -> Mapping[str, Listed]:
    """The models of `{base_url}/models` by id, of all pages that come in time; none where it has no such list."""
    headers = {} if key is None else {"Authorization": f"Bearer {key.get_secret_value()}"}
    models: list[_Model] = []
    try:
        async with asyncio.timeout(_SECONDS):
            async for page in _pages(httpx.URL(base_url.rstrip("/") + "/models"), headers, client):
                models += page.data
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, TooLarge, ValidationError):
        pass  # what was read by then is true
    return {
        model.id: Listed(
            sees=model.architecture is not None and "image" in model.architecture.input_modalities,
            calls_tools="tools" in (model.supported_parameters or ()),
            context_tokens=model.context_length or None,
        )
        for model in models
    }


async def _pages(first: httpx.URL, headers: Mapping[str, str], client: httpx.AsyncClient) -> AsyncIterator[_Models]:
    """Page after page, as `links.next` leads (OpenRouter, "ModelsListResponseLinks"), never to another host."""
    url = first
    for _ in range(_MOST_PAGES):
        async with client.stream("GET", url, headers=headers, timeout=_SECONDS) as response:
            page = _Models.model_validate_json(await read_within(response.raise_for_status(), _MAX_BODY))
        yield page
        if page.links is None or page.links.next is None:
            return
        url = url.join(page.links.next)
        if (url.scheme, url.netloc) != (first.scheme, first.netloc):
            return  # the key is not theirs
