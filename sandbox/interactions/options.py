"""What a member typed into a slash command, checked against the command and resolved."""

from typing import Any

from sandbox.errors import DoorError
from sandbox.interactions.payloads import resolved
from sandbox.rules.commands import GROUPS, OptionType
from sandbox.rules.limits import Limit
from sandbox.state.entities import Guild
from sandbox.state.world import World

Json = dict[str, Any]

_REFUSED = 422
_PLAIN: dict[int, tuple[type, ...]] = {
    OptionType.STRING: (str,),
    OptionType.INTEGER: (int,),
    OptionType.BOOLEAN: (bool,),
    OptionType.NUMBER: (int, float),
}


def settle(command: Json, given: Any, *, complete: bool) -> list[Json]:
    """The options as Discord sends them: typed, in the nesting of the command.

    `complete` asks for all required ones and for values that fit; without it (while the member still types) only
    the names are checked. Raises DoorError with a sentence.
    """
    known = {option["name"]: option for option in command.get("options") or []}
    settled = []
    for option in given if isinstance(given, list) else [given]:
        if not isinstance(option, dict):
            raise DoorError(_REFUSED, "The options are malformed.")
        definition = known.get(option.get("name", ""))
        if definition is None:
            raise DoorError(_REFUSED, f"/{command['name']} has no option “{option.get('name')}”.")
        if definition["type"] in GROUPS:
            inner = settle(definition, option.get("options") or [], complete=complete)
            settled.append({"name": definition["name"], "type": definition["type"], "options": inner})
        else:
            settled.append(_value(definition, option, complete=complete))
    names = {option["name"] for option in settled}
    grouped = any(definition["type"] in GROUPS for definition in known.values())
    if complete and grouped and len(settled) != 1:
        raise DoorError(_REFUSED, f"Choose one subcommand of /{command['name']}.")
    for name, definition in known.items():
        if complete and definition.get("required") and name not in names:
            raise DoorError(_REFUSED, f"“{name}” is required.")
    return settled


def resolve(world: World, guild: Guild, options: list[Json], viewer: str) -> Json:
    """The resolved data of every user, role, channel and file among the options."""
    users, roles, channels, attachments = [], [], [], []
    for option in _leaves(options):
        kind, value = option["type"], str(option["value"])
        if kind == OptionType.USER or (kind == OptionType.MENTIONABLE and value in guild.members):
            users.append(value)
        elif kind in (OptionType.ROLE, OptionType.MENTIONABLE):
            roles.append(value)
        elif kind == OptionType.CHANNEL:
            channels.append((value, viewer))
        elif kind == OptionType.ATTACHMENT:
            attachments.append(value)
    return resolved(world, guild, users=users, roles=roles, channels=channels, attachments=attachments)


def check_ids(world: World, guild: Guild, options: list[Json], viewer: str) -> None:
    """Refuse a user, role, channel or file that this member could not have picked. Raises DoorError."""
    for option in _leaves(options):
        kind, value, name = option["type"], str(option["value"]), option["name"]
        if kind == OptionType.USER and value not in guild.members:
            raise DoorError(_REFUSED, f"“{name}” is not a member.")
        if kind == OptionType.ROLE and value not in guild.roles:
            raise DoorError(_REFUSED, f"“{name}” is not a role.")
        if kind == OptionType.MENTIONABLE and value not in guild.members and value not in guild.roles:
            raise DoorError(_REFUSED, f"“{name}” is neither a member nor a role.")
        if kind == OptionType.CHANNEL and (value not in guild.channels or not world.sees(viewer, value)):
            raise DoorError(_REFUSED, f"“{name}” is not a channel.")
        if kind == OptionType.ATTACHMENT and not world.has_uploaded(viewer, value):
            raise DoorError(_REFUSED, f"“{name}” is not a file that you uploaded.")


def _leaves(options: list[Json]) -> list[Json]:
    leaves = []
    for option in options:
        leaves += _leaves(option["options"]) if option["type"] in GROUPS else [option]
    return leaves


def _value(definition: Json, option: Json, *, complete: bool) -> Json:
    name, kind, value = definition["name"], definition["type"], option.get("value")
    result = {"name": name, "type": kind, "value": value}
    if option.get("focused"):
        result["focused"] = True
    if not complete:
        return result
    wanted = _PLAIN.get(kind, (str,))
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind != OptionType.BOOLEAN):
        raise DoorError(_REFUSED, f"“{name}” has a value of the wrong type.")
    choices = definition.get("choices") or []
    if choices and value not in [choice["value"] for choice in choices]:
        raise DoorError(_REFUSED, f"“{name}” must be one of its choices.")
    if kind == OptionType.STRING:
        _between(name, len(str(value)), definition, "length", "characters")
    elif kind in (OptionType.INTEGER, OptionType.NUMBER):
        _between(name, value, definition, "value", "")
    return result


def _between(name: str, size: Any, definition: Json, what: str, unit: str) -> None:
    least, most = definition.get(f"min_{what}"), definition.get(f"max_{what}")
    if what == "length":
        most = Limit.OPTION_TEXT.value.maximum if most is None else most
    if least is not None and size < least:
        raise DoorError(_REFUSED, f"“{name}” must be at least {least} {unit}".rstrip() + ".")
    if most is not None and size > most:
        raise DoorError(_REFUSED, f"“{name}” must be at most {most} {unit}".rstrip() + ".")
