"""What the endpoints that anybody may read are made of."""

from dataclasses import dataclass

from arena.engine.boards import Boards
from arena.engine.draws import Draws
from arena.engine.feeds import Feeds
from arena.engine.suggestions import Suggestions
from arena.engine.values import Clock


@dataclass(frozen=True, slots=True)
class Reading:
    """The use cases, and the clock by which their answers grow old."""

    boards: Boards
    feeds: Feeds
    draws: Draws
    suggestions: Suggestions
    clock: Clock
