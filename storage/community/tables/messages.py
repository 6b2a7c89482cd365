"""Messages that the bot sent."""

from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKey, PrimaryKeyConstraint, Table, Text

from community.battles.values import State
from storage.community.tables.base import metadata, one_of
from storage.types import Snowflake


class Purpose(StrEnum):
    """What a message that the bot sent is for."""

    BATTLE = "battle"
    ANNOUNCEMENT = "announcement"


sent_messages: Final = Table(
    "sent_messages",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("purpose", Text, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("message_id", Snowflake, nullable=False),
    # The state that a battle's message was last brought to; NULL until it was edited or posted anew.
    Column("shows", Text),
    PrimaryKeyConstraint("battle_id", "purpose"),
    CheckConstraint(one_of("shows", State), name="shows"),
    CheckConstraint(one_of("purpose", Purpose), name="purpose"),
    sqlite_strict=True,
)
