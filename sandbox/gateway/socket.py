"""One websocket: HELLO, then IDENTIFY or RESUME, heartbeats, and the events of its session."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.gateway.compression import compressor
from sandbox.gateway.sessions import Intent, Session, Sessions
from sandbox.state.serialize import guild_create_json, member_json, user_json
from sandbox.state.world import World
from sandbox.traffic import Sent, Traffic

Json = dict[str, Any]
log = structlog.get_logger()

_HEARTBEAT, _IDENTIFY, _PRESENCE, _RESUME, _RECONNECT, _MEMBERS = 1, 2, 3, 6, 7, 8
_INVALID_SESSION, _HELLO, _ACK = 9, 10, 11
_HEARTBEAT_MILLISECONDS = 41_250
# Close codes: topics/opcodes-and-status-codes.
_UNKNOWN_OPCODE, _DECODE_ERROR, _NOT_AUTHENTICATED, _AUTHENTICATION_FAILED = 4001, 4002, 4003, 4004
_ALREADY_AUTHENTICATED, _INVALID_SEQUENCE, _INVALID_SHARD, _INVALID_VERSION = 4005, 4007, 4010, 4012
_DELIBERATE = (1000, 1001)


class _Close(Exception):  # noqa: N818 - not a fault: it carries the code with which to close
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def _control(opcode: int, data: Any = None) -> Json:
    """A payload that is no event: its name and number are null, as Discord sends them."""
    return {"op": opcode, "d": data, "s": None, "t": None}


class Gateway:
    """Serves the sockets of the bot's processes and shards."""

    def __init__(self, world: World, sessions: Sessions, traffic: Traffic, *, bot_token: str, url: str) -> None:
        self.world = world
        self.sessions = sessions
        self.traffic = traffic
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

    def drop(self, code: int = 4000) -> None:
        """Close every socket with this code; the sessions stay and can be resumed."""
        for connection in self._connections:
            connection.close(code)

    def ask_to_reconnect(self) -> None:
        """Send RECONNECT (opcode 7) on every socket."""
        for connection in self._connections:
            connection.send(_control(_RECONNECT))


class _Connection:
    def __init__(self, gateway: Gateway, websocket: WebSocket, compress: Callable[[bytes], bytes] | None) -> None:
        self._gateway = gateway
        self._websocket = websocket
        self._compress = compress
        self._outgoing: asyncio.Queue[Json | int] = asyncio.Queue()
        self._session: Session | None = None

    def send(self, payload: Json) -> None:
        self._outgoing.put_nowait(payload)

    def close(self, code: int) -> None:
        self._outgoing.put_nowait(code)

    async def run(self) -> None:
        writer = asyncio.create_task(self._write())
        self.send(_control(_HELLO, {"heartbeat_interval": _HEARTBEAT_MILLISECONDS, "_trace": []}))
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
            if self._session is not None and self._session.send == self.send:
                self._gateway.sessions.leave(self._session, for_good=code in _DELIBERATE)

    async def _write(self) -> None:
        while True:
            payload = await self._outgoing.get()
            try:
                if isinstance(payload, int):
                    await self._websocket.close(payload)
                    return
                text = json.dumps(payload, separators=(",", ":"))
                if self._compress is None:
                    await self._websocket.send_text(text)
                else:
                    await self._websocket.send_bytes(self._compress(text.encode()))
            except (RuntimeError, WebSocketDisconnect):
                return  # The client vanished: its session stays, and keeps what it missed.

    def _receive(self, text: str) -> None:
        try:
            payload = json.loads(text)
            opcode, data = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _Close(_DECODE_ERROR) from None
        if opcode == _HEARTBEAT:
            self.send(_control(_ACK))
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

    def _identify(self, data: Json) -> None:
        gateway = self._gateway
        if self._session is not None:
            raise _Close(_ALREADY_AUTHENTICATED)
        if data.get("token") != gateway.bot_token:
            raise _Close(_AUTHENTICATION_FAILED)
        number, count = data.get("shard", (0, 1))
        if not 0 <= number < count:
            raise _Close(_INVALID_SHARD)
        session = gateway.sessions.open(Intent(data.get("intents", 0)), (number, count), self.send)
        self._session = session
        session.dispatch("READY", self._ready(session, sharded="shard" in data))
        if gateway.sessions.serves_guild(session) and session.intents & Intent.GUILDS:
            everyone = bool(session.intents & Intent.GUILD_PRESENCES)
            session.dispatch("GUILD_CREATE", guild_create_json(gateway.world, with_members=everyone))
        log.info("sandbox.gateway.identified", shard=number, shards=count)

    def _ready(self, session: Session, *, sharded: bool) -> Json:
        world = self._gateway.world
        serves = self._gateway.sessions.serves_guild(session)
        ready = {
            "v": 10,
            "user": {**user_json(world.bot), "verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": world.guild.id, "unavailable": True}] if serves else [],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._gateway.url,
            "application": {"id": world.application_id, "flags": 0},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "_trace": [],
        }
        return {**ready, "shard": list(session.shard)} if sharded else ready

    def _resume(self, data: Json) -> None:
        gateway = self._gateway
        if self._session is not None:
            raise _Close(_ALREADY_AUTHENTICATED)
        if data.get("token") != gateway.bot_token:
            raise _Close(_AUTHENTICATION_FAILED)
        session = gateway.sessions.find(str(data.get("session_id")))
        sequence = data.get("seq") or 0
        if session is not None and sequence > session.sequence:
            raise _Close(_INVALID_SEQUENCE)
        missed = None if session is None else session.missed(sequence)
        if session is None or missed is None:
            self.send(_control(_INVALID_SESSION, data=False))
            return
        for payload in missed:
            self.send(payload)
        session.send = self.send
        session.left_at = None
        self._session = session
        session.dispatch("RESUMED", {"_trace": []})
        log.info("sandbox.gateway.resumed", replayed=len(missed))

    def _send_members(self, session: Session, data: Json) -> None:
        """Answer REQUEST_GUILD_MEMBERS in one chunk."""
        wanted = data.get("user_ids")
        wanted = [str(wanted)] if isinstance(wanted, str | int) else wanted
        prefix = str(data.get("query") or "").lower()
        guild = self._gateway.world.guild
        found = [
            member_json(member)
            for member in guild.members.values()
            if (wanted is None or member.user.id in map(str, wanted)) and member.display_name.lower().startswith(prefix)
        ]
        chunk: Json = {"guild_id": guild.id, "members": found, "chunk_index": 0, "chunk_count": 1, "not_found": []}
        if data.get("nonce") is not None:
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", chunk)
