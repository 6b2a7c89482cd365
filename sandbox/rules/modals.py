"""What a modal may hold (interactions/receiving-and-responding, components/reference)."""

from typing import Any

from sandbox.rules import components
from sandbox.rules.components import SELECTS, Kind
from sandbox.rules.limits import Limit
from sandbox.rules.report import Report

Json = dict[str, Any]

_IN_MODAL = (Kind.ROW, Kind.TEXT, Kind.LABEL)
_IN_LABEL = (
    Kind.TEXT_INPUT,
    *SELECTS,
    Kind.FILE_UPLOAD,
    Kind.RADIO_GROUP,
    Kind.CHECKBOX_GROUP,
    Kind.CHECKBOX,
)


def check(modal: Any) -> None:
    """Check the data of a modal response; raises InvalidFormError."""
    report = Report()
    here = report.at("data")
    if here.kind(modal, dict):
        here.text(modal, "custom_id", Limit.CUSTOM_ID)
        here.text(modal, "title", Limit.MODAL_TITLE)
        taken: set[str] = set()
        for place, component in here.items(modal, "components", Limit.MODAL_COMPONENTS):
            _top(place, component, taken)
    report.raise_if_any()


def _top(here: Report, component: Json, taken: set[str]) -> None:
    kind = component.get("type")
    here.at("type").choice(kind, [int(item) for item in _IN_MODAL])
    if kind == Kind.TEXT:
        here.text(component, "content", Limit.TEXT_DISPLAY)
    elif kind == Kind.ROW:
        for place, child in here.items(component, "components", Limit.ROW):
            place.at("type").choice(child.get("type"), (int(Kind.TEXT_INPUT),))
            place.text(child, "label", Limit.MODAL_LABEL)
            _text_input(place, child, taken)
    elif kind == Kind.LABEL:
        here.text(component, "label", Limit.MODAL_LABEL)
        here.text(component, "description", Limit.MODAL_DESCRIPTION)
        labelled: Any = component.get("component")
        if labelled is None:
            here.at("component").required()
        elif here.at("component").kind(labelled, dict):
            _labelled(here.at("component"), labelled, taken)


def _labelled(here: Report, component: Json, taken: set[str]) -> None:
    kind = component.get("type")
    here.at("type").choice(kind, [int(item) for item in _IN_LABEL])
    if kind == Kind.TEXT_INPUT:
        _text_input(here, component, taken)
    elif kind in SELECTS:
        components.select(here, component, taken)
    else:
        components.custom_id(here, component, taken)
    if kind == Kind.RADIO_GROUP:
        components.options(here, component, Limit.RADIO_OPTIONS)
    elif kind == Kind.CHECKBOX_GROUP:
        components.options(here, component, Limit.CHECKBOX_OPTIONS)
    elif kind == Kind.FILE_UPLOAD:
        here.number(component, "min_values", Limit.FILE_UPLOADS)
        here.number(component, "max_values", Limit.FILE_UPLOADS)


def _text_input(here: Report, component: Json, taken: set[str]) -> None:
    components.custom_id(here, component, taken)
    here.at("style").choice(component.get("style"), (1, 2))
    here.text(component, "value", Limit.INPUT_VALUE)
    here.text(component, "placeholder", Limit.INPUT_PLACEHOLDER)
    here.number(component, "min_length", Limit.INPUT_MINIMUM)
    here.number(component, "max_length", Limit.INPUT_MAXIMUM)
