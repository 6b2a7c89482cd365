"""How often, once each, with its source. Discord documents few of these and may change all of them."""

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds, counted from the first of them."""

    requests: int
    seconds: float
    source: str


_LIMITS = "topics/rate-limits"


class Pace(Enum):
    """The rates by name; `.value` is the rate. Of those of a route the key is its channel, guild or webhook."""

    ALL = Rate(50, 1.0, f"{_LIMITS}#global-rate-limit")
    INVALID = Rate(10_000, 600.0, f"{_LIMITS}#invalid-request-limit-aka-cloudflare-bans")
    GATEWAY = Rate(120, 60.0, "events/gateway#rate-limiting")
    SEND = Rate(5, 5.0, "not documented; what the headers of Discord say, discord-api-docs issue 4413")
    EDIT = Rate(5, 5.0, "not documented; as SEND, for edits")
    DELETE = Rate(5, 1.0, "not documented; as SEND, for deletions")
    TYPING = Rate(5, 5.0, "not documented; as SEND, for typing")
    WEBHOOK = Rate(5, 2.0, "not documented; as SEND, for each interaction's token")
    OLD_EDIT = Rate(3, 6.0, "topics/opcodes-and-status-codes, 30046; the numbers: userdoccers pull request 551")
    COMMAND_CREATES = Rate(200, 86_400.0, "interactions/application-commands#registering-a-command")


OLD_SECONDS = 60 * 60.0
"""From this age on a message falls under `Pace.OLD_EDIT` (topics/opcodes-and-status-codes, 30046)."""
HEARTBEAT_SECONDS = 41.25
"""The interval that HELLO names; events/gateway lets Discord choose it."""
HEARTBEAT_GRACE_SECONDS = 20.0
"""How late a heartbeat may be; events/gateway says only that some tolerance is there."""
GATEWAY_PAYLOAD_BYTES = 4096
"""The longest payload that a client may send (events/gateway#sending-events)."""
