"""Who may come in: this machine, under its own name, from its own page."""

import secrets

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

_COOKIE_SECONDS = 24 * 60 * 60
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PAGE_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class HostGuard:
    """Refuses names that are not this server's (DNS rebinding) and pages of other origins."""

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self._app = app
        self._hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))
        self._origins = frozenset(f"http://{host}" for host in self._hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer 403."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if headers.get("host") in self._hosts and (origin is None or origin in self._origins):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocket(scope, receive, send).close()
        else:
            refusal = PlainTextResponse("The sandbox answers only its own page on this machine.\n", 403)
            await refusal(scope, receive, send)


class Key:
    """The secret of one run: once in the address, afterwards in a cookie that scripts cannot read."""

    def __init__(self, token: str, *, port: int) -> None:
        self._token = token
        # Cookies do not tell ports apart: two sandboxes on one machine need two names.
        self._cookie = f"sandbox_{port}"

    def fits(self, request: Request) -> bool:
        """Whether the request carries the secret."""
        given = request.query_params.get("token") or request.cookies.get(self._cookie, "")
        return secrets.compare_digest(given.encode(), self._token.encode())

    def welcome(self, request: Request) -> Response:
        """Move the secret from the address into the cookie."""
        response = RedirectResponse(str(request.url.remove_query_params("token")), 303, PAGE_HEADERS)
        response.set_cookie(
            self._cookie, self._token, max_age=_COOKIE_SECONDS, path="/", httponly=True, samesite="strict"
        )
        return response
