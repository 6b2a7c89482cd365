"""An image model behind any endpoint that has OpenAI's `/images/generations`."""

import asyncio
import base64
import binascii
import ipaddress
from typing import Final

import httpx
import stamina
from pydantic import BaseModel, Field, SecretStr, ValidationError

from arena.providers.bounded import TooLarge, read_within
from arena.providers.failures import NotNow, from_status, pause_before_retry, redact, retry_after
from arena.providers.fetching import MAX_BYTES, Fetcher
from arena.providers.openai_compatible import TimeLimits, usable_key
from arena.wire import AnswerCut, ImageModel, ModelCard, ModelRefused, ModelUnreachable

_ATTEMPTS: Final = 3
_SIZE: Final = "1024x1024"
_MAX_BODY: Final = MAX_BYTES * 4 // 3 + 64 * 1024
"""A picture of the largest size in base64, and what stands around it."""
_LIMITS: Final = TimeLimits(read=180.0, whole=300.0)
"""An endpoint is silent while it paints."""


class _Item(BaseModel):
    b64_json: str | None = None
    url: str | None = None


class _Answer(BaseModel):
    data: list[_Item] = Field(min_length=1)


class OpenAIImages(ImageModel):
    """A model at `{base_url}/images/generations`.

    The picture is asked for as base64; endpoints that refuse that word decide themselves. An address in its place is
    fetched if it is public and https, or on this machine when the endpoint is. A request that failed without an answer
    (no connection, 408, 409, 425, 429, 5xx) is repeated up to twice; one that went silent never, as it may be paid for.

    Client and fetcher are shared and stay open.
    """

    def __init__(
        self,
        card: ModelCard,
        *,
        client: httpx.AsyncClient,
        fetcher: Fetcher,
        base_url: str,
        model: str,
        key: SecretStr | None = None,
        limits: TimeLimits = _LIMITS,
    ) -> None:
        if key is not None and not usable_key(key.get_secret_value()):
            raise ValueError(f"the key of {card.slug} has characters that no HTTP header takes")
        self._card = card
        self._client = client
        self._fetcher = fetcher
        self._url = base_url.rstrip("/") + "/images/generations"
        self._on_loopback = is_loopback(httpx.URL(base_url).host)
        self._model = model
        self._key = key
        self._limits = limits

    @property
    def card(self) -> ModelCard:
        """Who it is."""
        return self._card

    @property
    def url(self) -> str:
        """Where prompts go."""
        return self._url

    async def paint(self, prompt: str) -> bytes:
        """One picture, as the endpoint made it.

        Raises:
            ModelUnreachable: no connection, or nothing came in time.
            ModelRefused: the endpoint said no, or named an address that may not be asked.
            AnswerCut: what came is no picture.
        """
        deadline = asyncio.get_running_loop().time() + self._limits.whole
        again = stamina.AsyncRetryingCaller(attempts=_ATTEMPTS, timeout=None, wait_initial=0.5, wait_max=5.0).on(
            pause_before_retry(seconds_left=lambda: deadline - asyncio.get_running_loop().time())
        )
        try:
            async with asyncio.timeout_at(deadline):
                # A lambda, because stamina logs the arguments of what it repeats, and these hold the prompt.
                item = await again(lambda: self._ask(prompt))
        except TimeoutError as error:
            raise ModelUnreachable(self._says(f"nothing came within {self._limits.whole:g} s")) from error
        if item.b64_json:
            return self._decoded(item.b64_json)
        if item.url:
            return await self._fetcher.fetch_picture(item.url, loopback=self._on_loopback)
        raise AnswerCut(self._says("the answer holds no picture"))

    async def _ask(self, prompt: str) -> _Item:
        body: dict[str, object] = {"model": self._model, "prompt": prompt, "n": 1, "size": _SIZE}
        status, headers, text = await self._post(body | {"response_format": "b64_json"})
        if status == httpx.codes.BAD_REQUEST:
            status, headers, text = await self._post(body)
        if not httpx.codes.is_success(status):
            says = self._says(f"HTTP {status}: {text[:1000].decode(errors='replace')}")
            raise from_status(status, says, retry_after=retry_after(headers))
        try:
            return _Answer.model_validate_json(text).data[0]
        except ValidationError as error:
            # Not chained: pydantic's text quotes the answer.
            raise AnswerCut(self._says(f"the answer is malformed ({error.error_count()} errors)")) from None

    async def _post(self, body: dict[str, object]) -> tuple[int, httpx.Headers, bytes]:
        limits = self._limits
        headers = {} if self._key is None else {"Authorization": f"Bearer {self._key.get_secret_value()}"}
        timeout = httpx.Timeout(limits.read, connect=limits.connect)
        try:
            async with self._client.stream("POST", self._url, headers=headers, json=body, timeout=timeout) as response:
                return response.status_code, response.headers, await read_within(response, _MAX_BODY)
        except TooLarge as error:
            raise ModelRefused(self._says("the answer is too large")) from error
        except httpx.ReadTimeout as error:
            raise ModelUnreachable(self._says(f"silent for {limits.read:g} s")) from error
        except (httpx.ReadError, httpx.RemoteProtocolError) as error:
            raise AnswerCut(self._says("the answer broke off", error)) from error
        except httpx.RequestError as error:
            raise NotNow(self._says("no connection", error)) from error

    def _decoded(self, text: str) -> bytes:
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise AnswerCut(self._says("the picture is no base64")) from error

    def _says(self, what: str, error: Exception | None = None) -> str:
        detail = "" if error is None else f" ({type(error).__name__}: {error})"
        return redact(f"{self._card.slug}: {what}{detail}", self._key)


def is_loopback(host: str) -> bool:
    """Whether an address of this host is on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
