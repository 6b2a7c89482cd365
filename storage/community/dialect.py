"""What differs between databases, in one place.

SQLite is the one served. Two things here would change with another: the upsert below, and that the statements of this
package count on a writer that is alone (`storage.database` begins IMMEDIATE): between two statements of one job
nobody else writes. Where several write at a time, a ballot would have to lock its battle's row first.
"""

from sqlalchemy.dialects.sqlite import insert

__all__ = ["insert"]
