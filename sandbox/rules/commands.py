"""What an application command may look like (interactions/application-commands)."""

import re
from collections import Counter
from enum import IntEnum
from typing import Any

from sandbox import errors
from sandbox.rules.limits import Limit
from sandbox.rules.report import Report

Json = dict[str, Any]


class CommandType(IntEnum):
    """Slash commands and the two menus."""

    CHAT_INPUT = 1
    USER = 2
    MESSAGE = 3


class OptionType(IntEnum):
    """The types of a slash command's options."""

    SUB_COMMAND = 1
    SUB_COMMAND_GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


GROUPS = (OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP)
# The documented ^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$, in the terms of Python's re.
_NAME = re.compile(r"[-_'\w]+")


def check_all(commands: Any) -> None:
    """Check a bulk overwrite; raises InvalidFormError, or ApiError 30032 when there are too many of a kind."""
    report = Report()
    if report.kind(commands, list):
        report.size(len(commands), Limit.COMMANDS)
        for index, command in enumerate(commands):
            if report.at(index).kind(command, dict):
                _command(report.at(index), command)
        keys = Counter((str(c.get("type", 1)), str(c.get("name"))) for c in commands if isinstance(c, dict))
        if any(count > 1 for count in keys.values()):
            report.add("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
    report.raise_if_any()
    check_counts(commands)


def check_one(command: Any) -> None:
    """Check one command; raises InvalidFormError."""
    report = Report()
    if report.kind(command, dict):
        _command(report, command)
    report.raise_if_any()


def check_counts(commands: list[Json]) -> None:
    """Refuse more commands of one type than an application may have."""
    counts = Counter(command.get("type", 1) for command in commands)
    if counts[CommandType.CHAT_INPUT] not in Limit.SLASH_COMMANDS.value or any(
        counts[kind] not in Limit.MENU_COMMANDS.value for kind in (CommandType.USER, CommandType.MESSAGE)
    ):
        raise errors.too_many_commands()


def _command(here: Report, command: Json) -> None:
    kind = command.get("type", CommandType.CHAT_INPUT)
    here.at("type").choice(kind, tuple(int(item) for item in CommandType))
    here.text(command, "name", Limit.COMMAND_NAME)
    if kind == CommandType.CHAT_INPUT:
        _name(here, command)
        here.text(command, "description", Limit.COMMAND_DESCRIPTION)
        _options(here, command, depth=0)
        if _weight(command) not in Limit.COMMAND_SIZE.value:
            here.add(
                "APPLICATION_COMMAND_TOO_LARGE",
                f"Command exceeds maximum size ({Limit.COMMAND_SIZE.value.maximum})",
            )
    else:
        for key in ("description", "options"):
            if command.get(key):
                here.at(key).add("APPLICATION_COMMAND_CONTEXT_MENU_FIELD", f"Context menu commands cannot have {key}")


def _name(here: Report, command: Json) -> None:
    name = command.get("name")
    if isinstance(name, str) and name and (not _NAME.fullmatch(name) or name != name.lower()):
        here.at("name").add(
            "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid: letters, digits, - and _, in lower case"
        )


def _options(here: Report, owner: Json, *, depth: int) -> None:
    options = here.items(owner, "options", Limit.COMMAND_OPTIONS)
    groups = [option for _, option in options if option.get("type") in GROUPS]
    if groups and len(groups) != len(options):
        here.at("options").add(
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        )
    names: set[Any] = set()
    optional_before = False
    for place, option in options:
        if str(option.get("name")) in names:
            place.at("name").add("APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option name already in use")
        names.add(str(option.get("name")))
        if option.get("required") and optional_before:
            place.at("required").add(
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_before = optional_before or not option.get("required")
        _option(place, option, depth)


def _option(here: Report, option: Json, depth: int) -> None:
    kind = option.get("type")
    # Groups only on top, subcommands on top or in a group, and nothing that nests below a subcommand.
    deepest = {OptionType.SUB_COMMAND_GROUP: 0, OptionType.SUB_COMMAND: 1}
    allowed = [int(item) for item in OptionType if depth <= deepest.get(item, 2)]
    here.at("type").choice(kind, allowed)
    here.text(option, "name", Limit.COMMAND_NAME)
    _name(here, option)
    here.text(option, "description", Limit.COMMAND_DESCRIPTION)
    if kind in GROUPS:
        _options(here, option, depth=2 if kind == OptionType.SUB_COMMAND else 1)
        return
    choices = here.items(option, "choices", Limit.COMMAND_CHOICES)
    if choices and option.get("autocomplete"):
        here.at("choices").add(
            "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", "Autocomplete and choices are mutually exclusive"
        )
    for place, choice in choices:
        _choice(place, choice)
    if kind == OptionType.STRING:
        here.number(option, "min_length", Limit.OPTION_TEXT)
        here.number(option, "max_length", Limit.OPTION_TEXT)


def _choice(here: Report, choice: Json) -> None:
    here.text(choice, "name", Limit.CHOICE_NAME)
    if choice.get("value") is None:
        here.at("value").required()
    elif isinstance(choice["value"], str):
        here.at("value").size(len(choice["value"]), Limit.CHOICE_VALUE)


def check_choices(data: Any) -> None:
    """Check an autocomplete's answer; raises InvalidFormError."""
    report = Report()
    here = report.at("data")
    if here.kind(data, dict):
        for place, choice in here.items(data, "choices", Limit.COMMAND_CHOICES):
            _choice(place, choice)
    report.raise_if_any()


def _weight(node: Json) -> int:
    """The characters that count: names, descriptions and choice values, all the way down."""
    own = sum(len(str(node[key])) for key in ("name", "description", "value") if isinstance(node.get(key), str))
    lists = [node.get(key) for key in ("options", "choices")]
    inner = [item for items in lists if isinstance(items, list) for item in items]
    return own + sum(_weight(item) for item in inner if isinstance(item, dict))
