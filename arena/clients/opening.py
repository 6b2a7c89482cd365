"""A client with connections of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

import httpx
from pydantic import SecretStr

from arena.clients.concurred import ConcurredClient
from arena.clients.modelchorus import ModelChorusClient
from arena.clients.session import KeyHeader

_PAST_ANY_PROXY: Final = {"all://127.0.0.1": None, "all://localhost": None, "all://[::1]": None}
"""A proxy from the environment cannot reach an arena on this machine."""
IDLE_SECONDS: Final = 4.0
"""How long an idle connection is kept. Servers close them after five seconds and more (uvicorn and Node: 5): a creation
that meets a connection which is just being closed is lost, and nobody could know whether it arrived."""
_trust: Final = cache(httpx.create_ssl_context)
"""The authorities that vouch for arenas. To read them takes longer than to open a client, so it is done once."""


@asynccontextmanager
async def open_client(base_url: str, key: SecretStr) -> AsyncIterator[ModelChorusClient]:
    """A `ModelChorusClient` whose connections close with the block.

    Raises:
        ValueError: the base URL is no http(s) address, or the key cannot stand in a header.
    """
    limits = httpx.Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=IDLE_SECONDS)
    async with httpx.AsyncClient(verify=_trust(), mounts=_PAST_ANY_PROXY, limits=limits) as http:
        yield ModelChorusClient(http, base_url=base_url, key=key)


@asynccontextmanager
async def open_concurred(
    base_url: str, key: SecretStr, *, key_header: KeyHeader = KeyHeader.AUTHORIZATION
) -> AsyncIterator[ConcurredClient]:
    """A `ConcurredClient` whose connections close with the block.

    Raises:
        ValueError: the base URL is no http(s) address, or the key cannot stand in a header.
    """
    # Every fight holds a connection for as long as it lasts; how many there are is for quotas to say, not for a pool.
    unlimited = httpx.Limits(max_connections=None, keepalive_expiry=IDLE_SECONDS)
    async with httpx.AsyncClient(verify=_trust(), mounts=_PAST_ANY_PROXY, limits=unlimited) as http:
        yield ConcurredClient(http, base_url=base_url, key=key, key_header=key_header)
