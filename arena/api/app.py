"""The FastAPI app of the house arena."""

import asyncio

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from arena.api.battles import battle_routes
from arena.api.boards import board_routes
from arena.api.caching import AnswerCache
from arena.api.chats import chat_routes
from arena.api.concurred import Engines, concurred_routes
from arena.api.envelope import Guard, install_error_handlers
from arena.api.feeds import feed_routes
from arena.api.house import house_routes
from arena.api.models import model_routes
from arena.api.pictures import picture_routes
from arena.api.reading import Reading
from arena.api.reference import install_reference
from arena.api.suggestions import suggestion_routes
from arena.engine.admission import Admission
from arena.engine.battles import BattleEngine
from arena.engine.chats import ChatEngine


def create_app(
    engine: BattleEngine, chats: ChatEngine, admission: Admission, reading: Reading, concurred: Engines
) -> FastAPI:
    """Serve an engine to those whom `admission` lets in. Engine and database are opened and closed by the caller.

    Setting `state.closing` ends the open event streams; whoever serves the app does so before it stops.
    """
    app = FastAPI(
        title="Blindbout house arena",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    app.state.closing = asyncio.Event()
    cache = AnswerCache(reading.clock)
    for router in (  # looked through in this order, so what is asked most often comes first
        *battle_routes(engine, admission),
        board_routes(reading.boards, cache, admission),
        *chat_routes(chats, admission),
        *concurred_routes(concurred),
        model_routes(engine, reading.feeds, cache, admission),
        feed_routes(reading.feeds, cache, admission),
        suggestion_routes(reading.suggestions, cache, admission),
        house_routes(reading.boards, reading.draws, cache, admission),
        picture_routes(engine, admission),
    ):
        app.include_router(router)
    install_reference(app)
    install_error_handlers(app)
    # The last one added is the outermost: CORS headers stand on every answer, also on INTERNAL_ERROR.
    app.add_middleware(Guard)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=["Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"],
    )
    return app
