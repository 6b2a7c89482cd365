"""Exports for administrators: a guild's battles and ballots, with members as pseudonyms."""

from community.exports.errors import ExportTooLarge, NothingToExport, ParquetMissing
from community.exports.exporting import export
from community.exports.files import Format
from community.exports.ports import ExportReader
from community.exports.records import VERDICTS, BallotRecord, BattleRecord, Closing, Message, pseudonym

__all__ = [
    "VERDICTS",
    "BallotRecord",
    "BattleRecord",
    "Closing",
    "ExportReader",
    "ExportTooLarge",
    "Format",
    "Message",
    "NothingToExport",
    "ParquetMissing",
    "export",
    "pseudonym",
]
