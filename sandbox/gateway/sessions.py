"""Gateway sessions: numbered events, kept while the client is away, so that RESUME can replay them."""

import json
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntFlag
from typing import Any

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.state.serialize import without_content

Json = dict[str, Any]
Send = Callable[[str], None]

DISPATCH = 0
_KEPT = 5000
_RESUMABLE = timedelta(minutes=3)


class Intent(IntFlag):
    """The intents that decide what is delivered (events/gateway#gateway-intents)."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    MESSAGE_CONTENT = 1 << 15


@dataclass(slots=True, kw_only=True)
class Session:
    """One IDENTIFY. `send` is None while no socket is attached.

    Events are kept as the text that was sent: thousands of nested objects would make the collector pause for long.
    """

    id: str
    intents: Intent
    shard: tuple[int, int]
    send: Send | None
    sequence: int = 0
    kept: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=_KEPT))
    left_at: datetime | None = None

    def dispatch(self, event: str, data: Json) -> None:
        """Number an event, keep it, and send it when somebody listens."""
        self.sequence += 1
        payload = {"op": DISPATCH, "t": event, "s": self.sequence, "d": data}
        text = json.dumps(payload, separators=(",", ":"))
        self.kept.append((self.sequence, text))
        if self.send is not None:
            self.send(text)

    def serves(self, guild_id: str | None) -> bool:
        """Whether the guild falls to this session's shard; what has none falls to shard 0 (events/gateway#sharding)."""
        number, count = self.shard
        return (int(guild_id or 0) >> 22) % count == number

    def missed(self, sequence: int) -> list[str] | None:
        """The events after `sequence`; None when they are no longer all there."""
        events = [text for number, text in self.kept if number > sequence]
        return events if len(events) == self.sequence - sequence else None


class Sessions:
    """All sessions, by id. Events that shall come late or twice do so here."""

    def __init__(self, clock: Clock, faults: Faults, *, bot_id: str) -> None:
        self._clock = clock
        self._faults = faults
        self._bot_id = bot_id
        self._sessions: dict[str, Session] = {}

    def open(self, intents: Intent, shard: tuple[int, int], send: Send) -> Session:
        """A new session with its socket attached."""
        session = Session(id=secrets.token_hex(16), intents=intents, shard=shard, send=send)
        self._sessions[session.id] = session
        return session

    def find(self, session_id: str) -> Session | None:
        """The session with this id, if it can still be resumed."""
        self._forget_old()
        return self._sessions.get(session_id)

    def leave(self, session: Session, *, for_good: bool) -> None:
        """The socket is gone: keep the session for a RESUME, or drop it when the client closed it on purpose."""
        session.send = None
        session.left_at = self._clock.now()
        if for_good:
            self._sessions.pop(session.id, None)

    def dispatch(self, event: str, data: Json, intent: Intent | None = None) -> None:
        """Send an event to every session that serves its guild and has the intent; None needs no intent."""
        self.tell(event, data.get("guild_id"), intent, lambda _: data)

    def dispatch_message(self, event: str, data: Json) -> None:
        """Send a message event; without the content intent only what events/gateway lets through."""
        direct = "guild_id" not in data
        own = data["author"]["id"] == self._bot_id
        mentioned = any(user["id"] == self._bot_id for user in data["mentions"])

        def readable(session: Session) -> Json:
            allowed = direct or own or mentioned or session.intents & Intent.MESSAGE_CONTENT
            return data if allowed else without_content(data)

        self.tell(event, data.get("guild_id"), messages_intent(data), readable)

    def tell(
        self, event: str, guild_id: str | None, intent: Intent | None, data_for: Callable[[Session], Json]
    ) -> None:
        """Send an event of this guild, made for each session that is concerned."""

        def deliver() -> None:
            self._forget_old()
            for session in self._sessions.values():
                if session.serves(guild_id) and (intent is None or session.intents & intent):
                    session.dispatch(event, data_for(session))

        fault = self._faults.for_event(event)
        if fault is None:
            deliver()
            return
        for _ in range(1 + fault.copies):
            if fault.seconds > 0:
                self._clock.call_later(fault.seconds, deliver)
            else:
                deliver()

    def _forget_old(self) -> None:
        oldest = self._clock.now() - _RESUMABLE
        for session in list(self._sessions.values()):
            if session.send is None and session.left_at is not None and session.left_at < oldest:
                del self._sessions[session.id]


def messages_intent(data: Json) -> Intent:
    """The intent for an event about messages: those of a guild, or direct ones."""
    return Intent.GUILD_MESSAGES if "guild_id" in data else Intent.DIRECT_MESSAGES
