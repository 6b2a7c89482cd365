"""One websocket: HELLO, then IDENTIFY or RESUME, heartbeats, and the events of its session."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox import wire
from sandbox.clock import Clock, Timer
from sandbox.gateway import payloads
from sandbox.gateway.compression import compressor
from sandbox.gateway.sessions import Intent, Session, Sessions
from sandbox.pacing import Pacer
from sandbox.rules.rates import GATEWAY_PAYLOAD_BYTES, HEARTBEAT_GRACE_SECONDS, HEARTBEAT_SECONDS, Pace
from sandbox.state.entities import Guild
from sandbox.state.serialize import guild_create_json
from sandbox.state.world import World
from sandbox.traffic import Sent, Traffic

Json = dict[str, Any]
log = structlog.get_logger()

_HEARTBEAT, _IDENTIFY, _PRESENCE, _RESUME, _RECONNECT, _MEMBERS = 1, 2, 3, 6, 7, 8
_INVALID_SESSION, _HELLO, _ACK = 9, 10, 11
# No network answers at once. discord.py notes when it has sent a heartbeat only after its thread has woken up; an
# answer that is faster counts from the heartbeat before, and the log says that the bot cannot keep up.
_ACK_SECONDS = 0.05
# Close codes: topics/opcodes-and-status-codes.
_UNKNOWN_ERROR, _UNKNOWN_OPCODE, _DECODE_ERROR, _NOT_AUTHENTICATED, _AUTHENTICATION_FAILED = range(4000, 4005)
_ALREADY_AUTHENTICATED, _INVALID_SEQUENCE, _RATE_LIMITED = 4005, 4007, 4008
_INVALID_SHARD, _INVALID_VERSION = 4010, 4012
_DELIBERATE = (1000, 1001)


class _Close(Exception):  # noqa: N818 - not a fault: it carries the code with which to close
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Gateway:
    """Serves the sockets of the bot's processes and shards. `clock` is the wire's: heartbeats and rates run on it."""

    def __init__(
        self, world: World, sessions: Sessions, traffic: Traffic, clock: Clock, *, bot_token: str, url: str
    ) -> None:
        self.world = world
        self.sessions = sessions
        self.traffic = traffic
        self.clock = clock
        self.bot_token = bot_token
        self.url = url
        self._connections: set[_Connection] = set()

    async def serve(self, websocket: WebSocket) -> None:
        """Serve one socket until either side closes it."""
        await websocket.accept()
        query = websocket.query_params
        try:
            compress = compressor(query.get("compress"))
        except KeyError:
            await websocket.close(_DECODE_ERROR)
            return
        if query.get("v") != "10" or query.get("encoding", "json") != "json":
            await websocket.close(_INVALID_VERSION)
            return
        connection = _Connection(self, websocket, compress)
        self._connections.add(connection)
        try:
            await connection.run()
        finally:
            self._connections.discard(connection)

    def announce(self, guild: Guild) -> None:
        """Send GUILD_CREATE because the bot has joined; only guilds of READY are said to be available."""

        def joined(session: Session) -> Json:
            data = self.guild_json(session, guild)
            del data["unavailable"]
            return data

        self.sessions.tell("GUILD_CREATE", guild.id, Intent.GUILDS, joined)

    def guild_json(self, session: Session, guild: Guild) -> Json:
        """The guild as this session may see it."""
        return guild_create_json(self.world, guild, with_members=bool(session.intents & Intent.GUILD_PRESENCES))

    def drop(self, code: int | None = _UNKNOWN_ERROR, *, shard: int | None = None) -> None:
        """Close the sockets with this code, or with None cut them off; the sessions stay and can be resumed.

        `shard` is the one concerned; None means all of them, here and below.
        """
        for connection in self._of(shard):
            if code is None:
                connection.cut()
            else:
                connection.close(code)

    def restart(self, *, shard: int | None = None) -> None:
        """Forget the sessions and cut their sockets off, as a part of Discord that is started anew does."""
        for connection in self._of(shard):
            connection.forget()
            connection.cut()

    def ask_to_reconnect(self, *, shard: int | None = None) -> None:
        """Send RECONNECT (opcode 7)."""
        for connection in self._of(shard):
            connection.send(payloads.control(_RECONNECT))

    def invalidate(self, *, resumable: bool, shard: int | None = None) -> None:
        """Send INVALID_SESSION (opcode 9); unless it is resumable the session is forgotten."""
        for connection in self._of(shard):
            connection.invalidate(resumable=resumable)

    def _of(self, shard: int | None) -> list["_Connection"]:
        return [c for c in self._connections if shard is None or c.shard == shard]


class _Connection:
    def __init__(self, gateway: Gateway, websocket: WebSocket, compress: Callable[[bytes], bytes] | None) -> None:
        self._gateway = gateway
        self._websocket = websocket
        self._compress = compress
        self._outgoing: asyncio.Queue[str | int] = asyncio.Queue()
        self._session: Session | None = None
        self._pacer = Pacer(gateway.clock)
        self._silence: Timer | None = None
        self._closing = False

    @property
    def shard(self) -> int | None:
        return None if self._session is None else self._session.shard[0]

    def send(self, text: str) -> None:
        self._outgoing.put_nowait(text)

    def close(self, code: int) -> None:
        self._closing = True
        self._outgoing.put_nowait(code)

    def cut(self) -> None:
        wire.cut(self._websocket.scope)

    def forget(self) -> None:
        if self._session is not None:
            self._gateway.sessions.leave(self._session, for_good=True)
            self._session = None

    def invalidate(self, *, resumable: bool) -> None:
        if not resumable:
            self.forget()
        self.send(payloads.control(_INVALID_SESSION, resumable))

    async def run(self) -> None:
        writer = asyncio.create_task(self._write())
        hello = {"heartbeat_interval": int(HEARTBEAT_SECONDS * 1000), "_trace": []}
        self.send(payloads.control(_HELLO, hello))
        self._await_heartbeat()
        code = None
        try:
            while True:
                self._receive(await self._websocket.receive_text())
        except WebSocketDisconnect as left:
            code = left.code
        except _Close as wrong:
            log.warning("sandbox.gateway.closed", code=wrong.code)
            self.close(wrong.code)
            await writer
        finally:
            writer.cancel()
            if self._silence is not None:
                self._silence.cancel()
            if self._session is not None and self._session.send == self.send:
                # Only a client that closes on purpose ends its session; the echo of our own close code does not.
                for_good = code in _DELIBERATE and not self._closing
                self._gateway.sessions.leave(self._session, for_good=for_good)

    def _await_heartbeat(self) -> None:
        if self._silence is not None:
            self._silence.cancel()
        wait = HEARTBEAT_SECONDS + HEARTBEAT_GRACE_SECONDS
        self._silence = self._gateway.clock.call_later(wait, lambda: self.close(_UNKNOWN_ERROR))

    async def _write(self) -> None:
        while True:
            payload = await self._outgoing.get()
            try:
                if isinstance(payload, int):
                    await self._websocket.close(payload)
                    return
                if self._compress is None:
                    await self._websocket.send_text(payload)
                else:
                    await self._websocket.send_bytes(self._compress(payload.encode()))
            except (RuntimeError, WebSocketDisconnect):
                return  # The client vanished: its session stays, and keeps what it missed.

    def _receive(self, text: str) -> None:
        if not self._pacer.take(Pace.GATEWAY).allowed:
            raise _Close(_RATE_LIMITED)
        opcode, data = _parsed(text)
        if opcode == _HEARTBEAT:
            self._await_heartbeat()
            asyncio.get_running_loop().call_later(_ACK_SECONDS, self.send, payloads.control(_ACK))
            return
        if not isinstance(data, dict) and opcode in (_IDENTIFY, _RESUME, _MEMBERS):
            raise _Close(_DECODE_ERROR)
        shown = {k: v for k, v in data.items() if k != "token"} if isinstance(data, dict) else data
        self._gateway.traffic.sent.append(Sent(method="GATEWAY", path=str(opcode), body=shown))
        if opcode == _IDENTIFY:
            self._identify(data)
        elif opcode == _RESUME:
            self._resume(data)
        elif self._session is None:
            raise _Close(_NOT_AUTHENTICATED)
        elif opcode == _MEMBERS:
            self._send_members(self._session, data)
        elif opcode != _PRESENCE:
            raise _Close(_UNKNOWN_OPCODE)

    def _authenticate(self, data: Json) -> None:
        if self._session is not None:
            raise _Close(_ALREADY_AUTHENTICATED)
        if data.get("token") != self._gateway.bot_token:
            raise _Close(_AUTHENTICATION_FAILED)

    def _identify(self, data: Json) -> None:
        gateway = self._gateway
        self._authenticate(data)
        shard = _shard(data.get("shard"))
        session = gateway.sessions.open(Intent(data.get("intents", 0)), shard, self.send)
        self._session = session
        session.dispatch("READY", payloads.ready(gateway.world, session, gateway.url, sharded="shard" in data))
        for guild in gateway.world.joined():
            if session.serves(guild.id) and session.intents & Intent.GUILDS:
                session.dispatch("GUILD_CREATE", gateway.guild_json(session, guild))
        log.info("sandbox.gateway.identified", shard=shard[0], shards=shard[1])

    def _resume(self, data: Json) -> None:
        gateway = self._gateway
        self._authenticate(data)
        session = gateway.sessions.find(str(data.get("session_id")))
        sequence = data.get("seq") or 0
        if session is not None and sequence > session.sequence:
            raise _Close(_INVALID_SEQUENCE)
        missed = None if session is None else session.missed(sequence)
        if session is None or missed is None:
            self.send(payloads.control(_INVALID_SESSION, data=False))
            return
        for payload in missed:
            self.send(payload)
        session.send = self.send
        session.left_at = None
        self._session = session
        session.dispatch("RESUMED", {"_trace": []})
        log.info("sandbox.gateway.resumed", replayed=len(missed))

    def _send_members(self, session: Session, data: Json) -> None:
        guild = self._gateway.world.guilds.get(str(data.get("guild_id")))
        if guild is not None and guild in self._gateway.world.joined():
            session.dispatch("GUILD_MEMBERS_CHUNK", payloads.members_chunk(guild, data))


def _parsed(text: str) -> tuple[Any, Any]:
    if len(text.encode()) > GATEWAY_PAYLOAD_BYTES:
        raise _Close(_DECODE_ERROR)
    try:
        payload = json.loads(text)
        return payload["op"], payload.get("d")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _Close(_DECODE_ERROR) from None


def _shard(given: Any) -> tuple[int, int]:
    """The shard of an IDENTIFY: its number, and how many there are."""
    try:
        number, count = (0, 1) if given is None else given
        if 0 <= number < count:
            return int(number), int(count)
    except (TypeError, ValueError):
        pass
    raise _Close(_INVALID_SHARD)
