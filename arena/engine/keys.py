"""Keys: made, shown once, recognised by their digest, revoked."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from arena.engine.errors import NotFound, NotSaved
from arena.engine.ports import KeyStore
from arena.engine.values import Api, Clock, Key, Tier

BATTLES_PER_DAY: Final = 100
"""What a write key may start in 24 hours unless told otherwise (reference page, "Rate Limits")."""
REQUESTS_PER_MINUTE: Final = {Tier.ANONYMOUS: 120, Tier.STANDARD: 120, Tier.READ: 600, Tier.WRITE: 600}
"""The pace of each tier (reference page, "Rate Limits")."""

_PREFIX: Final = {Api.MODELCHORUS: "mc_", Api.CONCURRED: "ck_"}
_SECRET: Final = re.compile(r"(mc|ck)_[0-9a-f]{32}")
_NOTE_USE_EVERY: Final = timedelta(minutes=1)


class KeyRing:
    """All keys of this arena."""

    def __init__(self, store: KeyStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def create(
        self,
        *,
        tier: Tier,
        api: Api = Api.MODELCHORUS,
        name: str = "",
        battles_per_day: int = BATTLES_PER_DAY,
    ) -> str:
        """Make a key that owns its own battles, and return its secret, which is kept nowhere.

        Battles in a day are counted for ModelChorus alone; Concurred has limits a minute, by path.
        """
        key_id = secrets.token_hex(6)
        return await self._add(
            Key(
                id=key_id,
                api=api,
                tier=tier,
                owner=key_id,
                name=name,
                battles_per_day=battles_per_day if api is Api.MODELCHORUS else None,
                requests_per_minute=REQUESTS_PER_MINUTE[tier],
                created_at=self._clock(),
            )
        )

    async def renew_unlimited(self, owner: str, api: Api = Api.MODELCHORUS) -> str:
        """Revoke an owner's keys for an API and make a new one without limits; what they made stays the owner's."""
        now = self._clock()
        await self._store.revoke_of(owner, api, at=now)
        return await self._add(
            Key(
                id=secrets.token_hex(6),
                api=api,
                tier=Tier.WRITE,
                owner=owner,
                name=owner,
                battles_per_day=None,
                requests_per_minute=None,
                created_at=now,
            )
        )

    async def recognise(self, secret: str) -> Key | None:
        """The key with this secret, or None if there is none or it was revoked. Notes the use once a minute."""
        if _SECRET.fullmatch(secret) is None:
            return None
        key = await self._store.find(_digest(secret))
        if key is not None:
            now = self._clock()
            if key.last_used_at is None or key.last_used_at <= now - _NOTE_USE_EVERY:
                with suppress(NotSaved):  # a good key stays good when its use cannot be noted
                    await self._store.touch(key.id, at=now, unless_since=now - _NOTE_USE_EVERY)
        return key

    async def all(self) -> Sequence[Key]:
        """Every key, the oldest first, the revoked ones too."""
        return await self._store.all()

    async def revoke(self, key_id: str) -> None:
        """Make a key useless at once.

        Raises:
            NotFound: there is no such key, or it is revoked already.
        """
        if not await self._store.revoke(key_id, at=self._clock()):
            raise NotFound("There is no such key, or it is revoked already.")

    async def _add(self, key: Key) -> str:
        secret = _PREFIX[key.api] + secrets.token_hex(16)
        await self._store.add(key, _digest(secret))
        return secret


def _digest(secret: str) -> str:
    """A plain hash is enough: 128 random bits cannot be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()
