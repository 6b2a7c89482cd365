"""What holds for every test: browser tests run where a browser is, and say so where none is."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser

from tests.support.browser import NO_BROWSER, find_chromium, launch


class BrowserTests:
    """Skips the tests marked ``browser`` where there is none, and makes that the last line of the run."""

    def __init__(self) -> None:
        self.skipped = 0

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Mark them; the browser is looked for only when one of them is to run."""
        marked = [item for item in items if item.get_closest_marker("browser")]
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
    config.pluginmanager.register(BrowserTests(), "browser-tests")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A headless Chromium of this test's own."""
    async with launch() as launched:
        yield launched
