"""Tools that the caller of a completion brings along, with OpenAI's own SDK and over plain HTTP."""

from pathlib import Path
from typing import Any

from openai import AsyncOpenAI

from tests.arena.api.concurred import House, card, house
from tests.arena.api.served import error_of
from tests.support.openai_endpoint import Asked, Calls

CARDS = [card("opal", calls_tools=True), card("basalt")]
WEATHER: Any = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a city.",
        "parameters": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
    },
}
QUESTION: Any = {"role": "user", "content": "Is it warm in Rome?"}


def asking(asked: Asked) -> str | Calls:
    if asked.may_search and not asked.results:
        return Calls(("Rome", "Ostia"))
    return f"It is {asked.results[0]}." if asked.results else "Mostly."


def sdk(arena: House) -> AsyncOpenAI:
    return AsyncOpenAI(api_key=arena.key, base_url=f"{arena.arena.http.base_url}/api/v1", max_retries=0)


async def test_a_model_calls_the_callers_tool_and_answers_with_its_result(tmp_path: Path) -> None:
    async with house(tmp_path, asking, CARDS) as arena, sdk(arena) as client:
        first = await client.chat.completions.create(model="opal", messages=[QUESTION], tools=[WEATHER])
        choice = first.choices[0]
        calls: Any = choice.message.tool_calls
        assert (choice.finish_reason, choice.message.content) == ("tool_calls", None)
        assert [(call.id, call.type, call.function.name, call.function.arguments) for call in calls] == [
            ("call_opal_0", "function", "weather", '{"query": "Rome"}'),
            ("call_opal_1", "function", "weather", '{"query": "Ostia"}'),
        ]
        results: Any = [{"role": "tool", "tool_call_id": call.id, "content": "20 degrees"} for call in calls]
        messages: Any = [QUESTION, choice.message.model_dump(exclude_unset=True), *results]
        second = await client.chat.completions.create(model="opal", messages=messages, tools=[WEATHER])
        assert (second.choices[0].message.content, second.choices[0].finish_reason) == ("It is 20 degrees.", "stop")
        asked = arena.asked("opal")
    assert asked[0].body["tools"] == [WEATHER]


async def test_calls_are_streamed_as_openai_streams_them(tmp_path: Path) -> None:
    async with (
        house(tmp_path, asking, CARDS) as arena,
        sdk(arena) as client,
        client.chat.completions.stream(model="opal", messages=[QUESTION], tools=[WEATHER]) as stream,
    ):
        final = await stream.get_final_completion()
    calls: Any = final.choices[0].message.tool_calls
    assert [call.function.arguments for call in calls] == ['{"query": "Rome"}', '{"query": "Ostia"}']
    assert final.choices[0].finish_reason == "tool_calls"


async def test_where_no_call_is_wanted_none_is_made(tmp_path: Path) -> None:
    async with house(tmp_path, asking, CARDS) as arena, sdk(arena) as client:
        answer = await client.chat.completions.create(
            model="opal", messages=[QUESTION], tools=[WEATHER], tool_choice="none"
        )
    assert answer.choices[0].message.content == "Mostly."


CALL: Any = {"id": "1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
REFUSED: dict[str, dict[str, Any]] = {
    "a model that calls no tools": {"model": "basalt", "tools": [WEATHER]},
    "a fallback that calls none": {"fallback": ["basalt"], "tools": [WEATHER]},
    "a tool that is none": {"tools": [{"type": "function"}]},
    "a tool of another kind": {"tools": [{"type": "retrieval", "function": {"name": "x"}}]},
    "a call that must be made": {"tools": [WEATHER], "tool_choice": "required"},
    "a call that is named": {"tools": [WEATHER], "tool_choice": {"type": "function", "function": {"name": "weather"}}},
    "a result of no call": {"messages": [QUESTION, {"role": "tool", "content": "20"}]},
    "nothing said and nothing called": {"messages": [QUESTION, {"role": "assistant", "content": None}]},
    "a call without a name": {
        "messages": [QUESTION, {"role": "assistant", "content": None, "tool_calls": [{"id": "1"}]}]
    },
    "calls to a model that makes none": {
        "model": "basalt",
        "messages": [QUESTION, {"role": "assistant", "content": None, "tool_calls": [CALL]}],
    },
}


async def test_what_cannot_be_done_with_tools_is_refused_before_anybody_is_asked(tmp_path: Path) -> None:
    async with house(tmp_path, asking, CARDS) as arena:
        for what, body in REFUSED.items():
            answer = await arena.post("/api/v1/chat/completions", **({"model": "opal", "messages": [QUESTION]} | body))
            assert error_of(answer) == (400, "BAD_REQUEST"), what
        assert not arena.endpoint.asked
