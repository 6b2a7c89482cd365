"""Chromium for the browser tests: found on this machine, installed by ``python -m tests.support.browser``."""

import asyncio
import contextlib
import functools
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright
from playwright.sync_api import sync_playwright

NO_BROWSER = "no Chromium or Chrome could be found or installed"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing that calls home, and no sandbox: in containers the tests often run as root.
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_VERSION_SECONDS = 30
_INSTALL_SECONDS = 900
_INSTALL_COMMANDS = (("apt-get", "update"), ("apt-get", "install", "-y", "chromium"))


@functools.cache
def find_chromium() -> Path | None:
    """The first Chromium or Chrome that starts: the machine's own, else the one Playwright downloaded."""
    installed = (Path(path) for name in _NAMES if (path := shutil.which(name)) is not None)
    return next(filter(_starts, installed), None) or _playwrights_own()


def _starts(path: Path) -> bool:
    """Whether it answers; Ubuntu's chromium-browser may be a mere hint to install something else."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=_VERSION_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _playwrights_own() -> Path | None:
    def ask() -> Path:
        with sync_playwright() as playwright:
            return Path(playwright.chromium.executable_path)

    # In a thread: the synchronous API refuses to run where an event loop does.
    with ThreadPoolExecutor(1) as thread:
        path = thread.submit(ask).result()
    return path if path.exists() and _starts(path) else None


@contextlib.asynccontextmanager
async def launch() -> AsyncIterator[Browser]:
    """A headless browser, closed on leaving. Skips the test where there is none."""
    path = await asyncio.to_thread(find_chromium)
    if path is None:
        pytest.skip(NO_BROWSER)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


def _install() -> None:
    """Install Chromium: as root with apt-get, otherwise (or where that fails) Playwright's own."""
    if os.geteuid() == 0 and shutil.which("apt-get") is not None:
        for command in _INSTALL_COMMANDS:
            _run(command)
        find_chromium.cache_clear()
        if find_chromium() is not None:
            return
    _run((sys.executable, "-m", "playwright", "install", "chromium"))
    find_chromium.cache_clear()


def _run(command: tuple[str, ...]) -> None:
    """A failure is not reported here: what counts is whether a browser is found afterwards."""
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(command, capture_output=True, timeout=_INSTALL_SECONDS, check=False)


def main() -> None:
    """Make sure that there is a browser; where none can be had, say so and go on."""
    if find_chromium() is None:
        print("Installing Chromium for the browser tests (once) ...", flush=True)  # noqa: T201 (a command speaks)
        _install()
    if find_chromium() is None:
        print(f"The browser tests will be skipped: {NO_BROWSER}.")  # noqa: T201 (a command speaks)


if __name__ == "__main__":
    main()
