"""What a server's votes say beside its boards."""

from community.statistics.highlights import Result, closest, surprises
from community.statistics.juries import FightReader, Juries, juries
from community.statistics.ports import MOST_RESULTS, Span, StatisticsReader
from community.statistics.remarks import Opinion, Remark, RemarkReader
from community.statistics.values import ENOUGH_BATTLES, Agreement, Position, Statistics, Sums

__all__ = [
    "ENOUGH_BATTLES",
    "MOST_RESULTS",
    "Agreement",
    "FightReader",
    "Juries",
    "Opinion",
    "Position",
    "Remark",
    "RemarkReader",
    "Result",
    "Span",
    "Statistics",
    "StatisticsReader",
    "Sums",
    "closest",
    "juries",
    "surprises",
]
