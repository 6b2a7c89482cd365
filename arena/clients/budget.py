"""How many requests a key may send: one budget, shared by everybody who uses the key."""

from typing import Final

from aiolimiter import AsyncLimiter

PARTNER_REQUESTS_PER_MINUTE: Final = 600
"""What a key that may write has a minute (ModelChorus reference page, "Rate Limits")."""

_BURST_SHARE: Final = 0.1
"""Share of a minute's requests that may go out at once.

A leaky bucket lets a full bucket out at once and then drips, so within the first minute both together must fit.
"""

_POLLING_SHARE: Final = 0.75
"""Share of the budget that polling may fill; the rest stays free for creations, votes and what members look up."""

_SHORTEST_POLL_SECONDS: Final = 0.1
"""A server that asks for a shorter interval, or none, does not make the client spin."""


def poll_interval(server_interval_ms: float, battles_in_flight: int, requests_per_minute: int) -> float:
    """Seconds between two polls of one battle.

    Never shorter than the server asks for, and as long as it takes for all battles in flight to share the budget
    fairly: at 600 requests a minute, 20 battles polled every 2 s would fill all of it.
    """
    fair = battles_in_flight * 60 / (requests_per_minute * _POLLING_SHARE)
    return max(server_interval_ms / 1000, fair, _SHORTEST_POLL_SECONDS)


class RequestBudget:
    """Lets no more than `requests_per_minute` requests out in any 60 seconds."""

    def __init__(self, requests_per_minute: int = PARTNER_REQUESTS_PER_MINUTE) -> None:
        if requests_per_minute < 1:
            raise ValueError("a request budget needs at least one request a minute")
        self.requests_per_minute = requests_per_minute
        burst = max(1.0, requests_per_minute * _BURST_SHARE)
        dripping_per_minute = max(requests_per_minute - burst, 1.0)
        self._bucket = AsyncLimiter(burst, 60 * burst / dripping_per_minute)

    async def acquire(self) -> None:
        """Wait until one more request may go out, and count it."""
        await self._bucket.acquire()

    def poll_interval(self, server_interval_ms: float, battles_in_flight: int) -> float:
        """Seconds between two polls of one battle, as `poll_interval` with this budget."""
        return poll_interval(server_interval_ms, battles_in_flight, self.requests_per_minute)
