"""Decides which models compete: those of the models file, or those found on this machine.

Where none of them makes pictures, the painters do.
"""

import contextlib
import random
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from arena.providers.baselines import baselines
from arena.providers.fetching import Fetcher, open_fetcher
from arena.providers.local import LocalModels
from arena.providers.local_process import LocalModelUnavailable
from arena.providers.models_file import models_from_file
from arena.providers.ollama import ollama_models
from arena.providers.openai_compatible import OpenAICompatible
from arena.providers.openai_images import OpenAIImages, is_loopback
from arena.providers.painters import painters
from arena.providers.trust import trust
from arena.wire import AnyModel, paints

_A_BATTLE = 2
"""Models that a battle takes."""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsConfig:
    """Where to look. A models file wins over everything; keys it names are read from `environ`."""

    models_file: Path | None = None
    baselines_only: bool = False
    ollama_host: str = "http://127.0.0.1:11434"
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The models that compete, by slug, and sentences for the operator on what was not found."""

    models: Mapping[str, AnyModel]
    notes: tuple[str, ...] = ()

    @property
    def leaves(self) -> bool:
        """Whether a prompt may leave this machine: one of the models is asked at an address elsewhere."""
        endpoints = (model.url for model in self.models.values() if isinstance(model, OpenAICompatible | OpenAIImages))
        return any(not is_loopback(httpx.URL(url).host) for url in endpoints)


@contextlib.asynccontextmanager
async def open_models(config: ModelsConfig, *, rng: random.Random | None = None) -> AsyncIterator[Catalogue]:
    """Find the models, and keep what serves them (connections, the local model's process) until the block ends.

    Without a models file: Ollama's models where it runs with at least two, else the local model and the baselines (and
    Ollama's only one). Painters join where none of these makes pictures. Where the local model cannot be served the
    catalogue's notes say so. `rng` is the baselines'.

    Raises:
        ModelsFileError: the models file cannot be used.
    """
    async with contextlib.AsyncExitStack() as stack:
        # Proxies of the environment are for the world outside; None takes loopback out of their hands.
        client = await stack.enter_async_context(
            httpx.AsyncClient(verify=trust(), mounts={f"all://{host}": None for host in _LOOPBACK})
        )
        fetcher = await stack.enter_async_context(open_fetcher())
        rng = rng or random.Random()  # noqa: S311 - no secret depends on it
        found, notes = await _find(config, client, fetcher, stack, rng)
        models: dict[str, AnyModel] = {model.card.slug: model for model in found}
        if not any(map(paints, models.values())):
            models |= {painter.card.slug: painter for painter in painters()}
        yield Catalogue(models, tuple(notes))


async def _find(
    config: ModelsConfig,
    client: httpx.AsyncClient,
    fetcher: Fetcher,
    stack: contextlib.AsyncExitStack,
    rng: random.Random,
) -> tuple[Iterable[AnyModel], list[str]]:
    if config.models_file is not None:
        return await models_from_file(config.models_file, client=client, fetcher=fetcher, environ=config.environ), []
    if config.baselines_only:
        return baselines(rng), []
    found = await ollama_models(config.ollama_host, client=client)
    if len(found) >= _A_BATTLE:
        return found, []
    try:
        local = await stack.enter_async_context(LocalModels.start(client))
    except LocalModelUnavailable as reason:
        return (*found, *baselines(rng)), [f"The small language model cannot be served here: {reason}."]
    return (*found, *local.models, *baselines(rng)), []
