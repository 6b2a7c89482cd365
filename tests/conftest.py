"""What holds for every test: the longest begin first; browser tests run where a browser is, or say that none is."""

import gc
from collections.abc import AsyncIterator
from typing import Final

import pytest
import pytest_asyncio
import structlog
from hypothesis import settings
from playwright.async_api import Browser

from tests.support.browser import NO_BROWSER, find_chromium, launch

LONGEST: Final = (
    "tests/e2e/test_battle.py",
    "tests/arena/api/test_process.py",
    "tests/sandbox/test_both_discords.py",
    "tests/e2e/test_fight.py",
    "tests/flows/test_fights.py",
)
"""Files of few tests that mostly wait for processes. Begun last, they would keep all workers but one idle."""
WAITING: Final = ("tests/e2e", "tests/flows", "tests/sandbox")
"""Where tests wait for other processes, browsers and deadlines, while those of other folders compute."""

# How many examples a property gets that does not say so itself. `make reliability` takes the thorough profile.
settings.register_profile("suite", max_examples=50)
settings.register_profile("thorough", max_examples=2000, deadline=None)
settings.load_profile("suite")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest files; then files that wait and files that compute take turns, so that no core rests."""
    places = {config.rootpath / path: (0.0, place) for place, path in enumerate(LONGEST)}
    waits = tuple(config.rootpath / folder for folder in WAITING)
    files = dict.fromkeys(item.path for item in items if item.path not in places)
    for kind in (True, False):
        those = [path for path in files if any(path.is_relative_to(folder) for folder in waits) is kind]
        places |= {path: ((number + 1) / len(those), kind) for number, path in enumerate(those)}
    items.sort(key=lambda item: places[item.path])


def pytest_collection_finish() -> None:
    """What was imported never becomes garbage: without this a tenth of all time goes into looking at it."""
    gc.collect()
    gc.freeze()


class BrowserTests:
    """Skips the tests marked ``browser`` where there is none, and makes that the last line of the run."""

    def __init__(self) -> None:
        self.skipped = 0

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Mark them; the browser is looked for only when one of them is to run.

        They share it, so they share its loop: what they await, their fixtures too, says ``loop_scope="session"``.
        """
        marked = [item for item in items if item.get_closest_marker("browser")]
        for coroutine in filter(pytest_asyncio.is_async_test, marked):
            coroutine.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
        if marked and find_chromium() is None:
            for item in marked:
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count them; with xdist the reports of all workers pass through the main process."""
        if report.skipped and isinstance(report.longrepr, tuple) and NO_BROWSER in report.longrepr[2]:
            self.skipped += 1

    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """Speak after pytest's own last line; workers stay silent."""
        if self.skipped and not hasattr(config, "workerinput"):
            noun = "browser test was" if self.skipped == 1 else "browser tests were"
            print(f"{self.skipped} {noun} skipped: {NO_BROWSER}.")  # noqa: T201 (the run's last line)


def pytest_configure(config: pytest.Config) -> None:
    # Plain as the bot's own logs (bot/logs.py). Unless told otherwise, structlog draws every local variable of every
    # frame: seconds for each fault that a test provokes.
    structlog.dev.ConsoleRenderer.get_active().exception_formatter = structlog.dev.plain_traceback
    config.pluginmanager.register(BrowserTests(), "browser-tests")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One headless Chromium for all tests of this process: to start one takes longer than most tests with it."""
    async with launch() as launched:
        yield launched


@pytest_asyncio.fixture(loop_scope="session")
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """It, without any page: each of its contexts has cookies and storage of its own, and none outlives its test."""
    yield chromium
    for context in chromium.contexts:
        await context.close()
