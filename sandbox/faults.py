"""What shall go wrong: routes that are slow or fail, events that come late or twice. Nothing does by itself."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Literal

When = Literal["before", "after"]


@dataclass(slots=True, kw_only=True)
class RouteFault:
    """What happens to the next `times` requests of this method whose path, below /api/v10, fits the pattern.

    They wait `delay` seconds first. Then, `when` "before" or "after" the request has had its effect, the connection
    is `cut` or the answer is `status` with `body`. Without either they are only slow.
    """

    method: str
    path: str
    times: int
    status: int | None
    body: Any
    headers: dict[str, str]
    delay: float
    cut: bool
    when: When


@dataclass(slots=True, kw_only=True)
class EventFault:
    """What happens to the next `times` events of this name: they come `seconds` late, or `copies` more follow."""

    name: str
    times: int
    seconds: float = 0.0
    copies: int = 0


@dataclass(slots=True)
class Faults:
    """The faults that are still to happen, in the order in which they were asked for."""

    routes: list[RouteFault] = field(default_factory=list)
    events: list[EventFault] = field(default_factory=list)

    def for_request(self, method: str, path: str) -> RouteFault | None:
        """The fault for this request, if there is one; it is used up by one."""
        for fault in self.routes:
            if fault.method in (method, "*") and fnmatchcase(path, fault.path):
                fault.times -= 1
                if fault.times <= 0:
                    self.routes.remove(fault)
                return fault
        return None

    def for_event(self, name: str) -> EventFault | None:
        """The fault for this event, if there is one; it is used up by one."""
        for fault in self.events:
            if fault.name == name:
                fault.times -= 1
                if fault.times <= 0:
                    self.events.remove(fault)
                return fault
        return None
