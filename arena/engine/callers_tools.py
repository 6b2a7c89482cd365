"""Tools that whoever asks for a completion brings along: the model calls them, and the caller runs them."""

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import BaseModel, Field, JsonValue, TypeAdapter, ValidationError

from arena.engine.errors import BadRequest
from arena.wire import Tool, ToolCall
from arena.wire.concurred import CompletionMessage, CompletionRequest

Parsed = TypeVar("Parsed")
_Text = Annotated[str, Field(min_length=1)]


class _Function(BaseModel):
    name: _Text
    description: str = ""
    parameters: dict[str, JsonValue] = Field(default_factory=dict)


class _Offered(BaseModel):
    type: Literal["function"]
    function: _Function


class _Called(BaseModel):
    name: _Text
    arguments: str


class _Call(BaseModel):
    id: _Text
    function: _Called


_OFFERED: Final = TypeAdapter(list[_Offered])
_CALLS: Final = TypeAdapter(list[_Call])
_CALL_ID: Final = TypeAdapter(str)


@dataclass(frozen=True, slots=True)
class Toolbox:
    """What the model may call; with `must_answer` nothing, though the conversation may hold earlier calls."""

    tools: tuple[Tool, ...] = ()
    must_answer: bool = False

    @classmethod
    def of(cls, request: CompletionRequest) -> "Toolbox":
        """The tools of a request.

        Raises:
            BadRequest: they are not in OpenAI's form, or are asked for in a way that there is not here.
        """
        choice = (request.model_extra or {}).get("tool_choice")
        if choice not in (None, "auto", "none"):  # it may be an object, which no set can look for
            raise BadRequest('The field tool_choice must be "auto" or "none" here.')
        offered = _parsed(_OFFERED, request.tools or [], "tools")
        tools = tuple(
            Tool(name=each.function.name, description=each.function.description, parameters=each.function.parameters)
            for each in offered
        )
        return cls(tools, must_answer=choice == "none")


def calls_of(message: CompletionMessage) -> tuple[ToolCall, ...]:
    """The tools that an assistant called in an earlier message.

    Raises:
        BadRequest: they are not in OpenAI's form.
    """
    calls = _parsed(_CALLS, (message.model_extra or {}).get("tool_calls") or [], "tool_calls")
    return tuple(ToolCall(id=call.id, name=call.function.name, arguments=call.function.arguments) for call in calls)


def call_id_of(message: CompletionMessage) -> str | None:
    """Which call a tool's message answers.

    Raises:
        BadRequest: it does not say.
    """
    if message.role != "tool":
        return None
    return _parsed(_CALL_ID, (message.model_extra or {}).get("tool_call_id"), "tool_call_id")


def _parsed(form: TypeAdapter[Parsed], found: Any, field: str) -> Parsed:
    try:
        return form.validate_python(found)
    except ValidationError:
        # Not chained: pydantic's text quotes the request.
        raise BadRequest(f"The field {field} is not in OpenAI's form.") from None
