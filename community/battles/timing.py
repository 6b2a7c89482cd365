"""How long the steps of a battle may take, and when members are told that one takes long."""

from datetime import timedelta
from typing import Final

LOOK_EVERY: Final = 1.0
"""Seconds between two looks for deadlines: a vote closes at most this late."""
RECONCILE_EVERY: Final = 30
"""Looks between two searches for battles that no task drives although one should."""
ANSWER_TIME: Final = timedelta(minutes=10)
"""How long two models may take together. The small local model needs seconds on two slow cores."""
ARRIVAL_TIME: Final = timedelta(minutes=1)
"""How long a follow-up whose asking was not answered may take to show up upstream: twice as long as a request may."""
SLOW_AFTER: Final = timedelta(seconds=60)
"""When the waiting message begins to say that this takes longer than usual."""
NAMES_SLOW_AFTER: Final = timedelta(seconds=10)
"""When the closed message shows the tally and says that the names are on their way."""
NAMES_TIME: Final = timedelta(hours=24)
"""How long a source that cannot be reached is asked for the names."""
FACTS_SECONDS: Final = 5.0
"""How many seconds of the machine a reveal waits to learn what the answers took."""
ANNOUNCE_WITHIN: Final = timedelta(hours=24)
"""A reveal that is older than this when the process comes back is no news any more."""
MAX_PAUSE: Final = 60.0
"""Longest pause in seconds between two questions for the names."""
CLOSED_KEY_FOR: Final = timedelta(hours=1)
"""How long a key rests whose source says that it is used up, but not until when.

The window is over after a day for certain, but it may be over in a minute; an hour costs one refused start at most.
"""
