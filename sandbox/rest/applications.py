"""The application and its commands (resources/application, interactions/application-commands)."""

from collections.abc import Iterable
from typing import Any

from starlette.routing import Route

from sandbox import errors
from sandbox.rest.routing import Call, route
from sandbox.rules import commands
from sandbox.rules.rates import Pace
from sandbox.state.serialize import application_json, user_json
from sandbox.state.world import World

Json = dict[str, Any]

_DEFAULTS: Json = {
    "type": 1,
    "description": "",
    "default_member_permissions": None,
    "dm_permission": True,
    "nsfw": False,
    "integration_types": [0],
    "contexts": None,
    "name_localizations": None,
    "description_localizations": None,
}


def _gateway_bot(call: Call) -> Json:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return {"url": call.core.gateway.url, "shards": call.core.shards, "session_start_limit": limit}


def _me(call: Call) -> Json:
    return {**user_json(call.world.bot), "verified": True, "mfa_enabled": True, "email": None, "locale": "en-US"}


def _application(call: Call) -> Json:
    return application_json(call.world)


def _scope(call: Call) -> str | None:
    """The guild of a guild command's route, None for the global ones; checks both ids."""
    if call.path["application_id"] != call.world.application_id:
        raise errors.unknown_application()
    guild_id = call.path.get("guild_id")
    if guild_id is not None and guild_id not in [guild.id for guild in call.world.joined()]:
        raise errors.missing_access()
    return guild_id


def _in_scope(world: World, guild_id: str | None) -> list[Json]:
    return [command for command in world.commands.values() if command.get("guild_id") == guild_id]


def _made(world: World, body: Json, guild_id: str | None) -> Json:
    """The stored command. One with the name and type of another takes its place and keeps its id."""
    kind = body.get("type", 1)
    earlier = (c["id"] for c in _in_scope(world, guild_id) if (c["name"], c["type"]) == (body["name"], kind))
    command_id = next(earlier, None) or world.snowflakes.new()
    ids = {"id": command_id, "application_id": world.application_id, "version": world.snowflakes.new()}
    scope = {} if guild_id is None else {"guild_id": guild_id}
    return {**_DEFAULTS, **body, **ids, **scope}


def _announce(call: Call) -> None:
    people = [m.user.id for m in call.world.guild.members.values() if not m.user.bot]
    for user_id in people:
        offered = call.core.actions.commands_for(user_id)
        call.core.feed.publish("commands_update", {"commands": offered}, [user_id])


def _list(call: Call) -> list[Json]:
    return _in_scope(call.world, _scope(call))


def _count_creates(call: Call, guild_id: str | None, names: Iterable[Json]) -> None:
    """Names that are new count against the day's creates."""
    known = {(command["name"], command["type"]) for command in _in_scope(call.world, guild_id)}
    new = [body for body in names if (body["name"], body.get("type", 1)) not in known]
    passages = [call.core.pacer.take(Pace.COMMAND_CREATES, guild_id or "") for _ in new]
    if passages and not passages[-1].allowed:
        raise errors.too_many_creates(passages[-1].reset_after)


def _overwrite(call: Call) -> list[Json]:
    guild_id = _scope(call)
    commands.check_all(call.body)
    _count_creates(call, guild_id, call.body)
    made = [_made(call.world, body, guild_id) for body in call.body]
    for command in _in_scope(call.world, guild_id):
        del call.world.commands[command["id"]]
    call.world.commands.update({command["id"]: command for command in made})
    _announce(call)
    return made


def _create(call: Call) -> Json:
    guild_id = _scope(call)
    commands.check_one(call.body)
    command = _made(call.world, call.body, guild_id)
    others = [c for c in _in_scope(call.world, guild_id) if c["id"] != command["id"]]
    commands.check_counts([*others, command])
    _count_creates(call, guild_id, [call.body])
    call.world.commands[command["id"]] = command
    _announce(call)
    return command


def _one(call: Call) -> Json:
    guild_id = _scope(call)
    command = call.world.commands.get(call.path["command_id"])
    if command is None or command.get("guild_id") != guild_id:
        raise errors.unknown_command()
    return command


def _edit(call: Call) -> Json:
    earlier = _one(call)
    changed = {**earlier, **call.object()}
    commands.check_one(changed)
    command = {**changed, "id": earlier["id"], "version": call.world.snowflakes.new()}
    call.world.commands[command["id"]] = command
    _announce(call)
    return command


def _delete(call: Call) -> None:
    del call.world.commands[_one(call)["id"]]
    _announce(call)


def routes() -> list[Route]:
    """The routes of this module."""
    found = [
        route("GET", "/gateway/bot", _gateway_bot),
        route("GET", "/users/@me", _me),
        route("GET", "/oauth2/applications/@me", _application),
        route("GET", "/applications/@me", _application),
    ]
    for scope in ("", "/guilds/{guild_id}"):
        base = f"/applications/{{application_id}}{scope}/commands"
        found += [
            route("GET", base, _list),
            route("PUT", base, _overwrite),
            route("POST", base, _create, status=201),
            route("GET", f"{base}/{{command_id}}", _one),
            route("PATCH", f"{base}/{{command_id}}", _edit),
            route("DELETE", f"{base}/{{command_id}}", _delete),
        ]
    return found
