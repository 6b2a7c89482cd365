"""Who may come in, and how often: the key's tier and the requests of the last minute."""

from collections import deque
from datetime import datetime, timedelta
from typing import Final

from arena.engine.errors import Forbidden, RateLimited, Unauthorized
from arena.engine.keys import REQUESTS_PER_MINUTE, KeyRing
from arena.engine.values import Api, Clock, Key, Tier

_MINUTE: Final = timedelta(minutes=1)
_FEW: Final = 10_000
"""Subjects remembered before those that have been quiet for a minute are forgotten."""


class Pace:
    """Counts each subject's requests of the last minute, in the memory of this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._requests: dict[str, deque[datetime]] = {}

    def take(self, subject: str, limit: int) -> None:
        """Count a request.

        Raises:
            RateLimited: `limit` requests were counted within the last 60 s; this one is not.
        """
        now = self._clock()
        if subject not in self._requests and len(self._requests) >= _FEW:
            self._forget(now)
        recent = self._requests.setdefault(subject, deque())
        while recent and recent[0] <= now - _MINUTE:
            recent.popleft()
        if len(recent) >= limit:
            raise RateLimited(
                f"Too many requests: {limit} a minute are allowed.", retry_after=recent[0] + _MINUTE - now
            )
        recent.append(now)

    def _forget(self, now: datetime) -> None:
        self._requests = {subject: recent for subject, recent in self._requests.items() if recent[-1] > now - _MINUTE}


class Admission:
    """Lets a request in, or says why not."""

    def __init__(self, keys: KeyRing, clock: Clock) -> None:
        self._keys = keys
        self._pace = Pace(clock)

    async def admit(self, authorization: str | None, address: str, needed: Tier) -> Key | None:
        """The caller's key, or None for a caller without one where none is needed.

        `authorization` is the header, `address` the caller's network address.

        Raises:
            RateLimited: too many requests in this minute, by key, or by address without a good key.
            Unauthorized: a key is needed and none was sent, or an unknown one.
            Forbidden: the key's tier does not reach.
        """
        secret = bearer(authorization)
        key = await self._keys.recognise(secret) if secret else None
        if key is None:
            self._pace.take(f"address {address}", REQUESTS_PER_MINUTE[Tier.ANONYMOUS])
        elif key.requests_per_minute is not None:
            self._pace.take(f"key {key.id}", key.requests_per_minute)
        if needed is Tier.ANONYMOUS:
            return key
        if key is None or key.api is not Api.MODELCHORUS:
            raise Unauthorized(
                "This API key is not valid."
                if secret
                else "Send an API key as a bearer token in the Authorization header."
            )
        if not key.tier.allows(needed):
            raise Forbidden(f"This needs a key of the {needed} tier; yours is of the {key.tier} tier.")
        return key


def bearer(authorization: str | None) -> str | None:
    """The secret in an Authorization header; None where there is none."""
    scheme, _, secret = (authorization or "").strip().partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None
