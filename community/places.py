"""Where things are shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message on Discord."""

    channel_id: int
    message_id: int
