"""Which sources refuse the bot's key, and whether whoever runs the bot was told."""

from typing import Final

from sqlalchemy import CheckConstraint, Column, PrimaryKeyConstraint, Table, Text

from community.keys import Errand
from storage.community.tables.base import metadata, one_of
from storage.types import UtcTime

refused_keys: Final = Table(
    "refused_keys",
    metadata,
    Column("source", Text, nullable=False),
    # A part of the key's hash: it tells keys apart, and nobody can call with it.
    Column("key", Text, nullable=False),
    Column("errand", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("refused_at", UtcTime, nullable=False),
    # Until when telling is one process's work.
    Column("leased_until", UtcTime),
    # NULL until somebody was told.
    Column("told_at", UtcTime),
    PrimaryKeyConstraint("source", "key"),
    CheckConstraint(one_of("errand", Errand), name="errand"),
    sqlite_strict=True,
)
