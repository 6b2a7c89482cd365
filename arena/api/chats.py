"""`/api/v1/chats`: create, send, poll."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from arena import wire
from arena.api.admitting import Caller, router_for
from arena.api.envelope import success
from arena.api.pictures import base_url_of
from arena.api.views import chat_body
from arena.engine.admission import Admission
from arena.engine.chats import ChatEngine
from arena.engine.values import Tier


def chat_routes(engine: ChatEngine, admission: Admission) -> list[APIRouter]:
    """The routes, those that read and those that write."""
    reading = router_for(Tier.STANDARD, admission)
    writing = router_for(Tier.WRITE, admission)

    @writing.post("/chats")
    async def create_chat(body: wire.CreateChat, key: Caller) -> JSONResponse:
        chat = await engine.create(body.model_id, modality=body.modality, locale=body.locale, owner=key.owner)
        return success(wire.ChatCreated(id=chat.id, model_name=chat.model.name))

    @reading.get("/chats/{chat_id}")
    async def poll_chat(
        chat_id: str, key: Caller, request: Request, cursor: Annotated[str | None, Query()] = None
    ) -> JSONResponse:
        page, following = await engine.get(chat_id, owner=key.owner, cursor=cursor)
        return success(chat_body(page, following, base_url=base_url_of(request)))

    @writing.post("/chats/{chat_id}/message")
    async def send_message(chat_id: str, body: wire.SendMessage, key: Caller) -> JSONResponse:
        count = await engine.send(chat_id, body.message, owner=key.owner)
        return success(
            wire.MessageAccepted(
                status="processing",
                message_count=count,
                poll_url=f"/api/v1/chats/{chat_id}",
                poll_interval_ms=wire.DEFAULT_POLL_INTERVAL_MS,
            )
        )

    return [reading, writing]
