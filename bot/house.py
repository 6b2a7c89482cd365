"""The house arena inside this process: engine, API and a web server on the running loop."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Final

import structlog
import uvicorn
from dotenv import dotenv_values
from fastapi import FastAPI

from arena.api import Engines, create_app
from arena.engine.admission import Admission
from arena.engine.allowances import Allowances
from arena.engine.battles import open_engine
from arena.engine.boards import open_fits
from arena.engine.chats import open_chats
from arena.engine.completions import Completions
from arena.engine.fights import Battles, Fights
from arena.engine.keys import KeyRing
from arena.engine.outside import Outside
from arena.engine.values import Api, Clock
from arena.providers import Catalogue, ModelsConfig
from arena.wire import AnyModel
from bot.reading import open_cursors, open_reading
from bot.settings import Settings
from storage.arena.battles import BattleTable
from storage.arena.boards import BoardTable
from storage.arena.chats import ChatTable
from storage.arena.keys import KeyTable
from storage.database import Database

log = structlog.get_logger(__name__)

IN_PROCESS_OWNER: Final = "in-process"
"""Owns the bot's own battles, whichever key started them: the key changes at each start, the battles stay."""
_GRACEFUL_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class HouseArena:
    """A house arena that is being served at `base_url` (without a slash at the end)."""

    base_url: str


class _Server(uvicorn.Server):
    """Says when it accepts connections, and leaves the signals to whoever owns the process."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepting = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.accepting.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def utc_now() -> datetime:
    """The time of the machine."""
    return datetime.now(UTC)


@asynccontextmanager
async def house_arena(
    database: Database,
    models: Mapping[str, AnyModel],
    *,
    vote_delay: timedelta,
    host: str = "127.0.0.1",
    port: int = 0,
    trusted_proxies: Sequence[str] = (),
    outside: Outside | None = None,
    clock: Clock = utc_now,
) -> AsyncIterator[HouseArena]:
    """Serve these models, by slug, as a ModelChorus and as a Concurred; `port` 0 takes a free one.

    `trusted_proxies` are the addresses and networks whose word on a caller's address is believed. `outside` is what
    may be reached beside the models: nothing, unless it is given.

    The arena's part of the database must be migrated. Battles that a former process left unfinished are resumed; at
    the end the server stops first, then the models, and what is unfinished waits in its rows.

    Raises:
        OSError: the address cannot be used, for instance because somebody else listens there.
    """
    outside = outside or Outside()
    with _listen(host, port) as listener:
        async with (
            open_fits(BoardTable(database), clock) as fits,
            open_engine(BattleTable(database), models, vote_delay=vote_delay, clock=clock, known=fits) as engine,
            open_chats(ChatTable(database), engine.roster, await open_cursors(database), clock) as chats,
            open_reading(database, engine, fits, models.values(), clock) as reading,
        ):
            keys = KeyRing(KeyTable(database), clock)
            concurred = Engines(
                Battles(engine.roster, outside, clock),
                Fights(engine.roster, outside, clock, SystemRandom()),
                Completions(engine.roster, outside, clock),
                keys,
                Allowances(clock),
            )
            app = create_app(engine, chats, Admission(keys, clock), reading, concurred)
            async with _serving(app, listener, trusted_proxies):
                yield HouseArena(_url(listener))


async def in_process_key(database: Database, api: Api = Api.MODELCHORUS, *, clock: Clock = utc_now) -> str:
    """A fresh write key without limits for this process; the ones of former processes for that API are revoked."""
    return await KeyRing(KeyTable(database), clock).renew_unlimited(IN_PROCESS_OWNER, api)


def models_config(settings: Settings) -> ModelsConfig:
    """Where the house arena's models come from. The keys that a models file names are variables."""
    choice = settings.blindbout_models
    return ModelsConfig(
        models_file=None if choice == "baselines" else choice,
        baselines_only=choice == "baselines",
        ollama_host=settings.ollama_host,
        environ={**_of_env_file(), **os.environ},
    )


def _of_env_file() -> dict[str, str]:
    """The variables of `.env`: whoever keeps settings there keeps the models' keys beside them."""
    return {name: value for name, value in dotenv_values(".env").items() if value is not None}


def report(catalogue: Catalogue) -> None:
    """Say in the log which models there are, and what could not be had."""
    log.info("models.ready", models=[model.card.name for model in catalogue.models.values()])
    for note in catalogue.notes:
        log.warning("models.note", note=note)


@asynccontextmanager
async def _serving(app: FastAPI, listener: socket.socket, trusted_proxies: Sequence[str]) -> AsyncIterator[None]:
    server = _Server(
        uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            # Nobody stands between us and the caller unless it was said so, and rate limits go by address.
            proxy_headers=bool(trusted_proxies),
            forwarded_allow_ips=list(trusted_proxies),
            timeout_graceful_shutdown=_GRACEFUL_SECONDS,
        )
    )
    running = asyncio.create_task(server.serve(sockets=[listener]), name="house arena")
    running.add_done_callback(lambda _: server.accepting.set())  # a server that cannot start keeps nobody waiting
    try:
        await server.accepting.wait()
        if running.done():
            await running
        yield
    finally:
        app.state.closing.set()
        server.should_exit = True
        await running


def _listen(host: str, port: int) -> socket.socket:
    # asyncio turns Nagle's delay (40 ms an answer) off only where the protocol is named.
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere the option would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise OSError(error.errno, f"Cannot listen on {host}, port {port}: {error.strerror}") from error
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
