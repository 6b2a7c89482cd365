"""For clients of what tests serve on loopback, which needs none: a client without it reads all authorities anew."""

from typing import Final

import httpx

TRUST: Final = httpx.create_ssl_context(trust_env=False)
