"""Chats of ModelChorus with one model: create, send, poll."""

from typing import Annotated

from pydantic import Field

from arena.wire.base import Id, Milliseconds, Request, Response
from arena.wire.battles import DEFAULT_POLL_INTERVAL_MS, Prompt
from arena.wire.locales import Locale
from arena.wire.models import Modality
from arena.wire.pages import Pagination

MAX_MODEL_NAME_CHARACTERS = 200


class CreateChat(Request):
    """`POST /api/v1/chats`. `model_id` is a display name or a slug."""

    model_id: Annotated[str, Field(min_length=1, max_length=MAX_MODEL_NAME_CHARACTERS)]
    locale: Locale = "en"
    modality: Annotated[Modality, Field(strict=False)] = Modality.TEXT


class SendMessage(Request):
    """`POST /api/v1/chats/:id/message`."""

    message: Prompt


class ChatCreated(Response):
    """The answer to a creation. How often to poll is said when a message is sent."""

    id: Id
    model_name: str = ""


class MessageAccepted(Response):
    """The answer to a message: `message_count` counts it and the reply that is being written."""

    status: str = ""
    message_count: int | None = None
    poll_url: str | None = None
    poll_interval_ms: Milliseconds = DEFAULT_POLL_INTERVAL_MS


class Message(Response):
    """One message of a chat. `created_at` is in Unix milliseconds."""

    id: Id
    role: str
    content: str = ""
    created_at: Milliseconds | None = None


class Chat(Response):
    """The state of a chat, `GET /api/v1/chats/:id`: a page of its messages, the oldest first.

    `is_active` says that a reply is being written. `error_code` is the house arena's: the last reply could not be had.
    """

    id: Id
    model_name: str = ""
    model_id: str = ""
    modality: str = Modality.TEXT
    message_count: int = 0
    is_active: bool = False
    created_at: Milliseconds | None = None
    messages: list[Message] = Field(default_factory=list)
    pagination: Pagination = Pagination()
    error_code: str | None = None
    error_message: str | None = None
