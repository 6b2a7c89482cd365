"""The pictures of image battles, until their ends are shown."""

from typing import Final

from sqlalchemy import Column, ForeignKey, LargeBinary, PrimaryKeyConstraint, Table, Text

from storage.community.tables.base import metadata

battle_pictures: Final = Table(
    "battle_pictures",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("picture_a", LargeBinary, nullable=False),
    Column("picture_b", LargeBinary, nullable=False),
    PrimaryKeyConstraint("battle_id"),
    sqlite_strict=True,
)
