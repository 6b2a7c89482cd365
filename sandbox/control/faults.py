"""Faults on demand."""

from typing import Any

from sandbox.faults import EventFault, Faults, RouteFault, When
from sandbox.gateway.socket import Gateway
from sandbox.rest.routing import PREFIX
from sandbox.rules.rates import HEARTBEAT_SECONDS


class FaultControl:
    """Routes, the gateway and its events, as a bad day has them."""

    def __init__(self, faults: Faults, gateway: Gateway) -> None:
        self._faults = faults
        self._gateway = gateway

    def fail(
        self,
        method: str,
        path: str,
        *,
        status: int = 500,
        body: Any = None,
        headers: dict[str, str] | None = None,
        times: int = 1,
        after_effect: bool = False,
    ) -> None:
        """Answer the next `times` requests with this status and body, before or after they have had their effect.

        `path` is below /api/v10, with * for anything; `method` may be *.
        """
        answer = {"message": f"{status}: a fault on demand", "code": 0} if body is None else body
        self._add(method, path, times, status=status, body=answer, headers=headers or {}, after_effect=after_effect)

    def cut(self, method: str, path: str, *, times: int = 1, after_effect: bool = False) -> None:
        """Cut the connection of the next `times` requests, before or after they have had their effect."""
        self._add(method, path, times, cut=True, after_effect=after_effect)

    def slow(self, method: str, path: str, *, seconds: float, times: int = 1) -> None:
        """Let the next `times` requests wait before they have their effect."""
        self._add(method, path, times, delay=seconds)

    def delay_event(self, name: str, *, seconds: float, times: int = 1) -> None:
        """Deliver the next `times` events of this name only when `seconds` have passed on the world's clock."""
        self._faults.events.append(EventFault(name=name, times=times, seconds=seconds))

    def repeat_event(self, name: str, *, copies: int = 1, times: int = 1) -> None:
        """Deliver the next `times` events of this name again, `copies` times."""
        self._faults.events.append(EventFault(name=name, times=times, copies=copies))

    def drop_gateway(self, *, code: int = 4000, shard: int | None = None) -> None:
        """Close the gateway's sockets with this code; sessions can be resumed. Without a shard, those of all."""
        self._gateway.drop(code, shard=shard)

    def cut_gateway(self, *, shard: int | None = None) -> None:
        """Break the gateway's connections off without a close frame; sessions can be resumed."""
        self._gateway.drop(None, shard=shard)

    def ask_to_reconnect(self, *, shard: int | None = None) -> None:
        """Send RECONNECT."""
        self._gateway.ask_to_reconnect(shard=shard)

    def invalidate_session(self, *, resumable: bool = False, shard: int | None = None) -> None:
        """Send INVALID_SESSION; unless it is resumable the session is forgotten."""
        self._gateway.invalidate(resumable=resumable, shard=shard)

    def restart_shard(self, *, shard: int | None = None) -> None:
        """Forget the sessions and break their connections off: the bot must identify anew."""
        self._gateway.restart(shard=shard)

    def miss_heartbeats(self) -> None:
        """Let the wire's clock jump by so much that every client has been silent for too long."""
        self._gateway.clock.advance(2 * HEARTBEAT_SECONDS)

    def heal(self) -> None:
        """Call off every fault that has not happened yet."""
        self._faults.routes.clear()
        self._faults.events.clear()

    def _add(
        self,
        method: str,
        path: str,
        times: int,
        *,
        status: int | None = None,
        body: Any = None,
        headers: dict[str, str] | None = None,
        delay: float = 0.0,
        cut: bool = False,
        after_effect: bool = False,
    ) -> None:
        when: When = "after" if after_effect else "before"
        self._faults.routes.append(
            RouteFault(
                method=method.upper(),
                path=path.removeprefix(PREFIX),
                times=times,
                status=status,
                body=body,
                headers=headers or {},
                delay=delay,
                cut=cut,
                when=when,
            )
        )
