import base64
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
import stamina
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from arena.providers import Fetcher, OpenAIImages, TimeLimits, open_fetcher
from arena.wire import AnswerCut, GenerationError, Modality, ModelCard, ModelRefused, ModelUnreachable
from tests.arena.providers.foreign import Play
from tests.support.serving import serve
from tests.support.trust import TRUST

CARD = ModelCard(slug="ochre", name="Ochre Max", provider="Ochre", output_modalities=(Modality.IMAGE,))
PICTURE = b"\x89PNG and so on"
WHOLE = JSONResponse({"created": 1, "data": [{"b64_json": base64.b64encode(PICTURE).decode()}]})


@pytest.fixture(autouse=True)
def _no_waiting_between_attempts() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(verify=TRUST) as client:
        yield client


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with open_fetcher() as fetcher:
        yield fetcher


class Endpoint:
    """Gives the scripted answers in order."""

    def __init__(self, *script: Response) -> None:
        self._script = list(script)
        self.bodies: list[Any] = []
        self.authorizations: list[str | None] = []
        self.app = Starlette(
            routes=[
                Route("/v1/images/generations", self._generate, methods=["POST"]),
                Route("/picture", self._picture),
            ]
        )

    async def _generate(self, request: Request) -> Response:
        self.bodies.append(await request.json())
        self.authorizations.append(request.headers.get("authorization"))
        return self._script.pop(0)

    async def _picture(self, _request: Request) -> Response:
        return Response(PICTURE, media_type="image/png")


def model_at(url: str, client: httpx.AsyncClient, fetcher: Fetcher, **options: Any) -> OpenAIImages:
    return OpenAIImages(CARD, client=client, fetcher=fetcher, base_url=f"{url}/v1/", model="ochre-1", **options)


async def test_a_picture_is_asked_for_as_base64(client: httpx.AsyncClient, fetcher: Fetcher) -> None:
    endpoint = Endpoint(WHOLE)
    async with serve(endpoint.app) as url:
        assert await model_at(url, client, fetcher, key=SecretStr("sk-1")).paint("A cat") == PICTURE
    assert endpoint.authorizations == ["Bearer sk-1"]
    assert endpoint.bodies == [
        {"model": "ochre-1", "prompt": "A cat", "n": 1, "size": "1024x1024", "response_format": "b64_json"}
    ]


async def test_an_endpoint_that_does_not_know_the_format_is_asked_without_it(
    client: httpx.AsyncClient, fetcher: Fetcher
) -> None:
    refusal = JSONResponse({"error": {"message": "Unknown parameter: 'response_format'."}}, 400)
    endpoint = Endpoint(refusal, WHOLE)
    async with serve(endpoint.app) as url:
        assert await model_at(url, client, fetcher).paint("A cat") == PICTURE
    assert "response_format" not in endpoint.bodies[1]


async def test_an_address_on_this_machine_is_fetched_for_an_endpoint_on_this_machine(
    client: httpx.AsyncClient, fetcher: Fetcher
) -> None:
    endpoint = Endpoint()
    async with serve(endpoint.app) as url:
        endpoint._script.append(JSONResponse({"data": [{"url": f"{url}/picture"}]}))
        assert await model_at(url, client, fetcher).paint("A cat") == PICTURE


async def test_an_address_inside_somebody_elses_network_is_not_fetched(
    client: httpx.AsyncClient, fetcher: Fetcher
) -> None:
    endpoint = Endpoint(JSONResponse({"data": [{"url": "http://169.254.169.254/latest/meta-data"}]}))
    async with serve(endpoint.app) as url:
        with pytest.raises(ModelRefused):
            await model_at(url, client, fetcher).paint("A cat")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (JSONResponse({"error": {"message": "bad key sk-secret"}}, 401), ModelRefused),
        (JSONResponse({"data": []}), AnswerCut),
        (JSONResponse({"data": [{}]}), AnswerCut),
        (JSONResponse({"data": [{"b64_json": "***"}]}), AnswerCut),
        (JSONResponse([]), AnswerCut),
        (Response(b"\xff\xfe", media_type="application/json"), AnswerCut),
        (Play([b'{"data": [{"b64_json": "AAAA'], then="cut", content_type="application/json"), AnswerCut),
        (Play([], then="hang", content_type="application/json"), ModelUnreachable),
    ],
    ids=["refused", "empty", "nothing", "no base64", "a list", "no text", "cut", "silent"],
)
async def test_whatever_goes_wrong_is_one_of_the_known_errors_and_asked_once(
    client: httpx.AsyncClient, fetcher: Fetcher, answer: Response, error: type[GenerationError]
) -> None:
    endpoint = Endpoint(answer)
    async with serve(endpoint.app) as url:
        model = model_at(url, client, fetcher, key=SecretStr("sk-secret"), limits=TimeLimits(read=0.3, whole=5))
        with pytest.raises(error) as raised:
            await model.paint("A cat")
    assert len(endpoint.bodies) == 1
    assert "sk-secret" not in str(raised.value)


async def test_an_endpoint_that_is_busy_is_asked_again(client: httpx.AsyncClient, fetcher: Fetcher) -> None:
    endpoint = Endpoint(JSONResponse({}, 503), JSONResponse({}, 429), WHOLE)
    async with serve(endpoint.app) as url:
        assert await model_at(url, client, fetcher).paint("A cat") == PICTURE
    assert len(endpoint.bodies) == 3


async def test_an_answer_without_end_is_refused(
    client: httpx.AsyncClient, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arena.providers.openai_images._MAX_BODY", 1000)
    endpoint = Endpoint(Response(json.dumps({"data": [{"b64_json": "A" * 2000}]}), media_type="application/json"))
    async with serve(endpoint.app) as url:
        with pytest.raises(ModelRefused, match="too large"):
            await model_at(url, client, fetcher).paint("A cat")
