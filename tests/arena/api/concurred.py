"""A house arena whose models stand behind an OpenAI-compatible endpoint, asked over Concurred's API."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from arena.engine.outside import Outside
from arena.engine.values import Api
from arena.providers import OpenAICompatible
from arena.wire import Modality, ModelCard
from bot.house import in_process_key
from tests.arena.api.served import Served, served
from tests.support.openai_endpoint import Asked, Behaviour, OpenAIEndpoint
from tests.support.serving import serve
from tests.support.trust import TRUST

SEEING = (Modality.TEXT, Modality.IMAGE)


@dataclass(frozen=True)
class House:
    """The arena, the endpoint behind it, and how it is asked."""

    arena: Served
    endpoint: OpenAIEndpoint
    key: str

    async def fight(self, **body: Any) -> list[dict[str, Any]]:
        """All events of a fight, with the comments left out."""
        answer = await self.post("/api/v1/fight", **body)
        assert answer.status_code == 200, answer.text
        return [json.loads(line.removeprefix("data: ")) for line in answer.text.split("\n\n") if line[:5] == "data:"]

    async def post(self, path: str, **body: Any) -> httpx.Response:
        """The answer to a request, whatever it is."""
        return await self.arena.http.post(path, json=body, headers={"X-API-Key": self.key}, timeout=30)

    def asked(self, model: str) -> list[Asked]:
        """What the endpoint's model was asked as a contestant."""
        asked = [asked for asked in self.endpoint.asked if asked.model == model]
        return [asked for asked in asked if not asked.judging and not asked.describing]


def card(slug: str, **more: Any) -> ModelCard:
    """A model that is called at its endpoint as it is called here."""
    return ModelCard(slug=slug, name=f"{slug.title()} Max", provider=f"{slug.title()}Works", **more)


@asynccontextmanager
async def house(
    tmp_path: Path, behave: Behaviour, cards: Sequence[ModelCard], *, outside: Outside | None = None
) -> AsyncIterator[House]:
    """Serve the models of these cards, which behave like that."""
    endpoint = OpenAIEndpoint(behave)
    async with AsyncExitStack() as stack:
        client = await stack.enter_async_context(httpx.AsyncClient(verify=TRUST, trust_env=False))
        url = await stack.enter_async_context(serve(endpoint.app))
        models = [OpenAICompatible(card, client=client, base_url=f"{url}/v1", model=card.slug) for card in cards]
        arena = await stack.enter_async_context(served(tmp_path / "a.db", *models, outside=outside))
        key = await in_process_key(arena.database, Api.CONCURRED, clock=arena.clock.now)
        yield House(arena, endpoint, key)
