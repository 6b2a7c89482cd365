"""What a layout message holds, in words: for golden files and for questions about a screen."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast

from discord import ui

_COLOURS: Final = {0x7F8AA0: "slate", 0x7B7CF2: "indigo", 0xE2663F: "coral", 0x1F9D8C: "teal", 0xDD5B57: "red"}
_CHOSEN: Final = {6: "Roles", 8: "Channels"}
_STYLES: Final = {1: "blue", 2: "grey", 5: "link"}


def components(view: ui.LayoutView) -> Iterator[Mapping[str, Any]]:
    """Every component as it is sent, containers before their contents."""

    def walk(component: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        yield component
        for child in component.get("components", ()):
            yield from walk(child)
        if "accessory" in component:
            yield from walk(component["accessory"])

    for component in _sent(view):
        yield from walk(component)


def texts(view: ui.LayoutView) -> list[str]:
    """The texts, in their order."""
    return [component["content"] for component in components(view) if component["type"] == 10]


def buttons(view: ui.LayoutView) -> dict[str, Mapping[str, Any]]:
    """The buttons by their labels."""
    return {component["label"]: component for component in components(view) if component["type"] == 2}


def utf16_units(text: str) -> int:
    """Discord's stricter count, made without the code under test."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def dump(view: ui.LayoutView) -> str:
    """The whole view, a line for each component or line of text."""
    return "".join(f"{line}\n" for component in _sent(view) for line in _lines(component))


def _sent(view: ui.LayoutView) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", view.to_components())  # type: ignore[no-untyped-call] # discord.py's own gap


def _lines(component: Mapping[str, Any]) -> Iterator[str]:
    match component["type"]:
        case 17:
            yield from _block(f"Box {_COLOURS[component['accent_color']]}", component["components"])
        case 10:
            yield "Text"
            yield from (f"  | {line}".rstrip() for line in component["content"].split("\n"))
        case 14:
            yield "Line"
        case 9:
            yield from _block("Section", (*component["components"], component["accessory"]))
        case 1:
            yield from _block("Row", component["components"])
        case 2:
            yield _button(component)
        case 13:
            yield f"File {component['file']['url']}"
        case 6 | 8 as kind:
            chosen = ", ".join(str(value["id"]) for value in component.get("default_values", [])) or "none"
            yield f"{_CHOSEN[kind]} [{component['placeholder']}] {chosen} → {component['custom_id']}"
        case 3 | 12 as kind:
            yield from _select(component) if kind == 3 else _gallery(component)
        case other:
            raise AssertionError(f"a component of type {other} has no words yet")


def _block(name: str, children: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield name
    yield from (f"  {line}" for child in children for line in _lines(child))


def _select(component: Mapping[str, Any]) -> Iterator[str]:
    yield f"Select [{component['placeholder']}] → {component['custom_id']}"
    for option in component["options"]:
        yield f"  {'*' if option.get('default') else '-'} {option['label']} = {option['value']}"


def _gallery(component: Mapping[str, Any]) -> Iterator[str]:
    for item in component["items"]:
        veiled = ", veiled" if item.get("spoiler") else ""
        yield f"Picture {item['media']['url']}{veiled}: {item['description']}"


def _button(component: Mapping[str, Any]) -> str:
    off = ", off" if component.get("disabled") else ""
    target = component.get("custom_id") or component["url"]
    return f"[{component['label']}] {_STYLES[component['style']]}{off} → {target}"
