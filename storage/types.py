"""Column types that SQLite's STRICT tables and PostgreSQL both take.

STRICT tables know only INTEGER, REAL, TEXT and BLOB; SQLAlchemy's own DateTime, Boolean and BigInteger compile to
others.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, Dialect, Integer
from sqlalchemy.types import TypeDecorator

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

Snowflake = BigInteger().with_variant(Integer(), "sqlite")
"""A Discord id or another 64-bit integer."""


class UtcTime(TypeDecorator[datetime]):
    """An aware datetime, stored as Unix microseconds."""

    impl = Snowflake
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To the database."""
        return None if value is None else microseconds(value - _EPOCH)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """From the database."""
        return None if value is None else _EPOCH + value * _MICROSECOND


def microseconds(span: timedelta) -> int:
    """A span of time as `Duration` stores it."""
    return span // _MICROSECOND


class Day(TypeDecorator[date]):
    """A day of UTC, stored as the number of days since 1 January 1970."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To the database."""
        return None if value is None else (value - _EPOCH.date()).days

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:  # noqa: ARG002 - SQLAlchemy's signature
        """From the database."""
        return None if value is None else _EPOCH.date() + timedelta(days=value)


class Duration(TypeDecorator[timedelta]):
    """A span of time, stored as microseconds."""

    impl = Snowflake
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To the database."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:  # noqa: ARG002 - SQLAlchemy's signature
        """From the database."""
        return None if value is None else value * _MICROSECOND


class Flag(TypeDecorator[bool]):
    """True or false, stored as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:  # noqa: ARG002, FBT001 - SQLAlchemy's signature
        """To the database."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:  # noqa: ARG002 - SQLAlchemy's signature
        """From the database."""
        return None if value is None else bool(value)
