"""What a model asks for while it answers, and what it is shown."""

import base64
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.providers import OpenAICompatible
from arena.providers.tool_calls import CallDelta, CallsBuilder
from arena.wire import AnswerCut, ChatMessage, Chunk, ModelCard, Picture, Tool, ToolCall
from tests.arena.providers.foreign import DONE, ForeignEndpoint, Play, delta, event
from tests.support.serving import serve

CARD = ModelCard(slug="foreign", name="Foreign 1", provider="Elsewhere", calls_tools=True)
TOOL = Tool(name="look_up", description="Looks it up.", parameters={"type": "object"})
PARIS = ToolCall(id="call_1", name="look_up", arguments='{"query": "Paris"}')
ROME = ToolCall(id="call_2", name="look_up", arguments='{"query": "Rome"}')


def calling(*calls: dict[str, object], finish: str | None = None) -> bytes:
    return event({"choices": [{"index": 0, "delta": {"tool_calls": list(calls)}, "finish_reason": finish}]})


def whole(call: ToolCall, **more: object) -> dict[str, object]:
    return {"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}, **more}


def piece(index: int, arguments: str) -> dict[str, object]:
    return {"index": index, "function": {"arguments": arguments}}


OPENAI = [
    delta(None, role="assistant"),
    calling({"index": 0, "id": "call_1", "type": "function", "function": {"name": "look_up", "arguments": ""}}),
    calling(piece(0, '{"query": ')),
    calling(piece(0, '"Paris"}')),
    calling({"index": 1, "id": "call_2", "type": "function", "function": {"name": "look_up", "arguments": ""}}),
    calling(piece(1, '{"query": "Rome"}')),
    delta(finish="tool_calls"),
    DONE,
]
OLLAMA = [calling(whole(PARIS, index=0)), calling(whole(ROME, index=0), finish="tool_calls"), DONE]
UNNUMBERED = [calling(whole(PARIS)), calling(whole(ROME)), delta(finish="stop"), DONE]
TOGETHER = [calling(whole(PARIS, index=0), whole(ROME, index=1)), delta(finish="stop"), DONE]
FRESH_IDS = [
    calling({"index": 0, "id": "call_1", "function": {"name": "look_up", "arguments": '{"query":'}}),
    calling({"index": 0, "id": "chatcmpl-77", "function": {"arguments": ' "Paris"}'}}),
    calling(whole(ROME, index=1)),
    DONE,
]


async def answered(
    client: httpx.AsyncClient, *pieces: bytes, messages: list[ChatMessage] | None = None, must_answer: bool = False
) -> tuple[list[Chunk], dict[str, object]]:
    """What the model brings, and what it was asked."""
    endpoint = ForeignEndpoint(Play(pieces))
    async with serve(endpoint.app) as url:
        model = OpenAICompatible(CARD, client=client, base_url=f"{url}/v1", model="foreign-1")
        asked = messages or [ChatMessage("user", "Which city?")]
        chunks = [chunk async for chunk in model.answer(asked, tools=[TOOL], must_answer=must_answer)]
    return chunks, endpoint.bodies[0]


@pytest.mark.parametrize(
    "pieces",
    [OPENAI, OLLAMA, UNNUMBERED, TOGETHER, FRESH_IDS],
    ids=["as OpenAI", "one index for all", "no index", "in one event", "a fresh id with every piece"],
)
async def test_calls_are_put_together_however_an_endpoint_cuts_them(
    client: httpx.AsyncClient, pieces: list[bytes]
) -> None:
    chunks, _ = await answered(client, *pieces)
    assert chunks == [Chunk(calls=(PARIS, ROME))]


@given(st.lists(st.integers(0, 40), max_size=6))
def test_arguments_may_be_split_anywhere(cuts: list[int]) -> None:
    ends = [0, *sorted(cuts), len(PARIS.arguments)]
    building = CallsBuilder()
    first: dict[str, object] = {"index": 0, "id": PARIS.id, "function": {"name": PARIS.name}}
    for part in [first, *(piece(0, PARIS.arguments[a:b]) for a, b in pairwise(ends))]:
        building.add(CallDelta.model_validate(part))
    assert building.calls() == (PARIS,)


async def test_a_call_without_an_id_gets_one_and_one_without_a_name_is_none(client: httpx.AsyncClient) -> None:
    nameless = {"index": 1, "id": "call_9", "function": {"arguments": "{}"}}
    chunks, _ = await answered(client, calling(whole(PARIS, index=0) | {"id": None}, nameless), DONE)
    assert [chunk.calls for chunk in chunks] == [(ToolCall(id="call_0", name="look_up", arguments=PARIS.arguments),)]


async def test_text_before_a_call_comes_first(client: httpx.AsyncClient) -> None:
    chunks, _ = await answered(client, delta("Let me see."), *OLLAMA)
    assert chunks == [Chunk("Let me see."), Chunk(calls=(PARIS, ROME))]


async def test_neither_text_nor_calls_is_no_answer(client: httpx.AsyncClient) -> None:
    with pytest.raises(AnswerCut):
        await answered(client, delta(" "), delta(finish="tool_calls"), DONE)


@pytest.mark.parametrize(("must_answer", "choice"), [(False, "auto"), (True, "none")])
async def test_tools_are_offered_in_openais_words(client: httpx.AsyncClient, *, must_answer: bool, choice: str) -> None:
    _, body = await answered(client, delta("Paris."), DONE, must_answer=must_answer)
    assert body["tools"] == [
        {
            "type": "function",
            "function": {"name": "look_up", "description": "Looks it up.", "parameters": {"type": "object"}},
        }
    ]
    assert body["tool_choice"] == choice


async def test_calls_and_their_results_go_back_in_openais_words(client: httpx.AsyncClient) -> None:
    messages = [
        ChatMessage("user", "Which city?"),
        ChatMessage("assistant", "", calls=(PARIS,)),
        ChatMessage("tool", "It is in France.", call_id="call_1"),
    ]
    _, body = await answered(client, delta("Paris."), DONE, messages=messages)
    assert body["messages"] == [
        {"role": "user", "content": "Which city?"},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {
                    "id": "call_1",
                    "type": "function",
                    "function": {"name": "look_up", "arguments": '{"query": "Paris"}'},
                }
            ],
        },
        {"role": "tool", "content": "It is in France.", "tool_call_id": "call_1"},
    ]


async def test_a_picture_goes_inside_the_message(client: httpx.AsyncClient) -> None:
    message = ChatMessage("user", "What is this?", pictures=(Picture(b"\xff\xd8a file", "image/jpeg"),))
    _, body = await answered(client, delta("A cat."), DONE, messages=[message])
    url = "data:image/jpeg;base64," + base64.b64encode(b"\xff\xd8a file").decode()
    assert body["messages"] == [
        {
            "role": "user",
            "content": [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": url}}],
        }
    ]
    assert b"a file" not in repr(message).encode()
