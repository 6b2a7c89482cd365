"""What a member entered into a modal, fitted into the modal's own structure."""

from collections.abc import Iterator
from typing import Any

from sandbox.errors import DoorError
from sandbox.rules.components import SELECTS, Kind, walk

Json = dict[str, Any]

_REFUSED = 422
_LISTS = (*SELECTS, Kind.CHECKBOX_GROUP, Kind.FILE_UPLOAD)


def settle(modal: Json, given: Any) -> list[Json]:
    """The submitted components: the modal's structure with the values given by custom id.

    Raises DoorError when a required field is empty, a text has the wrong length, or a field is unknown.
    """
    entered = dict(_entered(given))
    known = {component["custom_id"] for component in walk(modal["components"]) if "custom_id" in component}
    if unknown := set(entered) - known:
        raise DoorError(_REFUSED, f"The form has no field “{min(unknown)}”.")
    numbers = iter(range(1, 1 + sum(1 for _ in walk(modal["components"]))))
    return [_top(component, entered, numbers) for component in modal["components"]]


def _entered(given: Any) -> Iterator[tuple[str, Json]]:
    """Every object with a custom id, however deep it lies."""
    if isinstance(given, dict):
        if isinstance(given.get("custom_id"), str):
            yield given["custom_id"], given
        for value in given.values():
            yield from _entered(value)
    elif isinstance(given, list):
        for item in given:
            yield from _entered(item)


def _top(component: Json, entered: dict[str, Json], numbers: Iterator[int]) -> Json:
    top = {"type": component["type"], "id": component.get("id") or next(numbers)}
    if component["type"] == Kind.ROW:
        top["components"] = [_field(c, c, entered, numbers) for c in component["components"]]
    elif component["type"] == Kind.LABEL:
        top["component"] = _field(component, component["component"], entered, numbers)
    return top


def _field(label: Json, component: Json, entered: dict[str, Json], numbers: Iterator[int]) -> Json:
    kind, name = component["type"], label.get("label", "")
    field = entered.get(component["custom_id"], {})
    result: Json = {
        "type": kind,
        "id": component.get("id") or next(numbers),
        "custom_id": component["custom_id"],
    }
    required = component.get("required", True)
    if kind == Kind.TEXT_INPUT:
        return {**result, "value": _text(name, component, str(field.get("value") or ""), required=required)}
    if kind in _LISTS:
        return {**result, "values": _several(name, component, field.get("values") or [], required=required)}
    if kind == Kind.CHECKBOX:
        return {**result, "value": bool(field.get("value"))}
    value = field.get("value")
    if required and value is None:
        raise DoorError(_REFUSED, f"“{name}” is required.")
    _offered(name, component, [] if value is None else [value])
    return {**result, "value": value}


def _text(name: str, component: Json, value: str, *, required: bool) -> str:
    if not value and required:
        raise DoorError(_REFUSED, f"“{name}” is required.")
    least, most = component.get("min_length") or 0, component.get("max_length") or 4000
    if value and not least <= len(value) <= most:
        raise DoorError(_REFUSED, f"“{name}” must have {least} to {most} characters; it has {len(value)}.")
    return value


def _several(name: str, component: Json, values: list[str], *, required: bool) -> list[str]:
    # A group of checkboxes takes them all unless it says otherwise, every other list takes one.
    group = component["type"] == Kind.CHECKBOX_GROUP
    least, most = bounds(component, most=len(component["options"]) if group else 1)
    least = least if required else 0
    if not least <= len(values) <= most:
        raise DoorError(_REFUSED, f"“{name}” takes {least} to {most} choices.")
    _offered(name, component, values)
    return values


def bounds(component: Json, *, most: int = 1) -> tuple[int, int]:
    """How many values a component takes at least and at most; what it leaves out or sets to null is the default."""
    least_given, most_given = component.get("min_values"), component.get("max_values")
    return 1 if least_given is None else least_given, most if most_given is None else most_given


def _offered(name: str, component: Json, values: list[str]) -> None:
    options = component.get("options")
    if options is not None and not set(values) <= {option["value"] for option in options}:
        raise DoorError(_REFUSED, f"“{name}” has no such choice.")
