"""Uploaded files, by the unguessable address that their messages carry."""

import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

_SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp")


async def serve(request: Request) -> Response:
    """The file. Only pictures are shown in place, and nothing in a file can run."""
    stored = request.app.state.core.world.files.get(request.path_params["attachment_id"])
    given = request.query_params.get("hm", "")
    if stored is None or not secrets.compare_digest(given.encode(), stored.key.encode()):
        return JSONResponse({"message": "404: Not Found", "code": 0}, 404)
    headers = {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    if stored.content_type not in _SHOWN:
        headers["Content-Disposition"] = f'attachment; filename="{stored.filename}"'
    return Response(stored.data, media_type=stored.content_type, headers=headers)
