"""Running until somebody says stop."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any


def run_until_signalled(main: Coroutine[Any, Any, None]) -> None:
    """Run `main`; SIGINT and SIGTERM cancel it, so that everything it opened is closed in order.

    asyncio by itself turns only SIGINT into a cancellation; container runtimes send SIGTERM.
    """
    with suppress(asyncio.CancelledError):
        asyncio.run(_cancelled_by_signals(main))


async def _cancelled_by_signals(main: Coroutine[Any, Any, None]) -> None:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - inside a coroutine there always is one
    loop = asyncio.get_running_loop()
    for stop in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no signal handlers in its loop; Ctrl+C works there anyway
            loop.add_signal_handler(stop, task.cancel)
    await main
