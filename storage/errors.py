"""What can go wrong with the database.

StorageError
├── DatabaseUnwritable   nothing was saved: locked too long, disk full, file read-only; another try may help
├── DatabaseClosed       used after its close: a mistake of the caller
└── SchemaUnknown        the file was written by a newer Blindbout; starting would risk its data
"""

from community.errors import StoreUnavailable


class StorageError(Exception):
    """The database could not do what was asked; nothing of it was saved."""


class DatabaseUnwritable(StorageError, StoreUnavailable):  # noqa: N818 - reads as what happened
    """The database is locked by another process for too long, the disk is full, or the file is read-only."""


class DatabaseClosed(StorageError):  # noqa: N818 - reads as what happened
    """The database was used after its close."""


class SchemaUnknown(StorageError):  # noqa: N818 - reads as what happened
    """The file holds a schema revision that this version of the code does not know."""
