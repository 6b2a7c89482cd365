"""Whom clients believe that they are who they say."""

from functools import cache
from typing import Final

import httpx

trust: Final = cache(httpx.create_ssl_context)
"""Reads the authorities that vouch for others. It takes longer than to open a client, so it is done once."""
