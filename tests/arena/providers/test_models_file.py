from collections.abc import Awaitable
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from arena.providers import Fetcher, ModelsFileError, OpenAICompatible, OpenAIImages, models_from_file
from arena.wire import Modality, sees
from tests.arena.providers.conversations import ask
from tests.arena.providers.foreign import DONE, ForeignEndpoint, Play, delta
from tests.support.serving import serve

LLAMA = """
[[models]]
name = "Llama 3.3 70B"
model = "meta-llama/llama-3.3-70b-instruct"
base_url = "https://openrouter.ai/api/v1"
key_variable = "OPENROUTER_API_KEY"
"""


async def _models(
    path: Path, client: httpx.AsyncClient | None = None, **environ: str
) -> tuple[OpenAICompatible | OpenAIImages, ...]:
    client = client or httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(404)))
    return await models_from_file(path, client=client, fetcher=Fetcher(client), environ=environ)


def _read(
    path: Path, text: str, client: httpx.AsyncClient | None = None, **environ: str
) -> Awaitable[tuple[OpenAICompatible | OpenAIImages, ...]]:
    path.write_text(text, encoding="utf-8")
    return _models(path, client, **environ)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "models.toml"


async def test_an_entry_needs_a_name_a_model_and_an_address(path: Path) -> None:
    (model,) = await _read(path, LLAMA, OPENROUTER_API_KEY="sk-or-1")
    assert model.card.slug == "llama-3.3-70b"
    assert model.card.name == "Llama 3.3 70B"
    assert model.card.provider == "openrouter.ai"
    assert model.card.input_modalities == (Modality.TEXT,)
    assert not model.card.calls_tools
    assert model.card.input_cost_per_1m is None
    assert model.card.sampling is None
    assert model.card.shares_weights_with is None


async def test_an_entry_may_say_everything(path: Path) -> None:
    more = """
slug = "llama"
provider = "Meta"
input_modalities = ["text", "image"]
output_modalities = ["text"]
input_cost_per_1m = 0
output_cost_per_1m = 0.38
calls_tools = true
sampling = { temperature = 0.2, max_tokens = 500 }
"""
    (model,) = await _read(path, LLAMA + more, OPENROUTER_API_KEY="sk-or-1")
    assert model.card.slug == "llama"
    assert model.card.provider == "Meta"
    assert model.card.input_modalities == (Modality.TEXT, Modality.IMAGE)
    assert model.card.calls_tools
    assert (model.card.input_cost_per_1m, model.card.output_cost_per_1m) == (0, 0.38)
    assert model.card.sampling == "temperature 0.2, max_tokens 500"


async def test_a_model_of_the_file_is_asked_with_its_key_and_sampling(path: Path, client: httpx.AsyncClient) -> None:
    endpoint = ForeignEndpoint(Play([delta("Hi"), DONE]))
    async with serve(endpoint.app) as url:
        entry = f'name="N"\nmodel="m"\nbase_url="{url}/v1"\nkey_variable="K"\nsampling={{seed=4}}'
        (model,) = await _read(path, f"[[models]]\n{entry}", client, K=" sk-1\n")
        assert isinstance(model, OpenAICompatible)
        assert (await ask(model))[0] == "Hi"
    assert endpoint.authorizations == ["Bearer sk-1"]
    assert (endpoint.bodies[0]["model"], endpoint.bodies[0]["seed"]) == ("m", 4)


async def test_an_entry_that_makes_images_is_an_image_model(path: Path) -> None:
    (model,) = await _read(path, LLAMA + 'output_modalities = ["image"]', OPENROUTER_API_KEY="sk-or-1")
    assert isinstance(model, OpenAIImages)
    assert model.card.output_modalities == (Modality.IMAGE,)


async def test_entries_on_the_same_weights_say_so(path: Path) -> None:
    second = LLAMA.replace('70B"', '70B hot"') + "sampling = { temperature = 1.5 }"
    other = LLAMA.replace("meta-llama/", "").replace('70B"', '70B elsewhere"')
    models = await _read(path, LLAMA + second + other, OPENROUTER_API_KEY="sk-or-1")
    shared = "meta-llama/llama-3.3-70b-instruct"
    assert [model.card.shares_weights_with for model in models] == [shared, shared, None]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (LLAMA + 'base_ulr = "x"', "model 1 (Llama 3.3 70B): unknown field 'base_ulr'"),
        (LLAMA + 'key = "sk-secret"', "model 1 (Llama 3.3 70B): unknown field 'key'"),
        (LLAMA + "sampling = { heat = 1 }", "unknown field 'sampling.heat'"),
        (LLAMA + "sampling = { temperature = 9.0 }", "sampling.temperature"),
        (LLAMA + "input_cost_per_1m = -1.0", "input_cost_per_1m"),
        (LLAMA + 'input_cost_per_1m = "1"', "input_cost_per_1m"),
        (LLAMA + 'slug = "Llama 3"', "slug"),
        (LLAMA + 'output_modalities = ["text", "image"]', 'must be ["text"] or ["image"]'),
        (LLAMA + "output_modalities = []", "output_modalities"),
        (LLAMA + 'output_modalities = ["image"]\nsampling = { seed = 1 }', "an image model takes no sampling"),
        (LLAMA + 'output_modalities = ["image"]\ncalls_tools = true', "calls no tools"),
        (LLAMA + 'input_modalities = ["smell"]', "input_modalities"),
        (LLAMA.replace("https://", "ftp://"), "base_url"),
        (LLAMA.replace("https://", "https://user:pass@"), "must not hold a user name"),
        (LLAMA + "[[models]]\nname = 'B'\nbase_url = 'http://x'", "model 2 (B): 'model' is missing"),
        (LLAMA + "[[models]]", "model 2: 'name' is missing"),
        (LLAMA + LLAMA, "model 2 (Llama 3.3 70B): the slug 'llama-3.3-70b' is taken"),
        (
            LLAMA.replace("Llama 3.3 70B", "模型").replace("meta-llama/llama-3.3-70b-instruct", "模型"),
            "suggests a slug",
        ),
        (LLAMA.replace("OPENROUTER_API_KEY", "NO_KEY"), "the environment variable NO_KEY is not set"),
        (LLAMA.replace("OPENROUTER_API_KEY", "BAD_KEY"), "BAD_KEY holds characters that no key has"),
        ("", "the file: 'models' is missing"),
        ("models = []", "models"),
        ("models = [1]", "model 1"),
        ("[[model]]", "unknown field 'model'"),
        ("[[models]", "is not TOML"),
    ],
)
async def test_a_mistake_is_named_with_its_file_and_entry(path: Path, text: str, problem: str) -> None:
    with pytest.raises(ModelsFileError) as raised:
        await _read(path, text, OPENROUTER_API_KEY="sk-or-1", BAD_KEY="sk bad")
    assert str(path) in str(raised.value)
    assert problem in str(raised.value)
    assert "sk-secret" not in str(raised.value)
    assert "sk bad" not in str(raised.value)


async def test_all_mistakes_are_named_at_once(path: Path) -> None:
    with pytest.raises(ModelsFileError) as raised:
        await _read(path, LLAMA + "x = 1\n" + LLAMA + "y = 2")
    assert "model 1" in str(raised.value)
    assert "model 2" in str(raised.value)


async def test_a_file_that_is_not_there_is_named(path: Path) -> None:
    with pytest.raises(ModelsFileError, match="cannot be read: No such file"):
        await _models(path)


@pytest.fixture
def no_text(path: Path) -> Path:
    path.write_bytes(b"\xff\xfe")
    return path


async def test_a_file_that_is_no_text_is_named(no_text: Path) -> None:
    with pytest.raises(ModelsFileError, match="is not TOML"):
        await _models(no_text)


def _listing(*models: dict[str, object]) -> Starlette:
    """A list of models as OpenRouter gives it: more is known of each than anybody here asks for."""

    async def models_(request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer sk-1"
        return JSONResponse(
            {"data": [{"name": "x", "created": 1, "pricing": {"prompt": "0"}} | model for model in models]}
        )

    return Starlette(routes=[Route("/v1/models", models_)])


def _entry(url: str, model: str, more: str = "") -> str:
    return f'[[models]]\nname = "{model}"\nmodel = "{model}"\nbase_url = "{url}/v1"\nkey_variable = "K"\n{more}\n'


async def test_what_an_entry_leaves_open_its_endpoint_may_say(path: Path, client: httpx.AsyncClient) -> None:
    seeing: dict[str, object] = {"architecture": {"input_modalities": ["text", "image"]}, "context_length": 128_000}
    calling: dict[str, object] = {
        "supported_parameters": ["temperature", "tools", "tool_choice"],
        "context_length": None,
    }
    app = _listing(
        {"id": "seeing"} | seeing, {"id": "calling"} | calling, {"id": "said"} | seeing | calling, {"id": "bare"}
    )
    async with serve(app) as url:
        said = 'input_modalities = ["text"]\ncalls_tools = false\ncontext_tokens = 4096'
        entries = [_entry(url, model) for model in ("seeing", "calling", "bare", "unheard-of")]
        models = await _read(path, "".join([*entries, _entry(url, "said", said)]), client, K="sk-1")
    assert {
        model.card.slug: (sees(model.card), model.card.calls_tools, model.card.context_tokens) for model in models
    } == {
        "seeing": (True, False, 128_000),
        "calling": (False, True, None),
        "bare": (False, False, None),
        "unheard-of": (False, False, None),
        "said": (False, False, 4096),
    }


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(404), httpx.Response(200, text="<html>"), httpx.Response(200, json={"data": [{"name": "no id"}]})],
    ids=["none", "a page", "another form"],
)
async def test_an_endpoint_that_says_nothing_keeps_nobody_from_starting(path: Path, answer: httpx.Response) -> None:
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as client:
        (model,) = await _read(path, LLAMA, client, OPENROUTER_API_KEY="sk-or-1")
    assert (sees(model.card), model.card.calls_tools, model.card.context_tokens) == (False, False, None)


async def test_each_endpoint_is_asked_once_and_only_where_something_is_open(path: Path) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(404)

    everything = 'input_modalities = ["text"]\ncalls_tools = true\ncontext_tokens = 4096'
    text = "".join(
        [
            _entry("https://a.example", "one"),
            _entry("https://a.example", "two"),
            _entry("https://b.example", "three", everything),
            _entry("https://c.example", "four", 'output_modalities = ["image"]'),
        ]
    )
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        await _read(path, text, client, K="sk-1")
    assert asked == ["https://a.example/v1/models"]


async def test_a_list_is_read_page_by_page_and_the_key_goes_nowhere_else(path: Path, client: httpx.AsyncClient) -> None:
    seeing = {"architecture": {"input_modalities": ["image"]}}
    asked: list[str] = []

    async def models_(request: Request) -> Response:
        offset = int(request.query_params.get("offset", "0"))
        asked.append(f"{request.headers['authorization']} {offset}")
        following = f"/v1/models?offset={offset + 1}" if offset < 2 else "http://elsewhere.example/v1/models"
        return JSONResponse({"data": [{"id": f"m{offset}"} | seeing], "links": {"next": following}})

    async with serve(Starlette(routes=[Route("/v1/models", models_)])) as url:
        entries = [_entry(url, f"m{number}") for number in range(4)]
        models = await _read(path, "".join(entries), client, K="sk-1")
    assert [sees(model.card) for model in models] == [True, True, True, False]
    assert asked == ["Bearer sk-1 0", "Bearer sk-1 1", "Bearer sk-1 2"]
