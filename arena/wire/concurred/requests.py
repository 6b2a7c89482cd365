"""What Concurred's battle, fight and legacy chat are asked (reference page, "All Parameters").

A message over 2,000 characters and a fight without streaming are refused by errors that `code_of` tells apart.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from arena.wire.base import Request
from arena.wire.concurred.completions import CompletionMessage, CompletionRequest, ImagePart, ImageUrl, TextPart
from arena.wire.concurred.errors import MESSAGE_TOO_LONG, STREAMING_REQUIRED

MAX_MESSAGE_CHARACTERS: Final = 2_000
"""Longest message (reference page, `message`)."""

MAX_ROUNDS: Final = 10
"""Most rounds of a fight (reference page, `rounds`)."""

MIN_FIGHTERS: Final = 2
MAX_FIGHTERS: Final = 8
"""How many models fight (reference page, "Mode Comparison")."""

_BATTLE_MODELS: Final = 2
_PARAMETERS: Final = frozenset(
    ("message", "mode", "model", "models", "image_url", "messages", "rounds", "agentMode", "fightStyle", "stream")
)
"""All that is documented, whichever mode it is for (reference page, "All Parameters")."""
_MULTIPLE: Final = "multiple-"


class FightStyle(StrEnum):
    """How agents of one round see each other: one after the other, or all at once from a frozen context."""

    BRAWL = "brawl"
    BLITZ = "blitz"


def _message(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise PydanticCustomError(
            MESSAGE_TOO_LONG,
            "must have at most {limit} characters, not {length}",
            {"limit": MAX_MESSAGE_CHARACTERS, "length": len(text)},
        )
    return text


def _streamed(stream: bool) -> bool:  # noqa: FBT001 - a validator gets the field's value and nothing else
    if not stream:
        raise PydanticCustomError(STREAMING_REQUIRED, "a fight is always streamed")
    return stream


def _known_style(style: object) -> FightStyle:
    return FightStyle.BLITZ if style == FightStyle.BLITZ else FightStyle.BRAWL


def _names(models: str | list[str]) -> tuple[str, ...]:
    return tuple(name.strip() for name in (models.split(",") if isinstance(models, str) else models))


def _contestants(least: int, most: int) -> Callable[[str | list[str]], str | list[str]]:
    def check(models: str | list[str]) -> str | list[str]:
        names = _names(models)
        if not least <= len(names) <= most:
            wanted = f"{least}" if least == most else f"{least} to {most}"
            raise PydanticCustomError(
                "models_count", "must name {wanted} models, not {given}", {"wanted": wanted, "given": len(names)}
            )
        if "" in names or len(set(names)) < len(names):
            raise ValueError("must name every model once, and none without a name")
        return models

    return check


class HistoryMessage(Request):
    """One earlier turn of the conversation."""

    role: Literal["user", "assistant", "system"]
    content: str


class Question(Request):
    """What every mode asks with. `messages` are the turns before `message`; `image_url` is a public http(s) address."""

    message: Annotated[str, AfterValidator(_message)]
    image_url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = Field(default=None, alias="image_url")
    messages: list[HistoryMessage] | None = None
    stream: bool = True

    @model_validator(mode="before")
    @classmethod
    def _what_other_modes_take_is_ignored(cls, body: Any) -> Any:
        """One table lists the parameters of all modes; clients that send one too many are not wrong (page, same)."""
        if not isinstance(body, dict):
            return body
        own = {field.alias for field in cls.model_fields.values()} | set(cls.model_fields)
        return {name: value for name, value in body.items() if name in own or name not in _PARAMETERS}


class BattleRequest(Question):
    """`POST /api/v1/battle`, and `/api/chat` with the mode: two models answer side by side."""

    mode: Literal["battle"] = "battle"
    models: Annotated[str | list[str], AfterValidator(_contestants(_BATTLE_MODELS, _BATTLE_MODELS))]

    @property
    def model_names(self) -> tuple[str, ...]:
        """The models, however they were written."""
        return _names(self.models)


class FightRequest(Question):
    """`POST /api/v1/fight`, and `/api/chat` with the mode: models answer in rounds and vote.

    Without `models` all fight, at most eight. `agent_mode` (`multiple-NAME`) sets four of one model against each other
    and goes before `models`. An unknown `fight_style` is a brawl.
    """

    mode: Literal["fight"] = "fight"
    models: Annotated[str | list[str], AfterValidator(_contestants(MIN_FIGHTERS, MAX_FIGHTERS))] | None = None
    rounds: Annotated[int, Field(ge=1, le=MAX_ROUNDS)] = 1
    agent_mode: Annotated[str, Field(pattern=rf"^{_MULTIPLE}\S+$")] | None = None
    fight_style: Annotated[FightStyle, BeforeValidator(_known_style)] = FightStyle.BRAWL
    stream: Annotated[bool, AfterValidator(_streamed)] = True

    @property
    def model_names(self) -> tuple[str, ...] | None:
        """The models, however they were written; None for all of them."""
        return None if self.models is None else _names(self.models)

    @property
    def multiplied(self) -> str | None:
        """The one model that fights against itself, None in an ordinary fight."""
        return None if self.agent_mode is None else self.agent_mode.removeprefix(_MULTIPLE)


class ChatRequest(Question):
    """`POST /api/chat` with mode "chat": one model answers."""

    mode: Literal["chat"] = "chat"
    model: Annotated[str, Field(min_length=1)]

    def completion(self) -> CompletionRequest:
        """The same question to `/api/v1/chat/completions`."""
        content: str | list[TextPart | ImagePart] = self.message
        if self.image_url is not None:
            content = [
                TextPart(type="text", text=self.message),
                ImagePart(type="image_url", image_url=ImageUrl(url=self.image_url)),
            ]
        earlier = [CompletionMessage(role=turn.role, content=turn.content) for turn in self.messages or []]
        return CompletionRequest(
            model=self.model, messages=[*earlier, CompletionMessage(role="user", content=content)], stream=self.stream
        )


LegacyRequest: TypeAlias = ChatRequest | BattleRequest | FightRequest
"""A body of `POST /api/chat`. Its `mode` maps 1:1 to the newer endpoints, so their types serve both."""

LEGACY_REQUEST: Final[TypeAdapter[LegacyRequest]] = TypeAdapter(
    Annotated[LegacyRequest, Field(discriminator="mode")], config={"hide_input_in_errors": True}
)
"""Reads a body of `POST /api/chat`, where `mode` is required."""
