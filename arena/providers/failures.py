"""Translates what endpoints and connections do wrong into the error tree of `arena.wire`."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime

import httpx
from pydantic import SecretStr

from arena.wire import GenerationError, ModelRefused, ModelUnreachable

_EXCERPT = 300
"""Characters of an error body that go into an error's text."""

_TRY_AGAIN = frozenset({408, 409, 425, 429})
"""Refusals that pass; every 5xx does too."""


class NotNow(ModelUnreachable):
    """Nothing was generated yet and another try is worth it, after `retry_after` seconds where the endpoint said so."""

    def __init__(self, text: str, *, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


def redact(text: str, key: SecretStr | None) -> str:
    """The text without the key, on one line, short enough for a log."""
    if key is not None:
        text = text.replace(key.get_secret_value(), "***")
    return " ".join(text.split())[:_EXCERPT]


def from_status(status: int, text: str, *, retry_after: float | None = None) -> GenerationError:
    """The error that an HTTP status other than 2xx stands for."""
    if status in _TRY_AGAIN or status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return NotNow(text, retry_after=retry_after)
    return ModelRefused(text)


def retry_after(headers: httpx.Headers) -> float | None:
    """The `Retry-After` header in seconds, None where it is absent or unreadable.

    A date is compared with the response's own `Date`, so the two clocks need not agree.
    """
    value = headers.get("retry-after", "")
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        pause = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError):  # TypeError: one of the two has no time zone
        return None
    return max(0.0, pause.total_seconds())


def pause_before_retry(*, seconds_left: Callable[[], float]) -> Callable[[Exception], bool | float]:
    """A back-off hook for stamina: retries `NotNow` alone, honours Retry-After, and gives up if that is too late."""

    def hook(error: Exception) -> bool | float:
        if not isinstance(error, NotNow):
            return False
        if error.retry_after is None:
            return True
        return error.retry_after if error.retry_after < seconds_left() else False

    return hook
