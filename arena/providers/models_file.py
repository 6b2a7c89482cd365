"""The TOML file of models (`BLINDBOUT_MODELS`): which models compete, where they are, and what they cost."""

import asyncio
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Self

import httpx
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from arena.providers.fetching import Fetcher
from arena.providers.listing import Listed, listed_models
from arena.providers.openai_compatible import OpenAICompatible, usable_key
from arena.providers.openai_images import OpenAIImages
from arena.providers.sampling import Sampling
from arena.providers.slugs import Slug, slug_of
from arena.wire import Modality, ModelCard

Price = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Modalities = Annotated[list[Annotated[Modality, Field(strict=False)]], Field(min_length=1)]


class ModelsFileError(Exception):
    """The file cannot be used. The text names the file, the entry and what is wrong, and is meant for the operator."""


class ModelEntry(BaseModel):
    """One `[[models]]` table. Prices are US dollars per million tokens.

    What a text model's entry leaves open of `input_modalities`, `calls_tools` and `context_tokens`, its endpoint is
    asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: Annotated[str, Field(min_length=1, max_length=80)]
    model: Annotated[str, Field(min_length=1)]
    base_url: HttpUrl
    key_variable: Annotated[str, Field(min_length=1)] | None = None
    slug: Slug = ""
    provider: str | None = None
    input_modalities: Modalities | None = None
    output_modalities: Modalities = Field(default=[Modality.TEXT])
    calls_tools: bool | None = None
    context_tokens: Annotated[int, Field(gt=0)] | None = None
    input_cost_per_1m: Price | None = None
    output_cost_per_1m: Price | None = None
    sampling: Sampling = Field(default_factory=Sampling)

    @field_validator("base_url")
    @classmethod
    def _without_credentials(cls, url: HttpUrl) -> HttpUrl:
        if url.username or url.password:
            raise ValueError("must not hold a user name or a password, because addresses are logged; use key_variable")
        return url

    @field_validator("output_modalities")
    @classmethod
    def _makes_one_thing(cls, modalities: list[Modality]) -> list[Modality]:
        if len(modalities) != 1:
            raise ValueError('must be ["text"] or ["image"]; a model that makes both is two entries')
        return modalities

    @model_validator(mode="after")
    def _painters_draw_no_words(self) -> Self:
        if self.makes_images and (self.sampling != Sampling() or self.calls_tools):
            raise ValueError("an image model takes no sampling and calls no tools")
        return self

    @property
    def makes_images(self) -> bool:
        """Whether it competes in image battles."""
        return Modality.IMAGE in self.output_modalities

    @property
    def leaves_open(self) -> bool:
        """Whether there is something to ask its endpoint."""
        return not self.makes_images and None in (self.input_modalities, self.calls_tools, self.context_tokens)

    @property
    def weights(self) -> tuple[str, str]:
        """What two entries on the same weights have in common."""
        return str(self.base_url), self.model


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    models: Annotated[list[ModelEntry], Field(min_length=1)]


async def models_from_file(
    path: Path, *, client: httpx.AsyncClient, fetcher: Fetcher, environ: Mapping[str, str]
) -> tuple[OpenAICompatible | OpenAIImages, ...]:
    """Read the file and build its models, in its order. Keys come from `environ`, by the names the file gives.

    Each endpoint is asked once for what its models can do, unless their entries say all of that.

    Raises:
        ModelsFileError: the file is missing, malformed, or asks for a key that is not set.
    """
    entries = _read(path)
    slugs = [_slug(path, number, entry) for number, entry in enumerate(entries, start=1)]
    for number, slug in enumerate(slugs, start=1):
        if slugs.index(slug) != number - 1:
            raise _wrong(path, number, entries[number - 1].name, f"the slug {slug!r} is taken; give it one of its own")
    keys = [_key(path, number, entry, environ) for number, entry in enumerate(entries, start=1)]
    users = Counter(entry.weights for entry in entries)
    listed = await _listed(entries, keys, client)
    return tuple(
        _model(
            entry,
            _card(entry, slug, listed.get(entry.weights, Listed()), shared=users[entry.weights] > 1),
            client=client,
            fetcher=fetcher,
            key=key,
        )
        for slug, entry, key in zip(slugs, entries, keys, strict=True)
    )


async def _listed(
    entries: Sequence[ModelEntry], keys: Sequence[SecretStr | None], client: httpx.AsyncClient
) -> dict[tuple[str, str], Listed]:
    """What endpoints say of models whose entries leave something open."""
    asked = {str(entry.base_url): key for entry, key in zip(entries, keys, strict=True) if entry.leaves_open}
    lists = await asyncio.gather(*(listed_models(url, key=key, client=client) for url, key in asked.items()))
    return {(url, model): listed for url, found in zip(asked, lists, strict=True) for model, listed in found.items()}


def _model(
    entry: ModelEntry, card: ModelCard, *, client: httpx.AsyncClient, fetcher: Fetcher, key: SecretStr | None
) -> OpenAICompatible | OpenAIImages:
    base_url = str(entry.base_url)
    if entry.makes_images:
        return OpenAIImages(card, client=client, fetcher=fetcher, base_url=base_url, model=entry.model, key=key)
    return OpenAICompatible(card, client=client, base_url=base_url, model=entry.model, key=key, sampling=entry.sampling)


def _read(path: Path) -> list[ModelEntry]:
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelsFileError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:  # tomllib's and the decoder's errors
        raise ModelsFileError(f"{path}: is not TOML: {error}") from error
    try:
        return _Document.model_validate(document).models
    except ValidationError as error:
        problems = "\n".join(_describe(problem, document) for problem in error.errors(include_url=False))
        raise ModelsFileError(f"{path}:\n{problems}") from error


def _describe(problem: ErrorDetails, document: dict[str, Any]) -> str:
    match problem["loc"]:
        case ("models", int(index), *field):
            entry = document["models"][index]
            where = _entry(index + 1, entry.get("name") if isinstance(entry, dict) else None)
        case field_of_file:
            where, field = "  the file", list(field_of_file)
    name = ".".join(str(part) for part in field) or "the entry"
    match problem["type"]:
        case "extra_forbidden":
            return f"{where}: unknown field {name!r}"
        case "missing":
            return f"{where}: {name!r} is missing"
        case _:
            return f"{where}: {name}: {problem['msg']}"


def _entry(number: int, name: object) -> str:
    return f"  model {number}" + (f" ({name})" if name else "")


def _wrong(path: Path, number: int, name: str, what: str) -> ModelsFileError:
    return ModelsFileError(f"{path}:\n{_entry(number, name)}: {what}")


def _slug(path: Path, number: int, entry: ModelEntry) -> str:
    slug = entry.slug or slug_of(entry.name) or slug_of(entry.model)
    if not slug:
        raise _wrong(path, number, entry.name, "neither its name nor its model id suggests a slug; give it one")
    return slug


def _key(path: Path, number: int, entry: ModelEntry, environ: Mapping[str, str]) -> SecretStr | None:
    if entry.key_variable is None:
        return None
    key = environ.get(entry.key_variable, "").strip()
    if not key:
        raise _wrong(path, number, entry.name, f"the environment variable {entry.key_variable} is not set")
    if not usable_key(key):
        raise _wrong(path, number, entry.name, f"{entry.key_variable} holds characters that no key has")
    return SecretStr(key)


def _card(entry: ModelEntry, slug: str, listed: Listed, *, shared: bool) -> ModelCard:
    found = [Modality.TEXT, Modality.IMAGE] if listed.sees else [Modality.TEXT]
    return ModelCard(
        slug=slug,
        name=entry.name,
        provider=entry.provider or entry.base_url.host or "",
        input_modalities=tuple(entry.input_modalities or found),
        output_modalities=tuple(entry.output_modalities),
        input_cost_per_1m=entry.input_cost_per_1m,
        output_cost_per_1m=entry.output_cost_per_1m,
        sampling=entry.sampling.describe(),
        shares_weights_with=entry.model if shared else None,
        calls_tools=listed.calls_tools if entry.calls_tools is None else entry.calls_tools,
        context_tokens=entry.context_tokens or listed.context_tokens,
    )
