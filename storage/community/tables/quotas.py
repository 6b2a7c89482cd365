"""Quotas: windows that count, and what was counted in them. A window is one row, which begins anew when it is over."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from community.quotas import ChargeState, Kind, Scope
from storage.community.tables.base import metadata, one_of
from storage.types import UtcTime

KEPT_SCOPES: Final = (Scope.MEMBER, Scope.GUILD, Scope.KEY)
"""Those that have windows of their own; a share is counted from the charges of its key."""

quota_windows: Final = Table(
    "quota_windows",
    metadata,
    Column("scope", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("opened_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
    Column("used", Integer, nullable=False),
    PrimaryKeyConstraint("scope", "subject", "kind"),
    CheckConstraint(one_of("scope", KEPT_SCOPES), name="scope"),
    CheckConstraint(one_of("kind", Kind), name="kind"),
    CheckConstraint("ends_at > opened_at", name="span"),
    CheckConstraint("used >= 0", name="used"),
    sqlite_strict=True,
)

quota_charges: Final = Table(
    "quota_charges",
    metadata,
    Column("battle_id", Text, ForeignKey("battles.id"), nullable=False),
    Column("scope", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("window_opened_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    PrimaryKeyConstraint("battle_id", "scope"),
    ForeignKeyConstraint(
        ["scope", "subject", "kind"], ["quota_windows.scope", "quota_windows.subject", "quota_windows.kind"]
    ),
    CheckConstraint(one_of("kind", [Kind.BATTLE]), name="kind"),
    CheckConstraint(one_of("state", ChargeState), name="state"),
    # A guild's share of a key is counted from the key's charges of its window.
    Index(None, "scope", "subject", "kind", "window_opened_at"),
    sqlite_strict=True,
)

fight_charges: Final = Table(
    "fight_charges",
    metadata,
    Column("fight_id", Text, ForeignKey("fights.id"), nullable=False),
    Column("scope", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("window_opened_at", UtcTime, nullable=False),
    Column("state", Text, nullable=False),
    PrimaryKeyConstraint("fight_id", "scope"),
    ForeignKeyConstraint(
        ["scope", "subject", "kind"], ["quota_windows.scope", "quota_windows.subject", "quota_windows.kind"]
    ),
    CheckConstraint(one_of("kind", [Kind.FIGHT]), name="kind"),
    CheckConstraint(one_of("state", ChargeState), name="state"),
    sqlite_strict=True,
)
