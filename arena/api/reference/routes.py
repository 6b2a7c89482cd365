"""`/openapi.json` and `/docs`: made at the first request, and the same for everybody after that."""

import json
from functools import cache
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.responses import Response

from arena.api.reference.openapi import openapi_document
from arena.api.reference.page import content_security_policy, page

_CACHE = {"Cache-Control": "public, max-age=300"}


def install_reference(app: FastAPI) -> None:
    """Let the app describe all routes that it has when it is first asked."""

    @cache
    def document() -> bytes:
        return json.dumps(openapi_document(app, version=version("blindbout")), ensure_ascii=False).encode()

    @cache
    def html() -> bytes:
        return page(json.loads(document())).encode()

    @app.get("/openapi.json", include_in_schema=False)
    async def openapi() -> Response:
        return Response(document(), media_type="application/json", headers=_CACHE)

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        headers = {
            "Content-Security-Policy": content_security_policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }
        return Response(html(), media_type="text/html; charset=utf-8", headers=_CACHE | headers)
