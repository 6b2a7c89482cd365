"""Finds the chat models of an Ollama that runs on this machine, and asks what each of them can do."""

import asyncio
from collections.abc import Sequence

import httpx
from pydantic import BaseModel, Field, ValidationError

from arena.providers.openai_compatible import OpenAICompatible, TimeLimits
from arena.providers.slugs import unique_slugs
from arena.wire import Modality, ModelCard

_LOOK_SECONDS = 1.0
_PORT = 11434
_LIMITS = TimeLimits(read=180.0, whole=600.0)
"""Ollama loads a model's weights before the first token, which takes minutes from a slow disk."""


class _Details(BaseModel):
    families: list[str] | None = None
    family: str = ""


class _Tag(BaseModel):
    name: str
    details: _Details = Field(default_factory=_Details)

    @property
    def chats(self) -> bool:
        """Embedding models are of the BERT families or say so in their name."""
        families = (self.details.family, *(self.details.families or ()))
        return "embed" not in self.name.lower() and not any("bert" in family for family in families)


class _Tags(BaseModel):
    models: Sequence[_Tag] = ()


class _Shown(BaseModel):
    """What `/api/show` says of a model; an older Ollama names no capabilities."""

    capabilities: frozenset[str] = frozenset()


def ollama_url(host: str) -> httpx.URL:
    """The address that an `OLLAMA_HOST` stands for: scheme and port may be missing, and 0.0.0.0 means this machine."""
    url = httpx.URL(host if "://" in host else f"http://{host}")
    if url.host == "0.0.0.0":  # noqa: S104 - it is read, not bound
        url = url.copy_with(host="127.0.0.1")
    return url if url.port or "://" in host else url.copy_with(port=_PORT)


async def ollama_models(host: str, *, client: httpx.AsyncClient) -> tuple[OpenAICompatible, ...]:
    """Its chat models through its OpenAI-compatible endpoint; none where no Ollama answers within a second."""
    url = ollama_url(host)
    try:
        response = await client.get(url.copy_with(path="/api/tags"), timeout=_LOOK_SECONDS)
        tags = _Tags.model_validate_json(response.raise_for_status().content)
    except (httpx.HTTPError, ValidationError):
        return ()
    chatting = [tag.name for tag in tags.models if tag.chats]
    shown = await asyncio.gather(*(_shown(url, name, client) for name in chatting))
    return tuple(
        OpenAICompatible(
            ModelCard(
                slug=slug,
                name=name,
                provider="Ollama",
                input_modalities=(Modality.TEXT, Modality.IMAGE) if "vision" in can else (Modality.TEXT,),
                input_cost_per_1m=0.0,
                output_cost_per_1m=0.0,
                calls_tools="tools" in can,
            ),
            client=client,
            base_url=str(url.copy_with(path="/v1")),
            model=name,
            limits=_LIMITS,
        )
        for slug, name, can in zip(unique_slugs(chatting), chatting, shown, strict=True)
    )


async def _shown(url: httpx.URL, name: str, client: httpx.AsyncClient) -> frozenset[str]:
    """The model's capabilities; none where Ollama does not tell."""
    try:
        response = await client.post(url.copy_with(path="/api/show"), json={"model": name}, timeout=_LOOK_SECONDS)
        return _Shown.model_validate_json(response.raise_for_status().content).capabilities
    except (httpx.HTTPError, ValidationError):
        return frozenset()
