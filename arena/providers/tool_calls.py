"""Puts the tool calls of a streamed chat completion together from their pieces."""

from dataclasses import dataclass

from pydantic import BaseModel, Field

from arena.wire import ToolCall


class CalledFunction(BaseModel):
    """The name comes whole and once, the arguments in pieces of JSON text."""

    name: str | None = None
    arguments: str | None = None


class CallDelta(BaseModel):
    """A piece of a call. `index` says of which, where the endpoint counts."""

    index: int | None = None
    id: str | None = None
    function: CalledFunction = Field(default_factory=CalledFunction)


@dataclass(slots=True)
class _Growing:
    index: int | None
    id: str | None
    name: str
    arguments: str


class CallsBuilder:
    """Hand it every delta in order.

    A delta belongs to the call of its index, or to the latest one where it has none. Ollama gives several calls the
    same index: a delta with another id and a name begins a new call. (An id alone does not: some endpoints send a fresh
    one with every piece.)
    """

    def __init__(self) -> None:
        self._growing: list[_Growing] = []

    def add(self, delta: CallDelta) -> None:
        """Take the next piece."""
        call = self._call_of(delta)
        if call is None:
            call = _Growing(delta.index, delta.id, "", "")
            self._growing.append(call)
        call.id = call.id or delta.id
        call.name = call.name or delta.function.name or ""
        call.arguments += delta.function.arguments or ""

    def calls(self) -> tuple[ToolCall, ...]:
        """Those that have a name, in the order in which they began. One without an id gets a number as its id."""
        return tuple(
            ToolCall(id=call.id or f"call_{number}", name=call.name, arguments=call.arguments)
            for number, call in enumerate(self._growing)
            if call.name
        )

    def _call_of(self, delta: CallDelta) -> _Growing | None:
        if delta.index is None:
            found = self._growing[-1] if self._growing else None
        else:
            found = next((call for call in reversed(self._growing) if call.index == delta.index), None)
        if found is None:
            return None
        begins = bool(delta.function.name) and (delta.index is None or (bool(delta.id) and delta.id != found.id))
        return None if begins else found
