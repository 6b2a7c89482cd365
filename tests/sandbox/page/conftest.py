"""Pages that are open on a scripted door, for one or several members.

The sandbox's fixtures stand here once more because they live in the browser's loop. They cannot share a function with
those of the other tests: pytest-asyncio keeps the loop on the function, for every fixture that is made of it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest_asyncio
from playwright.async_api import Browser, Page

import sandbox
from sandbox import ManualClock, Sandbox
from tests.sandbox.page.door import ScriptedDoor
from tests.sandbox.wire import Rest, calling
from tests.support.serving import serve

OpenPage = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def server() -> AsyncIterator[Sandbox]:
    async with sandbox.run() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def standing(clock: ManualClock) -> AsyncIterator[Sandbox]:
    async with sandbox.run(clock=clock) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def rest(server: Sandbox) -> AsyncIterator[Rest]:
    async with calling(server) as call:
        yield call


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens a door in the browser. Any error a page reports, or a breach of its policy, fails the test."""
    complaints: list[str] = []
    async with AsyncExitStack() as stack:
        addresses: dict[int, str] = {}

        async def opened(door: ScriptedDoor, *, query: str = "", width: int = 1280, height: int = 900) -> Page:
            if id(door) not in addresses:
                addresses[id(door)] = await stack.enter_async_context(serve(door.app))
                stack.callback(door.cut)
            page = await browser.new_page(viewport={"width": width, "height": height})
            page.set_default_timeout(5000)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda line: complaints.append(line.text) if "Security Policy" in line.text else None)
            await page.goto(addresses[id(door)] + "/" + query)
            await page.get_by_role("heading", name="#arena").wait_for()
            return page

        yield opened
        for context in browser.contexts:
            await context.close()
    assert complaints == []
