"""The OpenAPI document and the page: whole, true to the arena, and tested against it by a stranger's tool."""

import asyncio
import base64
import hashlib
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from playwright.async_api import Browser

from arena.api.reference.openapi import DESCRIBED, EXAMPLES
from arena.engine.values import Api
from arena.wire import ErrorCode
from arena.wire.concurred import DONE, LEGACY_ITEM, ConcurredErrorCode, UnknownEvent
from bot.house import in_process_key
from tests.arena.api.served import Served, served, unlimited, url_of
from tests.arena.engine.contestants import Quick

ALL = 21 + 5 + 2
"""ModelChorus's endpoints, Concurred's that ModelChorus has not, and the house's own."""
SECONDS = 90
"""For the whole run of the stranger's tool, which takes 20 on a machine of its own."""


async def document_of(arena: Served) -> dict[str, Any]:
    answer = await arena.http.get("/openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    document: dict[str, Any] = answer.json()
    return document


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """By the names that the reference page uses."""
    return {
        f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path).removeprefix('/api/v1')}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


async def test_all_endpoints_of_both_apis_and_the_house_are_described_with_examples_that_fit(
    tmp_path: Path,
) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        document = await document_of(arena)
    described = operations(document)
    assert len(described) == ALL
    assert set(described) == set(DESCRIBED) == set(EXAMPLES)
    schemas = {"components": document["components"]}
    for key, operation in described.items():
        for status, answer in operation["responses"].items():
            if "text/event-stream" in answer["content"]:
                streamed = answer["content"]["text/event-stream"]["example"].removesuffix("\n\n").split("\n\n")
                for line in streamed:
                    data = line.removeprefix("data: ")
                    assert data == DONE or not isinstance(LEGACY_ITEM.validate_json(data), UnknownEvent)
            content = answer["content"].get("application/json")
            if content is None:
                continue
            validator = jsonschema_rs.Draft202012Validator(content["schema"] | schemas)
            examples = [one["value"] for one in content.get("examples", {}).values()] or [content["example"]]
            for example in examples:
                validator.validate(example)
            assert status == "200" or set(content["examples"]) <= {*ErrorCode, *ConcurredErrorCode}, key
        if "requestBody" in operation:
            content = operation["requestBody"]["content"]["application/json"]
            jsonschema_rs.Draft202012Validator(content["schema"] | schemas).validate(content["example"])


async def test_what_needs_a_key_says_so_and_what_is_kept_says_how_long(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        for key, operation in operations(await document_of(arena)).items():
            method, path = key.split(" ")
            answer = await arena.http.request(method, url_of(path))
            needs_key = "security" in operation
            assert (answer.status_code == 401) is needs_key, key
            assert needs_key == ("401" in operation["responses"]) == ("403" in operation["responses"])
            if not needs_key:
                told = operation["responses"]["200"]["headers"]["Cache-Control"]["example"]
                assert answer.headers["Cache-Control"] == told, key


class _Links(HTMLParser):
    """Everything that a browser would load, run or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.followed: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.loaded += [value or "" for name, value in attrs if name in {"src", "srcset", "style"} or name[:2] == "on"]
        self.ids.add(found.get("id") or "")
        self.followed.add(found.get("href") or "")


async def test_the_page_loads_nothing_runs_nothing_and_names_every_endpoint(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        answer = await arena.http.get("/docs")
        paths = (await document_of(arena))["paths"]
    page = _Links()
    page.feed(answer.text)
    assert page.loaded == []
    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
    css = re.search("<style>(.*)</style>", answer.text, re.DOTALL)
    assert css is not None
    assert "url(" not in css[1]
    assert "@import" not in css[1]
    digest = base64.b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert {link.removeprefix("#") for link in page.followed if link.startswith("#")} <= page.ids
    assert {link for link in page.followed if link and link[0] != "#"} == {"/openapi.json"}
    for path in paths:
        assert f"<code>{path}</code>" in answer.text


@pytest.mark.browser
async def test_a_browser_shows_the_page_with_its_style(tmp_path: Path, browser: Browser) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        page = await browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        await page.goto(f"{arena.http.base_url}/docs")
        assert await page.get_by_role("heading", level=3).count() == ALL
        assert await page.evaluate("getComputedStyle(document.body).display") == "grid"
        for width in (320, 1280):
            await page.set_viewport_size({"width": width, "height": 800})
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert [complaint for complaint in complaints if "favicon" not in complaint and "404" not in complaint] == []


async def test_a_tool_that_knows_only_the_document_finds_no_fault(tmp_path: Path) -> None:
    """Schemathesis. One check is left out: that whatever fits the schema is accepted.

    What a cursor holds, that a category needs a locale and which modality has models is in words, not in the schema.
    """
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await unlimited(arena)
        other_key = await in_process_key(arena.database, Api.CONCURRED, clock=arena.clock.now)
        voted = await arena.ready_for_vote(key)
        assert (await arena.vote(voted, key, feedback="A was clearer.")).status_code == 200
        tool = await asyncio.create_subprocess_exec(
            Path(sys.executable).with_name("schemathesis"),
            "run",
            f"{arena.http.base_url}/openapi.json",
            *("--header", f"Authorization: {key['Authorization']}", "--header", f"X-API-Key: {other_key}"),
            *("--checks", "all", "--exclude-checks", "positive_data_acceptance"),
            *("--max-examples", "10", "--generation-deterministic", "--no-color"),
            cwd=tmp_path,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
            stdout=PIPE,
            stderr=STDOUT,
        )
        try:
            async with asyncio.timeout(SECONDS):
                said, _ = await tool.communicate()
        finally:
            if tool.returncode is None:
                tool.kill()
                await tool.wait()
    assert tool.returncode == 0, said.decode()[-6_000:]
    assert f"Tested: {ALL}".encode() in said
