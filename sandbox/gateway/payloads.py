"""What the gateway says beside events: control payloads, READY, and lists of members (events/gateway-events)."""

import json
from typing import Any

from sandbox.gateway.sessions import Session
from sandbox.state.entities import Guild
from sandbox.state.serialize import member_json, user_json
from sandbox.state.world import World

Json = dict[str, Any]


def control(opcode: int, data: Any = None) -> str:
    """A payload that is no event: its name and number are null, as Discord sends them."""
    return json.dumps({"op": opcode, "d": data, "s": None, "t": None})


def ready(world: World, session: Session, url: str, *, sharded: bool) -> Json:
    """The data of READY: who the bot is, and the guilds that GUILD_CREATE will bring to this shard."""
    body = {
        "v": 10,
        "user": {**user_json(world.bot), "verified": True, "mfa_enabled": True, "email": None},
        "guilds": [{"id": guild.id, "unavailable": True} for guild in world.joined() if session.serves(guild.id)],
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": url,
        "application": {"id": world.application_id, "flags": 0},
        "private_channels": [],
        "relationships": [],
        "presences": [],
        "_trace": [],
    }
    return {**body, "shard": list(session.shard)} if sharded else body


def members_chunk(guild: Guild, asked: Json) -> Json:
    """The answer to REQUEST_GUILD_MEMBERS, in one chunk."""
    wanted = asked.get("user_ids")
    wanted = [str(wanted)] if isinstance(wanted, str | int) else wanted
    prefix = str(asked.get("query") or "").lower()
    found = [
        member_json(member)
        for member in guild.members.values()
        if (wanted is None or member.user.id in map(str, wanted)) and member.display_name.lower().startswith(prefix)
    ]
    chunk: Json = {"guild_id": guild.id, "members": found, "chunk_index": 0, "chunk_count": 1, "not_found": []}
    return chunk if asked.get("nonce") is None else {**chunk, "nonce": asked["nonce"]}
