"""What the house arena reaches beside its models: a search of the web, and images that questions come with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import structlog

from arena.engine.outside import Outside
from arena.providers import open_fetcher, open_search
from bot.settings import LOOPBACK, Settings

log = structlog.get_logger(__name__)


@asynccontextmanager
async def open_outside(settings: Settings) -> AsyncIterator[Outside]:
    """What the settings allow, until the block ends. The log says whether models can search."""
    async with (
        open_search(exa_key=settings.exa_api_key, searxng_url=settings.searxng_url) as search,
        open_fetcher(own=_attachments(settings)) as pictures,
    ):
        if search is None:
            log.info("search.off", why="neither EXA_API_KEY nor SEARXNG_URL is set")
        else:
            log.info("search.on", through=type(search).__name__)
        yield Outside(search=search, pictures=pictures)


def _attachments(settings: Settings) -> list[str]:
    """Where a Discord on this machine keeps its attachments: the one place here that images may come from."""
    url = urlsplit(settings.discord_api_url or "")
    return [f"{url.scheme}://{url.netloc}"] if url.hostname in LOOPBACK else []
