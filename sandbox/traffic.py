"""A record of what crossed the wire: what the bot sent, and what members were shown."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.state.entities import Upload


@dataclass(slots=True, kw_only=True)
class Sent:
    """One thing the bot sent. Over the gateway `method` is "GATEWAY" and `path` the opcode; tokens are left out."""

    method: str
    path: str
    body: Any = None
    files: list[Upload] = field(default_factory=list)
    status: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One event that went to members."""

    event: str
    data: dict[str, Any]
    members: frozenset[str]


@dataclass(slots=True)
class Traffic:
    """Both records, each in order."""

    sent: list[Sent] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
