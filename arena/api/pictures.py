"""`/api/v1/images`: the pictures of battles and chats. Who knows the address may see; nobody can guess it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from arena.api.admitting import router_for
from arena.engine.admission import Admission
from arena.engine.battles import BattleEngine
from arena.engine.pictures import MEDIA_TYPE
from arena.engine.values import Tier


def picture_routes(engine: BattleEngine, admission: Admission) -> APIRouter:
    """The route."""
    router = router_for(Tier.ANONYMOUS, admission)

    @router.get("/images/{picture_id}")
    async def show_picture(picture_id: str) -> Response:
        picture = await engine.picture(picture_id)
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return Response(picture, media_type=MEDIA_TYPE, headers=headers)

    return router


def base_url_of(request: Request) -> str:
    """The arena's address as this caller wrote it, without a slash at the end."""
    return str(request.base_url).rstrip("/")
