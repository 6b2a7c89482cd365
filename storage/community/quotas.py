"""Quotas: windows that count, and charges that remember which window they were counted in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Column, ColumnElement, Table, and_, case, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.quotas import Allowance, ChargeState, Kind, Left, QuotaUsedUp, Scope
from storage.community import dialect
from storage.community.tables import battles, fight_charges, fights, quota_charges, quota_windows
from storage.database import Database

_CHARGED: Final = {Kind.BATTLE: (quota_charges, battles), Kind.FIGHT: (fight_charges, fights)}
"""The charges of each kind, and what they are for."""


class SqlQuotaLedger:
    """What is left, for showing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def left(self, allowances: Sequence[Allowance], now: datetime) -> tuple[Left, ...]:
        """One entry for each allowance, in their order."""
        async with self._database.read() as connection:
            return await left(connection, allowances, now)

    async def exhaust(self, allowance: Allowance, *, now: datetime, until: datetime) -> None:
        """Count the allowance as used up until then: whoever grants it has said so."""
        full = {"opened_at": now, "ends_at": until, "used": allowance.limit}
        window = dialect.insert(quota_windows).values(
            scope=allowance.scope, subject=allowance.subject, kind=allowance.kind, **full
        )
        upsert = window.on_conflict_do_update(
            index_elements=[quota_windows.c.scope, quota_windows.c.subject, quota_windows.c.kind], set_=full
        )
        await self._database.write(lambda connection: connection.execute(upsert))


async def left(connection: AsyncConnection, allowances: Sequence[Allowance], now: datetime) -> tuple[Left, ...]:
    """One entry for each allowance, in their order."""
    return tuple([await _left(connection, allowance, now) for allowance in allowances])


async def reserve(
    connection: AsyncConnection, charges: Table, charged: str, allowances: Sequence[Allowance], now: datetime
) -> None:
    """Charge one to every allowance, or raise QuotaUsedUp; the caller's job then undoes what was charged.

    `charges` is the table of what is charged (battles, fights), and `charged` its id.
    """
    before = await left(connection, allowances, now)
    for allowance in allowances:
        if allowance.scope is Scope.SHARE:
            # Counted from the key's charges, so there is nothing to charge.
            if (await _left_of_share(connection, allowance, now)).remaining < 1:
                raise QuotaUsedUp(allowance.scope, before)
            continue
        opened_at = await _count(connection, allowance, now)
        if opened_at is None:
            raise QuotaUsedUp(allowance.scope, before)
        await connection.execute(
            insert(charges).values(
                {
                    _charged(charges): charged,
                    charges.c.scope: allowance.scope,
                    charges.c.subject: allowance.subject,
                    charges.c.kind: allowance.kind,
                    charges.c.window_opened_at: opened_at,
                    charges.c.state: ChargeState.RESERVED,
                }
            )
        )


async def settle(connection: AsyncConnection, charges: Table, charged: str, outcome: ChargeState) -> None:
    """Give the charges that are still reserved their outcome; refunded ones leave the window they were in."""
    reserved = and_(_charged(charges) == charged, charges.c.state == ChargeState.RESERVED)
    if outcome is ChargeState.REFUNDED:
        await connection.execute(
            update(quota_windows)
            .where(
                exists().where(
                    reserved,
                    charges.c.scope == quota_windows.c.scope,
                    charges.c.subject == quota_windows.c.subject,
                    charges.c.kind == quota_windows.c.kind,
                    charges.c.window_opened_at == quota_windows.c.opened_at,
                )
            )
            .values(used=quota_windows.c.used - 1)
        )
    await connection.execute(update(charges).where(reserved).values(state=outcome))


def _charged(charges: Table) -> Column[str]:
    """The column that says what was charged: the first of the key."""
    column: Column[str] = charges.primary_key.columns[0]
    return column


async def _left_of_share(connection: AsyncConnection, allowance: Allowance, now: datetime) -> Left:
    key = and_(
        quota_windows.c.scope == Scope.KEY,
        quota_windows.c.subject == allowance.subject,
        quota_windows.c.kind == allowance.kind,
        ~_over(now),
    )
    charges, charged = _CHARGED[allowance.kind]
    taken = (
        select(func.count())
        .select_from(charges.join(charged))
        .where(
            charges.c.scope == quota_windows.c.scope,
            charges.c.subject == quota_windows.c.subject,
            charges.c.kind == quota_windows.c.kind,
            charges.c.window_opened_at == quota_windows.c.opened_at,
            charges.c.state != ChargeState.REFUNDED,
            charged.c.guild_id == allowance.guild_id,
        )
        .correlate(quota_windows)
        .scalar_subquery()
    )
    window = (await connection.execute(select(quota_windows.c.ends_at, taken.label("used")).where(key))).one_or_none()
    return Left(
        kind=allowance.kind,
        scope=allowance.scope,
        limit=allowance.limit,
        used=window.used if window else 0,
        opens_at=window.ends_at if window else None,
    )


async def _left(connection: AsyncConnection, allowance: Allowance, now: datetime) -> Left:
    if allowance.scope is Scope.SHARE:
        return await _left_of_share(connection, allowance, now)
    window = (
        await connection.execute(
            select(quota_windows.c.used, quota_windows.c.ends_at).where(
                quota_windows.c.scope == allowance.scope,
                quota_windows.c.subject == allowance.subject,
                quota_windows.c.kind == allowance.kind,
                ~_over(now),
            )
        )
    ).one_or_none()
    return Left(
        kind=allowance.kind,
        scope=allowance.scope,
        limit=allowance.limit,
        used=window.used if window else 0,
        opens_at=window.ends_at if window else None,
    )


async def _count(connection: AsyncConnection, allowance: Allowance, now: datetime) -> datetime | None:
    """Count one in the allowance's window; the window's opening, None where nothing is left."""
    if allowance.limit < 1:
        # The condition of an upsert covers only its update, and a window's first use is an insert.
        return None
    window = dialect.insert(quota_windows).values(
        scope=allowance.scope,
        subject=allowance.subject,
        kind=allowance.kind,
        opened_at=now,
        ends_at=now + allowance.window,
        used=1,
    )
    over = _over(now)
    opened_at: datetime | None = await connection.scalar(
        window.on_conflict_do_update(
            index_elements=[quota_windows.c.scope, quota_windows.c.subject, quota_windows.c.kind],
            set_={
                "opened_at": case((over, window.excluded.opened_at), else_=quota_windows.c.opened_at),
                "ends_at": case((over, window.excluded.ends_at), else_=quota_windows.c.ends_at),
                "used": case((over, 1), else_=quota_windows.c.used + 1),
            },
            where=or_(over, quota_windows.c.used < allowance.limit),
        ).returning(quota_windows.c.opened_at)
    )
    return opened_at


def _over(now: datetime) -> ColumnElement[bool]:
    # A window of which all was refunded never began upstream either.
    return or_(quota_windows.c.ends_at <= now, quota_windows.c.used == 0)
