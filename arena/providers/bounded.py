"""Reads the body of a stranger's answer, which may have any length."""

import httpx


class TooLarge(Exception):  # noqa: N818 - reads as what happened
    """The body has more bytes than its reader takes."""


async def read_within(response: httpx.Response, limit: int) -> bytes:
    """The body of a streamed response, of at most `limit` bytes.

    Raises:
        TooLarge: there is more; the rest was not read.
        httpx.HTTPError: the connection failed.
    """
    received = bytearray()
    async for piece in response.aiter_bytes():
        received += piece
        if len(received) > limit:
            raise TooLarge
    return bytes(received)
