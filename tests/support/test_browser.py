"""Where no browser can be had, the browser tests are skipped, and the last line says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    """An environment with no browser on the machine, and none to be downloaded."""
    bare = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    # Port 1 refuses at once.
    return {**os.environ, **bare, "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:1"}


def run(*arguments: str, environment: dict[str, str]) -> list[str]:
    """What a module of the project prints, line by line; it must end well."""
    command = [sys.executable, "-m", *arguments]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout.splitlines()


@pytest.mark.parametrize("processes", ["0", "1"])
def test_the_last_line_of_a_run_says_what_was_skipped(nowhere: dict[str, str], processes: str) -> None:
    tests = "tests/sandbox/page/test_session.py::test_the_address_says_who_one_is"
    lines = run("pytest", "-n", processes, "-p", "no:cacheprovider", tests, environment=nowhere)
    assert "1 skipped" in lines[-2]
    assert lines[-1] == "1 browser test was skipped: no Chromium or Chrome could be found or installed."


def test_making_sure_of_a_browser_says_when_there_is_none(nowhere: dict[str, str]) -> None:
    lines = run("tests.support.browser", environment=nowhere)
    assert lines[-1] == "The browser tests will be skipped: no Chromium or Chrome could be found or installed."


@pytest.mark.browser
def test_making_sure_of_a_browser_is_silent_when_there_is_one() -> None:
    assert run("tests.support.browser", environment=dict(os.environ)) == []
