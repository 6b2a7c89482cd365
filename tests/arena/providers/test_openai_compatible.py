import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing

import httpx
import pytest
import pytest_asyncio
import stamina
from pydantic import SecretStr

from arena.providers import OpenAICompatible, Sampling, TimeLimits
from arena.wire import (
    AnswerCut,
    ChatMessage,
    Chunk,
    GenerationError,
    ModelCard,
    ModelRefused,
    ModelUnreachable,
    Usage,
    Wishes,
)
from tests.arena.providers.conversations import ask, chunks
from tests.arena.providers.foreign import DONE, ForeignEndpoint, Play, delta, event, usage
from tests.support.serving import serve

KEY = "sk-very-secret-0123456789"
CARD = ModelCard(slug="foreign", name="Foreign 1", provider="Elsewhere")
SHORT = TimeLimits(connect=1.0, read=0.2, whole=5.0)


class Elsewhere:
    """Serves foreign endpoints and makes models of them."""

    def __init__(self, client: httpx.AsyncClient, stack: AsyncExitStack) -> None:
        self._client = client
        self._stack = stack

    async def model(
        self,
        endpoint: ForeignEndpoint,
        *,
        key: str | None = KEY,
        sampling: Sampling | None = None,
        limits: TimeLimits = SHORT,
    ) -> OpenAICompatible:
        url = await self._stack.enter_async_context(serve(endpoint.app))
        return self.at(f"{url}/v1/", key=key, sampling=sampling, limits=limits)

    def at(
        self, url: str, *, key: str | None = KEY, sampling: Sampling | None = None, limits: TimeLimits = SHORT
    ) -> OpenAICompatible:
        return OpenAICompatible(
            CARD,
            client=self._client,
            base_url=url,
            model="vendor/foreign-1",
            key=None if key is None else SecretStr(key),
            sampling=sampling,
            limits=limits,
        )


@pytest_asyncio.fixture
async def elsewhere(client: httpx.AsyncClient) -> AsyncIterator[Elsewhere]:
    async with AsyncExitStack() as stack:
        yield Elsewhere(client, stack)


async def test_what_is_wished_goes_before_the_models_own_sampling_and_of_two_bounds_the_lower_one_holds(
    elsewhere: Elsewhere,
) -> None:
    endpoint = ForeignEndpoint(*(Play([delta("Yes."), delta(finish="length"), DONE]) for _ in range(3)))
    model = await elsewhere.model(endpoint, sampling=Sampling(temperature=1.2, max_tokens=20, stop=["\n\n"]))
    wished = model.adjusted(Wishes(temperature=0.0, max_tokens=50, seed=3, stop=("END",)))

    received = [chunk async for chunk in wished.answer([ChatMessage("user", "Why?")])]
    await ask(model.adjusted(Wishes(max_tokens=5)), "Why?")
    await ask(model, "Why?")

    assert received == [Chunk("Yes."), Chunk(at_limit=True)]
    drawn = [
        {name: body.get(name) for name in ("temperature", "max_tokens", "seed", "stop")} for body in endpoint.bodies
    ]
    assert drawn == [
        {"temperature": 0.0, "max_tokens": 20, "seed": 3, "stop": ["END"]},
        {"temperature": 1.2, "max_tokens": 5, "seed": None, "stop": ["\n\n"]},
        {"temperature": 1.2, "max_tokens": 20, "seed": None, "stop": ["\n\n"]},
    ]


async def test_an_answer_streams_in_order_and_ends_with_its_usage(elsewhere: Elsewhere) -> None:
    endpoint = ForeignEndpoint(
        Play([delta(""), delta("Blue "), delta("light."), delta(finish="stop"), usage(7, 3), DONE])
    )
    model = await elsewhere.model(endpoint)

    received = [chunk async for chunk in model.answer([ChatMessage("user", "Why?")])]

    assert received == [Chunk("Blue "), Chunk("light."), Chunk(usage=Usage(prompt_tokens=7, completion_tokens=3))]


async def test_the_request_is_a_streamed_chat_completion(elsewhere: Elsewhere) -> None:
    endpoint = ForeignEndpoint(Play([delta("Hi"), DONE]))
    model = await elsewhere.model(endpoint, sampling=Sampling(temperature=0.5, top_p=0.9, max_tokens=20, seed=4))

    async for _ in model.answer([ChatMessage("system", "Be kind."), ChatMessage("user", "Hello")]):
        pass

    assert endpoint.bodies == [
        {
            "model": "vendor/foreign-1",
            "messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hello"}],
            "stream": True,
            "stream_options": {"include_usage": True},
            "temperature": 0.5,
            "top_p": 0.9,
            "max_tokens": 20,
            "seed": 4,
        }
    ]
    assert endpoint.authorizations == [f"Bearer {KEY}"]


async def test_without_a_key_no_authorization_is_sent(elsewhere: Elsewhere) -> None:
    endpoint = ForeignEndpoint(Play([delta("Hi"), DONE]))
    await ask(await elsewhere.model(endpoint, key=None))
    assert endpoint.authorizations == [None]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
async def test_the_stream_may_be_split_anywhere(elsewhere: Elsewhere, size: int) -> None:
    answer = "Grüße, 世界 🙂!\r\n"
    stream = b": a comment\n\n" + b"".join(map(delta, answer)) + delta(finish="stop") + usage(1, 2) + DONE
    pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
    model = await elsewhere.model(ForeignEndpoint(Play(pieces)))

    assert await ask(model) == (answer, Usage(prompt_tokens=1, completion_tokens=2))


async def test_reasoning_is_no_part_of_the_answer(elsewhere: Elsewhere) -> None:
    play = Play(
        [
            delta(None, reasoning="Let me see"),
            delta(None, reasoning_content="hm"),
            delta("<thi"),
            delta("nk>six times seven</think>\n\nForty"),
            delta("-two"),
            DONE,
        ]
    )
    text, _ = await ask(await elsewhere.model(ForeignEndpoint(play)))
    assert text == "Forty-two"


@pytest.mark.parametrize(
    "ending",
    [
        [delta(finish="length"), DONE],
        [delta(finish="length")],
        [DONE],
        [delta(finish="stop"), b"data: [DONE]"],
    ],
    ids=["length", "no end mark", "no finish reason", "no blank line"],
)
async def test_an_answer_with_a_finish_reason_or_an_end_mark_is_whole(
    elsewhere: Elsewhere, ending: list[bytes]
) -> None:
    model = await elsewhere.model(ForeignEndpoint(Play([delta("Half a"), *ending])))
    assert (await ask(model))[0] == "Half a"


@pytest.mark.parametrize("then", ["cut", "hang"])
async def test_what_happens_after_the_finish_reason_takes_nothing_away(elsewhere: Elsewhere, then: str) -> None:
    play = Play([delta("All of it"), delta(finish="stop")], then=then)  # type: ignore[arg-type] # parametrised literal
    assert (await ask(await elsewhere.model(ForeignEndpoint(play))))[0] == "All of it"


@pytest.mark.parametrize(
    "play",
    [
        Play([delta("Half")]),
        Play([delta("Half")], then="cut"),
        Play([delta("Half")], then="hang"),
        Play([delta("Half"), b'data: {"choices": [\n\n', DONE]),
        Play([delta("Half"), event({"error": {"code": 502, "message": "upstream"}}), DONE]),
        Play([delta("Half"), delta(finish="error"), DONE]),
        Play([b"data: <html>\n\n"]),
        Play([delta("  "), delta(finish="stop"), DONE]),
        Play([delta("<think>all of it"), delta(finish="length"), DONE]),
    ],
    ids=["ends", "cut", "stalls", "malformed", "error event", "gives up", "no JSON", "blank", "only thinking"],
)
async def test_an_answer_that_stops_early_is_cut_and_never_asked_for_again(elsewhere: Elsewhere, play: Play) -> None:
    endpoint = ForeignEndpoint(play)
    with pytest.raises(AnswerCut):
        await ask(await elsewhere.model(endpoint))
    assert len(endpoint.bodies) == 1


async def test_what_came_before_the_cut_was_delivered(elsewhere: Elsewhere) -> None:
    model = await elsewhere.model(ForeignEndpoint(Play([delta("Half")], then="cut")))
    async with aclosing(chunks(model)) as answer:
        assert await anext(answer) == Chunk("Half")
        with pytest.raises(AnswerCut):
            await anext(answer)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 422, 302])
async def test_a_refusal_is_not_asked_again(elsewhere: Elsewhere, status: int) -> None:
    endpoint = ForeignEndpoint(Play([b'{"error": {"message": "no such model"}}'], status=status))
    with pytest.raises(ModelRefused, match=f"foreign: HTTP {status}.*no such model"):
        await ask(await elsewhere.model(endpoint))
    assert len(endpoint.bodies) == 1


@pytest.mark.parametrize(
    "play",
    [
        Play([b"{}"], content_type="application/json"),
        Play([b"<html>"], content_type="text/html"),
        Play([delta("I can"), delta(finish="content_filter"), DONE]),
        Play([event({"error": {"code": 403, "message": "moderated"}})]),
    ],
    ids=["not streamed", "a web page", "content filter", "error event first"],
)
async def test_an_endpoint_that_will_not_answer_refuses(elsewhere: Elsewhere, play: Play) -> None:
    with pytest.raises(ModelRefused):
        await ask(await elsewhere.model(ForeignEndpoint(play)))


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize(
    "failure",
    [Play(status=429), Play(status=503), Play(status=500), Play(), Play(then="cut"), Play([b": ping\n\n"], then="cut")],
    ids=["429", "503", "500", "empty", "cut", "cut after a comment"],
)
async def test_what_fails_before_the_first_event_is_asked_again(elsewhere: Elsewhere, failure: Play) -> None:
    endpoint = ForeignEndpoint(failure, Play([delta("Here"), DONE]))
    assert (await ask(await elsewhere.model(endpoint)))[0] == "Here"
    assert endpoint.bodies[0] == endpoint.bodies[1]


@pytest.mark.usefixtures("no_pauses")
async def test_an_endpoint_that_stays_down_is_unreachable_after_three_tries(elsewhere: Elsewhere) -> None:
    endpoint = ForeignEndpoint(*(Play(status=503) for _ in range(4)))
    with pytest.raises(ModelUnreachable, match="HTTP 503"):
        await ask(await elsewhere.model(endpoint))
    assert len(endpoint.bodies) == 3


async def test_retry_after_is_honoured(elsewhere: Elsewhere) -> None:
    waits: list[float] = []
    stamina.instrumentation.set_on_retry_hooks([lambda details: waits.append(details.wait_for)])
    try:
        endpoint = ForeignEndpoint(Play(status=429, headers_too={"retry-after": "0.2"}), Play([delta("Here"), DONE]))
        assert (await ask(await elsewhere.model(endpoint)))[0] == "Here"
    finally:
        stamina.instrumentation.set_on_retry_hooks(None)
    assert waits == [0.2]


async def test_a_retry_after_beyond_the_deadline_is_not_waited_for(elsewhere: Elsewhere) -> None:
    endpoint = ForeignEndpoint(Play(status=429, headers_too={"retry-after": "3600"}))
    with pytest.raises(ModelUnreachable, match="HTTP 429"):
        await asyncio.wait_for(ask(await elsewhere.model(endpoint)), 3)
    assert len(endpoint.bodies) == 1


@pytest.mark.usefixtures("no_pauses")
async def test_a_closed_port_is_unreachable(elsewhere: Elsewhere) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        with pytest.raises(ModelUnreachable, match="foreign: no connection"):
            await ask(elsewhere.at(f"http://127.0.0.1:{reserved.getsockname()[1]}/v1"))


async def test_silence_before_the_first_event_is_unreachable_and_not_asked_again(elsewhere: Elsewhere) -> None:
    endpoint = ForeignEndpoint(Play(then="hang"))
    with pytest.raises(ModelUnreachable, match="silent"):
        await ask(await elsewhere.model(endpoint))
    assert len(endpoint.bodies) == 1


async def test_the_whole_answer_has_a_deadline(elsewhere: Elsewhere) -> None:
    limits = TimeLimits(read=60, whole=0.3)
    endpoint = ForeignEndpoint(Play([delta("Half")], then="hang"), Play(then="hang"))
    model = await elsewhere.model(endpoint, limits=limits)
    with pytest.raises(AnswerCut):
        await asyncio.wait_for(ask(model), 5)
    with pytest.raises(ModelUnreachable):
        await asyncio.wait_for(ask(model), 5)


async def test_the_deadline_never_strikes_the_reader_of_a_chunk(elsewhere: Elsewhere) -> None:
    play = Play([delta("One"), delta(finish="stop"), DONE])
    model = await elsewhere.model(ForeignEndpoint(play), limits=TimeLimits(whole=0.2))
    async with aclosing(chunks(model)) as answer:
        assert await anext(answer) == Chunk("One")
        never = asyncio.Event()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(never.wait(), 0.4)  # a reader slower than the deadline


async def test_closing_the_answer_early_hangs_up(elsewhere: Elsewhere) -> None:
    play = Play([delta("Once upon")], then="hang")
    async with aclosing(chunks(await elsewhere.model(ForeignEndpoint(play), limits=TimeLimits()))) as answer:
        assert await anext(answer) == Chunk("Once upon")
    await asyncio.wait_for(play.client_left.wait(), 5)


async def test_cancelling_the_reader_hangs_up(elsewhere: Elsewhere) -> None:
    play = Play([delta("Once upon")], then="hang")
    model = await elsewhere.model(ForeignEndpoint(play), limits=TimeLimits())
    began = asyncio.Event()

    async def read() -> None:
        async for _ in model.answer([ChatMessage("user", "Why?")]):
            began.set()

    reader = asyncio.create_task(read())
    await asyncio.wait_for(began.wait(), 5)
    reader.cancel()
    await asyncio.wait_for(play.client_left.wait(), 5)
    assert reader.cancelled()


@pytest.mark.usefixtures("no_pauses")
@pytest.mark.parametrize("status", [401, 429])
async def test_no_error_and_no_log_holds_the_key_or_the_prompt(
    elsewhere: Elsewhere, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    caplog.set_level("DEBUG")
    endpoint = ForeignEndpoint(*(Play([f"bad key {KEY}".encode()], status=status) for _ in range(3)))
    with pytest.raises(GenerationError) as raised:
        await ask(await elsewhere.model(endpoint), "a private question")
    captured = capsys.readouterr()
    logged = "\n".join([str(raised.value), repr(raised.value), caplog.text, captured.out, captured.err])
    assert "bad key ***" in logged
    assert KEY not in logged
    assert "a private question" not in logged


@pytest.mark.parametrize("key", ["sk-líne", "sk\nline", "sk line", ""])
def test_a_key_that_no_header_takes_is_refused_without_quoting_it(client: httpx.AsyncClient, key: str) -> None:
    with pytest.raises(ValueError, match="no HTTP header") as raised:
        OpenAICompatible(CARD, client=client, base_url="http://x", model="m", key=SecretStr(key))
    assert not key or key not in str(raised.value)
