"""How the caller of a completion wants it drawn: it reaches the endpoint, and a bound that ends the answer is told."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from openai import AsyncOpenAI

from arena.wire import ChatMessage, Chunk
from tests.arena.api import named
from tests.arena.api.concurred import card, house
from tests.arena.engine.contestants import Contestant

QUESTION: Any = {"role": "user", "content": "Why?"}
WISHES: dict[str, Any] = {
    "temperature": 0,
    "top_p": 0.9,
    "max_tokens": 50,
    "seed": -7,
    "stop": ["END", "\n\n"],
    "presence_penalty": 1.5,
    "frequency_penalty": -2,
}


class Talkative(Contestant):
    """Stops where it has to."""

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        yield Chunk("And another thing")
        yield Chunk(at_limit=True)


async def test_what_the_caller_wishes_reaches_the_endpoint_and_nothing_else_does(tmp_path: Path) -> None:
    async with (
        house(tmp_path, lambda _: "Because.", [card("opal")]) as arena,
        AsyncOpenAI(api_key=arena.key, base_url=f"{arena.arena.http.base_url}/api/v1", max_retries=0) as client,
    ):
        await client.chat.completions.create(model="opal", messages=[QUESTION], **WISHES)
        more: dict[str, Any] = {"stop": "END", "max_tokens": 50, "max_completion_tokens": 20}
        await client.chat.completions.create(model="opal", messages=[QUESTION], **more)
        await client.chat.completions.create(model="opal", messages=[QUESTION])
        first, second, plain = [dict(asked.body) for asked in arena.asked("opal")]
    assert {name: first[name] for name in WISHES} == WISHES
    assert (second["stop"], second["max_tokens"]) == (["END"], 20)
    assert set(plain) == {"model", "messages", "stream", "stream_options"}


async def test_an_answer_that_a_bound_ended_says_so(tmp_path: Path) -> None:
    async with named.house(tmp_path, Talkative("quartz")) as (arena, key):
        path, body = "/api/v1/chat/completions", named.COMPLETION
        whole = (await arena.http.post(path, json=body, headers=key)).json()
        streamed = await arena.http.post(path, json=body | {"stream": True}, headers=key)
    assert whole["choices"][0]["finish_reason"] == "length"
    assert '"finish_reason": "length"' in streamed.text
