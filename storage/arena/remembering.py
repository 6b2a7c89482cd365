"""Rows that are read again and again, remembered for as long as nobody has written anything."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Final, Generic, TypeVar

from storage.database import Database

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_MOST: Final = 1_000
"""Values remembered at once."""


class Remembered(Generic[Key, Value]):
    """Values read from one database. The first commit of any process, this one too, makes it forget them all."""

    def __init__(self, database: Database, read: Callable[[Key], Awaitable[Value]]) -> None:
        """`read` gives the value of a key. What it gives is handed to many, so it must not be changed."""
        self._database = database
        self._read = read
        self._version: object = None
        self._values: dict[Key, Value] = {}

    async def get(self, key: Key) -> Value:
        """The value as it stands."""
        version = self._database.version()
        if version != self._version or len(self._values) > _MOST:
            self._version, self._values = version, {}
        elif key in self._values:
            known = self._values[key]
            await asyncio.sleep(0)  # as every read does: whoever asks in a loop lets others work in between
            return known
        value = await self._read(key)
        if self._version == version == self._database.version():
            self._values[key] = value
        return value
