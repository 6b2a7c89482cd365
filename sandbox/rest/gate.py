"""Who may pass, and how often: the bot's token, the rates, the ban of those who ask wrongly too often."""

import math
import secrets

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox import errors
from sandbox.pacing import Pacer, Passage
from sandbox.rules.rates import Pace

_INVALID = (401, 403, 429)
_TOPS = ("channel_id", "guild_id", "token")
_VIA = {"Via": "1.1 sandbox"}  # Its absence tells discord.py that a 429 is not Discord's but Cloudflare's.


class Gate:
    """One for all requests. `pacer` is the wire's."""

    def __init__(self, pacer: Pacer, bot_token: str) -> None:
        self._pacer = pacer
        self._bot_token = bot_token

    def enter(self, request: Request, pace: Pace | None, *, with_token: bool) -> Passage | None:
        """Let a request in and return the passage of its route, if the route has a rate of its own.

        Interaction endpoints (`with_token=False`) need no token and do not count among all requests. Raises
        ApiError 401, or RateLimitedError when there were too many.
        """
        if with_token:
            self._check_token(request)
            whole = self._pacer.take(Pace.ALL)
            if not whole.allowed:
                raise errors.RateLimitedError(whole.reset_after, everywhere=True)
        return None if pace is None else self._pacer.take(pace, _key(request))

    def banned(self) -> Response | None:
        """What Cloudflare answers to everything after too many invalid requests: a page, and no Via."""
        passage = self._pacer.look(Pace.INVALID)
        if passage.allowed:
            return None
        return HTMLResponse(
            "<title>Access denied | Error 1015</title>", 429, {"Retry-After": str(math.ceil(passage.reset_after))}
        )

    def leave(self, response: Response, passage: Passage | None) -> Response:
        """Give an answer its headers, and count it when it is one of those that lead to the ban."""
        response.headers.update(_VIA)
        if passage is not None:
            response.headers.update(passage.headers)
        if response.status_code in _INVALID:
            self._pacer.take(Pace.INVALID)
        return response

    def _check_token(self, request: Request) -> None:
        given = request.headers.get("authorization", "")
        if not secrets.compare_digest(given.encode(), f"Bot {self._bot_token}".encode()):
            raise errors.unauthorized()


def refusal(error: errors.ApiError) -> JSONResponse:
    """The answer that says why not; a 429 says in its headers, too, after how long and for whom."""
    response = JSONResponse(error.to_json(), error.status)
    if isinstance(error, errors.RateLimitedError):
        response.headers["Retry-After"] = str(math.ceil(error.retry_after))
        response.headers["X-RateLimit-Scope"] = "global" if error.everywhere else "user"
        if error.everywhere:
            response.headers["X-RateLimit-Global"] = "true"
    return response


def _key(request: Request) -> str:
    """The top-level resource for which a route's rate is counted apart."""
    return next((request.path_params[name] for name in _TOPS if name in request.path_params), "")
