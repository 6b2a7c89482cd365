"""How the web is searched for a model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class SearchFailed(Exception):  # noqa: N818 - reads as what happened
    """The search found out nothing: no connection, no answer in time, or one that cannot be read. For logs only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page that a search found. `text` is what the page says on the matter; `published` is as the search wrote it."""

    url: str
    title: str = ""
    text: str = ""
    published: str | None = None
    score: float | None = None


class WebSearch(Protocol):
    """Searches the web."""

    async def search(self, query: str) -> Sequence[Source]:
        """The best pages, the best first; none where nothing fits.

        Raises:
            SearchFailed: nobody can know.
        """
        ...


class PictureUnusable(Exception):  # noqa: N818 - reads as what happened
    """An image cannot be had. The text says why, in words for whoever named it, without its address."""


class PictureSource(Protocol):
    """Fetches images that somebody named."""

    async def fetch(self, address: str) -> bytes:
        """The file at a public http or https address, or inside a `data:` URL; whether it is an image is not known yet.

        Raises:
            PictureUnusable: it cannot be had.
        """
        ...
