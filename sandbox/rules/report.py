"""Collects what is wrong with a body and raises it as Discord's error tree (reference, "Error Messages")."""

from collections.abc import Collection, Mapping
from typing import Any

from sandbox.errors import InvalidFormError
from sandbox.rules.limits import Limit

type_names = {str: "string", int: "integer", bool: "boolean", list: "list", dict: "dictionary"}


class Report:
    """A place in a body at which problems are noted; `at` steps to a field or an index below it."""

    def __init__(self) -> None:
        self._path: tuple[str, ...] = ()
        self._tree: dict[str, Any] = {}

    def at(self, *steps: str | int) -> "Report":
        """The place below this one; it shares the same tree."""
        below = Report()
        below._path = (*self._path, *map(str, steps))
        below._tree = self._tree
        return below

    def add(self, code: str, message: str) -> None:
        """Note one problem here."""
        node = self._tree
        for step in self._path:
            node = node.setdefault(step, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def raise_if_any(self) -> None:
        """Raise InvalidFormError when anything was noted, anywhere in the tree."""
        if self._tree:
            raise InvalidFormError(self._tree)

    def required(self) -> None:
        """Note that the field is missing."""
        self.add("BASE_TYPE_REQUIRED", "This field is required")

    def choice(self, value: Any, allowed: Collection[Any]) -> None:
        """Note a value that is not one of those allowed."""
        if value not in allowed or isinstance(value, bool):
            listed = ", ".join(str(item) for item in allowed)
            self.add("BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")

    def size(self, size: int, limit: Limit) -> bool:
        """Note a length outside the limit; True when it is inside."""
        bounds = limit.value
        if size in bounds:
            return True
        if bounds.minimum and size:
            self.add("BASE_TYPE_BAD_LENGTH", f"Must be between {bounds.minimum} and {bounds.maximum} in length.")
        elif bounds.minimum:
            self.required()
        else:
            self.add("BASE_TYPE_MAX_LENGTH", f"Must be {bounds.maximum} or fewer in length.")
        return False

    def kind(self, value: Any, wanted: type) -> bool:
        """Note a value of the wrong JSON type; True when it is right."""
        if isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool)):
            return True
        names = {
            str: "STRING_TYPE_CONVERT",
            list: "LIST_TYPE_CONVERT",
            dict: "DICT_TYPE_CONVERT",
            bool: "BOOLEAN_TYPE_CONVERT",
        }
        self.add(names.get(wanted, "NUMBER_TYPE_COERCE"), f"Could not interpret value as {type_names[wanted]}.")
        return False

    def text(self, body: Mapping[str, Any], key: str, limit: Limit) -> None:
        """Check a text field: missing or null is right only where the limit starts at 0."""
        here = self.at(key)
        value = body.get(key)
        if value is None:
            if limit.value.minimum:
                here.required()
        elif here.kind(value, str):
            here.size(len(value), limit)

    def number(self, body: Mapping[str, Any], key: str, limit: Limit) -> None:
        """Check an optional whole number against the limit."""
        value = body.get(key)
        if value is None or not self.at(key).kind(value, int) or value in limit.value:
            return
        bounds = limit.value
        self.at(key).add("NUMBER_TYPE_RANGE", f"Value must be between {bounds.minimum} and {bounds.maximum}.")

    def items(self, body: Mapping[str, Any], key: str, limit: Limit) -> list[tuple["Report", dict[str, Any]]]:
        """The objects of a list field, each with its place; notes a wrong length or type."""
        value = body.get(key)
        here = self.at(key)
        if value is None:
            if limit.value.minimum:
                here.required()
            return []
        if not here.kind(value, list):
            return []
        here.size(len(value), limit)
        return [(here.at(i), item) for i, item in enumerate(value) if here.at(i).kind(item, dict)]
