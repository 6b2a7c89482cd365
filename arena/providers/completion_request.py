"""A conversation in the JSON of a chat completion's request."""

import base64
from collections.abc import Sequence

from pydantic import JsonValue

from arena.wire import ChatMessage, Picture, Tool, ToolCall


def messages_body(messages: Sequence[ChatMessage]) -> list[JsonValue]:
    """The `messages`. Pictures go as `data:` URLs, because not every endpoint can reach where they came from."""
    return [_message(message) for message in messages]


def tools_body(tools: Sequence[Tool], *, must_answer: bool) -> dict[str, JsonValue]:
    """The fields that offer the tools; none where there are none."""
    if not tools:
        return {}
    # Not left out where no call is wanted: some endpoints refuse calls in the history of tools that are not offered.
    return {"tools": [_tool(tool) for tool in tools], "tool_choice": "none" if must_answer else "auto"}


def _message(message: ChatMessage) -> dict[str, JsonValue]:
    body: dict[str, JsonValue] = {"role": message.role, "content": message.content}
    if message.pictures:
        body["content"] = [{"type": "text", "text": message.content}, *map(_image, message.pictures)]
    if message.calls:
        body |= {"content": message.content or None, "tool_calls": [_call(call) for call in message.calls]}
    if message.call_id is not None:
        body["tool_call_id"] = message.call_id
    return body


def _image(picture: Picture) -> JsonValue:
    file = base64.b64encode(picture.file).decode()
    return {"type": "image_url", "image_url": {"url": f"data:{picture.media_type};base64,{file}"}}


def _call(call: ToolCall) -> JsonValue:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}


def _tool(tool: Tool) -> JsonValue:
    function: JsonValue = {"name": tool.name, "description": tool.description, "parameters": dict(tool.parameters)}
    return {"type": "function", "function": function}
