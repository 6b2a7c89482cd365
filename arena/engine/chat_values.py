"""What a chat is, and what the engine needs from whoever keeps its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from arena.engine.values import Contestant, Failure, Written
from arena.wire import Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. A reply that is being written has neither `finished_at` nor `failure`; `text` is what there is yet.

    In an image chat a reply's text is the id of its picture.
    """

    number: int
    id: str
    role: Literal["user", "assistant"]
    text: str
    created_at: datetime
    finished_at: datetime | None = None
    failure: Failure | None = None

    @property
    def pending(self) -> bool:
        """Whether the model is still to write it."""
        return self.finished_at is None and self.failure is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat of `owner` with one model, as that was called when the chat began."""

    id: str
    owner: str
    modality: Modality
    locale: str
    model: Contestant
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPage:
    """A chat with some of its messages, in order, the number of them all, and the last one, if there is any."""

    chat: Chat
    messages: Sequence[Message]
    count: int
    latest: Message | None

    @property
    def active(self) -> bool:
        """Whether a reply is being written."""
        return self.latest is not None and self.latest.pending

    @property
    def last(self) -> Message:
        """The last message of a chat that is active."""
        if self.latest is None:
            raise ValueError("the chat has no messages yet")
        return self.latest


class ChatStore(Protocol):
    """Keeps chats. Each method is one transaction, on the disk when it returns; writing raises `NotSaved`."""

    async def create(self, chat: Chat) -> None:
        """Add a chat."""
        ...

    async def page(self, chat_id: str, owner: str, *, after: int, limit: int) -> ChatPage | None:
        """The chat with at most `limit` messages after that number, if it is this owner's."""
        ...

    async def before(self, chat_id: str, number: int) -> list[Message]:
        """All messages before that number."""
        ...

    async def send(self, chat_id: str, said: Message, reply: Message) -> bool:
        """Add both if they follow on the last message and that is not being written; say whether."""
        ...

    async def claim(self, *, now: datetime, until: datetime) -> Sequence[tuple[Chat, Message]]:
        """Say that this process lives until then, and take over the replies that nobody who lives is writing."""
        ...

    async def release(self) -> None:
        """Say that this process writes no more; what it has not finished is the others'."""
        ...

    async def keep(self, chat_id: str, number: int, text: str) -> None:
        """Store what was written so far, if the reply is still this process's work."""
        ...

    async def finish(self, chat_id: str, number: int, written: Written, *, at: datetime) -> None:
        """Store the whole reply, on the same condition."""
        ...

    async def fail(self, chat_id: str, number: int, failure: Failure) -> None:
        """End a reply that is not finished."""
        ...

    async def give_up(self, chat_id: str, number: int, failure: Failure) -> None:
        """The same, if the reply is still this process's work."""
        ...
