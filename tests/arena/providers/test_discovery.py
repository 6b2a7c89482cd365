import random
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from arena.providers import Catalogue, ModelsConfig, ModelsFileError, open_models
from arena.providers.ollama import ollama_url
from arena.wire import TextModel, sees, writes
from tests.arena.providers.conversations import ask
from tests.arena.providers.foreign import DONE, Play, delta
from tests.support.serving import serve

BASELINES = ["baseline-echo", "baseline-eliza", "baseline-markov"]
PAINTERS = ["painter-plasma", "painter-glass", "painter-streams", "painter-rosette"]
EMBEDDERS = [
    {"name": "nomic-embed-text:latest", "details": {"family": "nomic-bert", "families": ["nomic-bert"]}},
    {"name": "all-minilm:33m", "details": {"family": "bert", "families": None}},
    {"name": "qwen3-embedding:0.6b", "details": {"family": "qwen3"}},
]


def _ollama(*names: str, capabilities: dict[str, list[str]] | None = None) -> Starlette:
    """As far as it is used here: the list of models, what each can do (an older one does not tell), and a completion.

    The completion says which model was asked.
    """

    async def show(request: Request) -> Response:
        told = (capabilities or {}).get((await request.json())["model"])
        details = {"details": {"family": "llama"}, "model_info": {}}
        return JSONResponse(details if told is None else details | {"capabilities": told})

    async def tags(_request: Request) -> Response:
        chat = [{"name": name, "size": 1, "details": {"family": "llama", "families": ["llama"]}} for name in names]
        return JSONResponse({"models": [*EMBEDDERS, *chat]})

    async def complete(request: Request) -> Response:
        return Play([delta((await request.json())["model"]), delta(finish="stop"), DONE])

    return Starlette(
        routes=[
            Route("/api/tags", tags),
            Route("/api/show", show, methods=["POST"]),
            Route("/v1/chat/completions", complete, methods=["POST"]),
        ],
    )


def writer(catalogue: Catalogue, slug: str) -> TextModel:
    model = catalogue.models[slug]
    assert writes(model)
    return model


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nobody listens."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{reserved.getsockname()[1]}"


async def test_a_models_file_is_exactly_what_competes_and_painters_where_it_has_none(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_text('[[models]]\nname = "One"\nmodel = "1"\nbase_url = "http://127.0.0.1:1/v1"\nkey_variable = "K"')
    config = ModelsConfig(models_file=file, baselines_only=True, environ={"K": "sk-hidden"})
    async with open_models(config) as catalogue:
        assert list(catalogue.models) == ["one", *PAINTERS]
        assert catalogue.notes == ()
    assert "sk-hidden" not in repr(config)


async def test_where_the_file_has_an_image_model_no_painter_competes(tmp_path: Path) -> None:
    file = tmp_path / "models.toml"
    file.write_text(
        '[[models]]\nname = "One"\nmodel = "1"\nbase_url = "http://127.0.0.1:1/v1"\noutput_modalities = ["image"]'
    )
    async with open_models(ModelsConfig(models_file=file)) as catalogue:
        assert list(catalogue.models) == ["one"]


async def test_a_bad_models_file_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ModelsFileError):
        async with open_models(ModelsConfig(models_file=tmp_path / "none.toml")):
            pytest.fail("it must not start")


async def test_baselines_only_asks_nobody() -> None:
    async with open_models(ModelsConfig(baselines_only=True), rng=random.Random(0)) as catalogue:  # noqa: S311 - a seed
        assert list(catalogue.models) == [*BASELINES, *PAINTERS]
        assert (await ask(writer(catalogue, "baseline-echo"), "Hi"))[0].startswith("You said")


async def test_a_running_ollama_brings_its_chat_models_and_nothing_else_competes() -> None:
    async with (
        serve(_ollama("llama3.2:3b", "qwen3:8b")) as url,
        open_models(ModelsConfig(ollama_host=url)) as catalogue,
    ):
        assert list(catalogue.models) == ["llama3.2-3b", "qwen3-8b", *PAINTERS]
        assert catalogue.notes == ()
        assert [model.card.provider for model in catalogue.models.values() if writes(model)] == ["Ollama", "Ollama"]
        assert (await ask(writer(catalogue, "qwen3-8b")))[0] == "qwen3:8b"


async def test_ollama_says_which_models_see_and_which_call_tools() -> None:
    capabilities = {
        "llama3.2:3b": ["completion", "tools"],
        "gemma3:4b": ["completion", "vision"],
        "qwen3-vl:8b": ["completion", "vision", "tools", "thinking"],
    }
    async with (
        serve(_ollama(*capabilities, "old:1b", capabilities=capabilities)) as url,
        open_models(ModelsConfig(ollama_host=url)) as catalogue,
    ):
        cards = [model.card for model in catalogue.models.values() if writes(model)]
    assert {card.name: (sees(card), card.calls_tools) for card in cards} == {
        "llama3.2:3b": (False, True),
        "gemma3:4b": (True, False),
        "qwen3-vl:8b": (True, True),
        "old:1b": (False, False),
    }


async def test_a_proxy_of_the_environment_is_not_asked_for_loopback(
    monkeypatch: pytest.MonkeyPatch, nobody: str
) -> None:
    monkeypatch.setenv("HTTP_PROXY", nobody)
    async with (
        serve(_ollama("llama3.2:3b", "qwen3:8b")) as url,
        open_models(ModelsConfig(ollama_host=url)) as catalogue,
    ):
        assert list(catalogue.models) == ["llama3.2-3b", "qwen3-8b", *PAINTERS]


@pytest.mark.local_model
@pytest.mark.usefixtures("broken_weights")
async def test_without_the_local_model_the_baselines_compete_and_a_note_says_why(nobody: str) -> None:
    async with open_models(ModelsConfig(ollama_host=nobody)) as catalogue:
        assert list(catalogue.models) == [*BASELINES, *PAINTERS]
        (note,) = catalogue.notes
        assert note.startswith("The small language model cannot be served here: ")


@pytest.mark.local_model
@pytest.mark.usefixtures("broken_weights")
async def test_one_chat_model_is_no_battle_so_others_join_it() -> None:
    async with serve(_ollama("llama3.2:3b")) as url, open_models(ModelsConfig(ollama_host=url)) as catalogue:
        assert list(catalogue.models) == ["llama3.2-3b", *BASELINES, *PAINTERS]


@pytest.mark.local_model
async def test_with_nothing_configured_the_local_model_and_the_baselines_compete(nobody: str) -> None:
    async with open_models(ModelsConfig(ollama_host=nobody)) as catalogue:
        contestants = ["smollm2-135m-greedy", "smollm2-135m-t0.6", "smollm2-135m-t1.2", "smollm2-135m-brief"]
        assert list(catalogue.models) == [*contestants, *BASELINES, *PAINTERS]
        assert catalogue.notes == ()


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434"),
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),  # noqa: S104 - it is read, not bound
        ("0.0.0.0:8080", "http://127.0.0.1:8080"),
        ("https://ollama.example", "https://ollama.example"),
    ],
)
def test_an_ollama_host_is_read_as_ollama_reads_it(host: str, url: str) -> None:
    assert str(ollama_url(host)) == url
