"""A client with connections of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import httpx
from pydantic import SecretStr

from arena.clients.modelchorus import ModelChorusClient

_PAST_ANY_PROXY: Final = {"all://127.0.0.1": None, "all://localhost": None, "all://[::1]": None}
"""A proxy from the environment cannot reach an arena on this machine."""


@asynccontextmanager
async def open_client(base_url: str, key: SecretStr) -> AsyncIterator[ModelChorusClient]:
    """A `ModelChorusClient` whose connections close with the block.

    Raises:
        ValueError: the base URL is no http(s) address, or the key cannot stand in a header.
    """
    async with httpx.AsyncClient(mounts=_PAST_ANY_PROXY) as http:
        yield ModelChorusClient(http, base_url=base_url, key=key)
