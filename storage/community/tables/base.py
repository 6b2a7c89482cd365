"""What all tables of a community share."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import MetaData

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def one_of(column: str, values: Iterable[str]) -> str:
    """A CHECK that the column holds one of these values."""
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"
