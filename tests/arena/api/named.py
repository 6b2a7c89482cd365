"""A house arena whose models are asked by their names, over Concurred's API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from arena.engine.values import Api
from arena.wire import AnyModel
from bot.house import in_process_key
from tests.arena.api.served import Served, served
from tests.arena.engine.contestants import Brush, Quick

PATHS = ("/api/v1/battle", "/api/v1/fight", "/api/v1/chat/completions", "/api/chat")
ASKED = {"message": "Why is the sky blue?"}
PAIR = ASKED | {"models": ["quartz", "basalt"]}
COMPLETION = {"model": "quartz", "messages": [{"role": "user", "content": "Why?"}]}


@asynccontextmanager
async def house(tmp_path: Path, *models: AnyModel) -> AsyncIterator[tuple[Served, dict[str, str]]]:
    """An arena, and the header of a key without limits."""
    models = models or (Quick("quartz"), Quick("basalt"), Quick("flint"), Brush("ochre"))
    async with served(tmp_path / "a.db", *models) as arena:
        key = await in_process_key(arena.database, Api.CONCURRED, clock=arena.clock.now)
        yield arena, {"X-API-Key": key}


def refused(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, code and message, after a look at the envelope's form."""
    error = answer.json()["error"]
    assert set(answer.json()) == {"error"}
    assert error["message"].endswith(".")
    return answer.status_code, error["code"], error["message"]
