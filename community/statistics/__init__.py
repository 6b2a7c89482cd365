"""What a server's votes say beside its boards."""

from community.statistics.ports import Span, StatisticsReader
from community.statistics.values import Agreement, Position, Statistics, Sums

__all__ = ["Agreement", "Position", "Span", "Statistics", "StatisticsReader", "Sums"]
