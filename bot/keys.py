"""The watch over the bot's keys, put together."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

from cogs.keys import OperatorsMail
from community.clock import Clock
from community.keys import KeyWatch
from storage.community.keys import SqlKeyStore
from storage.database import Database

_PRINT: Final = 16
"""Characters of a key's hash that are kept: 64 bits tell keys apart, and lead back to none."""


@dataclass(frozen=True, slots=True)
class KeyParts:
    """What the bot runs of it."""

    watch: KeyWatch
    mail: OperatorsMail

    def start(self) -> "asyncio.Task[None]":
        """Tell whoever runs the bot until the task is cancelled."""
        return asyncio.create_task(self.watch.run(), name="key watch")


def key_parts(database: Database, clock: Clock, *, keys: Mapping[str, SecretStr]) -> KeyParts:
    """The watch on this database. `keys` are those of the hosted sources, by the sources' names."""
    mail = OperatorsMail()
    prints = {source: _print(key) for source, key in keys.items()}
    return KeyParts(KeyWatch(store=SqlKeyStore(database), desk=mail, keys=prints, clock=clock), mail)


def _print(key: SecretStr) -> str:
    return hashlib.sha256(key.get_secret_value().encode()).hexdigest()[:_PRINT]
