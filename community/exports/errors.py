"""What an export can be refused for.

Refusal (community.errors)
├── ParquetMissing       the extra `parquet` is not installed
├── NothingToExport      the guild has no battle that is closed and revealed
└── ExportTooLarge       the file is larger than the place it is for takes
"""

from community.errors import Refusal


class ParquetMissing(Refusal):
    """Parquet needs the extra `parquet`, which is not installed."""


class NothingToExport(Refusal):
    """The guild has no battle that is closed and revealed."""


class ExportTooLarge(Refusal):
    """The file is larger than the place it is for takes.

    Attributes:
        size: in bytes.
        limit: the largest that is taken, in bytes.
    """

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"an export of {size} bytes, where {limit} are taken")
        self.size = size
        self.limit = limit
