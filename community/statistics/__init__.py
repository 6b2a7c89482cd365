"""What a server's votes say beside its boards."""

from community.statistics.highlights import Result, closest, surprises
from community.statistics.ports import MOST_RESULTS, Span, StatisticsReader
from community.statistics.values import Agreement, Position, Statistics, Sums

__all__ = [
    "MOST_RESULTS",
    "Agreement",
    "Position",
    "Result",
    "Span",
    "Statistics",
    "StatisticsReader",
    "Sums",
    "closest",
    "surprises",
]
