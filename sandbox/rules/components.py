"""Which components a message may hold, how they nest, and the limits of each (components/reference)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from sandbox.rules.limits import Limit
from sandbox.rules.report import Report

Json = dict[str, Any]


class Kind(IntEnum):
    """Component types."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = (
    Kind.STRING_SELECT,
    Kind.USER_SELECT,
    Kind.ROLE_SELECT,
    Kind.MENTIONABLE_SELECT,
    Kind.CHANNEL_SELECT,
)
_IN_CONTAINER = (Kind.ROW, Kind.TEXT, Kind.SECTION, Kind.GALLERY, Kind.SEPARATOR, Kind.FILE)
_IN_LAYOUT = (*_IN_CONTAINER, Kind.CONTAINER)
_LINK, _PREMIUM = 5, 6
_SINGLE = 1


@dataclass(slots=True)
class _Seen:
    """What must be known of the whole message while its parts are checked."""

    files: frozenset[str]
    custom_ids: set[str] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)
    count: int = 0
    text: int = 0


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, outer before inner, accessories and the fields of labels included."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for key in ("accessory", "component"):
            if isinstance(inner := component.get(key), dict):
                yield from walk([inner])


def check(components: Any, report: Report, *, layout: bool, files: frozenset[str]) -> None:
    """Check the components of a message; `layout` when it has the V2 flag, `files` are the names it brings."""
    here = report.at("components")
    if not here.kind(components, list):
        return
    seen = _Seen(files)
    if not layout:
        here.size(len(components), Limit.LEGACY_ROWS)
    for index, component in enumerate(components):
        _component(here.at(index), component, seen, _IN_LAYOUT if layout else (Kind.ROW,))
    if seen.count > Limit.COMPONENTS.value.maximum:
        here.size(seen.count, Limit.COMPONENTS)
    if seen.text > Limit.LAYOUT_TEXT.value.maximum:
        here.add(
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"Components displayable text size exceeds maximum size of {Limit.LAYOUT_TEXT.value.maximum}",
        )


def _component(here: Report, component: Any, seen: _Seen, allowed: tuple[Kind, ...]) -> None:
    if not here.kind(component, dict):
        return
    seen.count += 1
    kind = component.get("type")
    if kind not in allowed or isinstance(kind, bool):
        here.at("type").choice(kind, [int(item) for item in allowed])
        return
    number = component.get("id")
    if isinstance(number, int) and number:
        if number in seen.ids:
            here.at("id").add("COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
        seen.ids.add(number)
    _CHECKS[Kind(kind)](here, component, seen)


def custom_id(here: Report, component: Json, taken: set[str]) -> None:
    """Check a custom id: 1 to 100 characters, and once in the message or modal."""
    here.text(component, "custom_id", Limit.CUSTOM_ID)
    value = component.get("custom_id")
    if isinstance(value, str):
        if value in taken:
            here.at("custom_id").add("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        taken.add(value)


def _row(here: Report, component: Json, seen: _Seen) -> None:
    children = here.items(component, "components", Limit.ROW)
    selects = [c for _, c in children if c.get("type") in SELECTS]
    if selects and len(children) > _SINGLE:
        here.at("components").add(
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width"
        )
    for place, child in children:
        _component(place, child, seen, (Kind.BUTTON, *SELECTS))


def _button(here: Report, component: Json, seen: _Seen) -> None:
    style = component.get("style")
    here.at("style").choice(style, range(1, 7))
    here.text(component, "label", Limit.BUTTON_LABEL)
    if style == _LINK:
        here.text(component, "url", Limit.BUTTON_URL)
        if component.get("custom_id") is not None:
            here.add(
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified"
            )
    elif style == _PREMIUM:
        if component.get("sku_id") is None:
            here.at("sku_id").required()
    else:
        custom_id(here, component, seen.custom_ids)
        if component.get("url") is not None:
            here.add(
                "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified"
            )
    if style != _PREMIUM and not component.get("label") and not component.get("emoji"):
        here.add("BUTTON_COMPONENT_INVALID_NO_LABEL_OR_EMOJI", "A button must have a label or an emoji")


def select(here: Report, component: Json, taken: set[str]) -> None:
    """Check a select menu of any type."""
    custom_id(here, component, taken)
    here.text(component, "placeholder", Limit.SELECT_PLACEHOLDER)
    here.number(component, "min_values", Limit.SELECT_MINIMUM)
    here.number(component, "max_values", Limit.SELECT_MAXIMUM)
    if component.get("type") == Kind.STRING_SELECT:
        options(here, component, Limit.SELECT_OPTIONS)


def options(here: Report, component: Json, limit: Limit) -> None:
    """Check the options of a string select, a radio group or a checkbox group."""
    values: set[str] = set()
    for place, option in here.items(component, "options", limit):
        place.text(option, "label", Limit.SELECT_LABEL)
        place.text(option, "value", Limit.SELECT_VALUE)
        place.text(option, "description", Limit.SELECT_DESCRIPTION)
        value = option.get("value")
        if value in values:
            place.at("value").add(
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used"
            )
        if isinstance(value, str):
            values.add(value)


def _select(here: Report, component: Json, seen: _Seen) -> None:
    select(here, component, seen.custom_ids)


def _section(here: Report, component: Json, seen: _Seen) -> None:
    for place, child in here.items(component, "components", Limit.SECTION_TEXTS):
        _component(place, child, seen, (Kind.TEXT,))
    if component.get("accessory") is None:
        here.at("accessory").required()
    else:
        _component(here.at("accessory"), component["accessory"], seen, (Kind.BUTTON, Kind.THUMBNAIL))


def _text(here: Report, component: Json, seen: _Seen) -> None:
    here.text(component, "content", Limit.TEXT_DISPLAY)
    if isinstance(content := component.get("content"), str):
        seen.text += len(content)


def _media(here: Report, holder: Json, key: str, seen: _Seen) -> None:
    item = holder.get(key)
    if item is None:
        here.at(key).required()
        return
    if not here.at(key).kind(item, dict):
        return
    here.at(key).text(item, "url", Limit.MEDIA_URL)
    url = item.get("url")
    if not isinstance(url, str):
        return
    scheme, _, name = url.partition("://")
    if scheme not in ("http", "https", "attachment"):
        here.at(key, "url").add(
            "URL_TYPE_INVALID_SCHEME",
            f"Scheme \"{scheme}\" is not supported. Scheme must be one of ('http', 'https', 'attachment').",
        )
    elif scheme == "attachment" and name not in seen.files:
        here.at(key, "url").add("UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", f"{name} was not found")


def _thumbnail(here: Report, component: Json, seen: _Seen) -> None:
    _media(here, component, "media", seen)
    here.text(component, "description", Limit.MEDIA_DESCRIPTION)


def _gallery(here: Report, component: Json, seen: _Seen) -> None:
    for place, item in here.items(component, "items", Limit.GALLERY):
        _media(place, item, "media", seen)
        place.text(item, "description", Limit.MEDIA_DESCRIPTION)


def _file(here: Report, component: Json, seen: _Seen) -> None:
    _media(here, component, "file", seen)


def _separator(here: Report, component: Json, _: _Seen) -> None:
    if component.get("spacing") is not None:
        here.at("spacing").choice(component["spacing"], (1, 2))


def _container(here: Report, component: Json, seen: _Seen) -> None:
    children = component.get("components")
    if not children:
        here.at("components").required()
    elif here.at("components").kind(children, list):
        for index, child in enumerate(children):
            _component(here.at("components", index), child, seen, _IN_CONTAINER)


_CHECKS: dict[Kind, Callable[[Report, Json, _Seen], None]] = {
    Kind.ROW: _row,
    Kind.BUTTON: _button,
    **dict.fromkeys(SELECTS, _select),
    Kind.SECTION: _section,
    Kind.TEXT: _text,
    Kind.THUMBNAIL: _thumbnail,
    Kind.GALLERY: _gallery,
    Kind.FILE: _file,
    Kind.SEPARATOR: _separator,
    Kind.CONTAINER: _container,
}
