"""Writing records to files: JSON lines, CSV and Parquet."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Literal, Protocol, get_args, get_origin

from pydantic import BaseModel

from community.exports.errors import ParquetMissing
from community.exports.records import Record


class Format(StrEnum):
    """How an export is written."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


class Sheet(Protocol):
    """A file that takes records."""

    def write(self, records: Sequence[Record]) -> None:
        """Add the records at its end."""
        ...


@contextmanager
def sheet(path: Path, kind: type[Record], form: Format) -> Iterator[Sheet]:
    """A new file for records of this kind; whole when the block ends.

    Raises:
        ParquetMissing: the extra `parquet` is not installed.
    """
    if form is Format.PARQUET:
        with _parquet(path, kind) as opened:
            yield opened
        return
    with path.open("w", encoding="utf-8", newline="" if form is Format.CSV else "\n") as file:
        if form is Format.JSONL:
            yield _Lines(file)
        else:
            yield _Table(csv.DictWriter(file, list(kind.model_fields)))


class _Lines:
    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, records: Sequence[Record]) -> None:
        self._file.writelines(record.model_dump_json() + "\n" for record in records)


class _Table:
    """Lists become JSON in their cell; an unknown value is an empty cell."""

    def __init__(self, writer: "csv.DictWriter[str]") -> None:
        self._writer = writer
        self._writer.writeheader()

    def write(self, records: Sequence[Record]) -> None:
        self._writer.writerows(_cells(record.model_dump(mode="json")) for record in records)


def _cells(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | bool) else value
        for name, value in values.items()
    }


class _Parquet:
    def __init__(self, writer: Any, schema: Any) -> None:
        self._writer = writer
        self._schema = schema

    def write(self, records: Sequence[Record]) -> None:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to import

        rows = [record.model_dump(mode="json") for record in records]
        self._writer.write_table(pa.Table.from_pylist(rows, schema=self._schema))


@contextmanager
def _parquet(path: Path, kind: type[Record]) -> Iterator[Sheet]:
    try:
        import pyarrow as pa  # noqa: PLC0415 - an extra, and slow to import
        from pyarrow import parquet  # noqa: PLC0415 - the same
    except ImportError as error:
        raise ParquetMissing from error
    schema = pa.schema(
        [
            pa.field(name, _arrow(pa, field.annotation), nullable=NoneType in get_args(field.annotation))
            for name, field in kind.model_fields.items()
        ]
    )
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        yield _Parquet(writer, schema)


_PLAIN: Final = {str: "string", int: "int64", float: "float64", bool: "bool_"}


def _arrow(pa: Any, annotation: Any) -> Any:
    """The Arrow type of a field; a literal and an enumeration are their strings."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return pa.list_(_arrow(pa, inner[0]))
    if origin is UnionType:
        return _arrow(pa, next(one for one in inner if one is not NoneType))
    if origin is Literal:
        return pa.string()
    if issubclass(annotation, BaseModel):
        return pa.struct([(name, _arrow(pa, field.annotation)) for name, field in annotation.model_fields.items()])
    return getattr(pa, _PLAIN[str if issubclass(annotation, StrEnum) else annotation])()
