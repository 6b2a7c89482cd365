"""Members in a real browser, the real bot in a process of its own, and a sandbox between them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

import sandbox
from sandbox import Sandbox
from tests.support.bot import BotProcess, bot_process
from tests.support.commands import executed
from tests.support.patience import PATIENCE

SHOW_MS = 20_000
expect.set_options(timeout=SHOW_MS)


class Member:
    """One member's tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    async def open(cls, window: BrowserContext, server: Sandbox, name: str) -> "Member":
        page = await window.new_page()
        await page.goto(f"{server.page_url}&as={name}")
        await expect(page.get_by_label("You are:")).to_have_value(name)
        return cls(page)

    async def start_battle(self, prompt: str) -> None:
        composer = self.page.get_by_label("Message #arena")
        await composer.press_sequentially("/battle start")
        await expect(self.page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
        await composer.press("Enter")
        await self.page.get_by_label("prompt").fill(prompt)
        await self.page.get_by_role("button", name="Send").click()

    @property
    def battle(self) -> Locator:
        """The message of the battle: the first one that the bot posted."""
        return self.page.get_by_role("listitem").filter(has_text="Blind battle").first

    @property
    def private(self) -> Locator:
        """The newest answer that only this member sees."""
        return self.page.get_by_role("listitem").filter(has_text="Only you can see this").last

    async def press(self, label: str, *, within: Locator | None = None) -> None:
        where = within or self.battle
        await where.get_by_role("button", name=label, exact=True).click()


@pytest_asyncio.fixture(loop_scope="session")
async def server() -> AsyncIterator[Sandbox]:
    async with sandbox.run(acknowledge_seconds=PATIENCE) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def bot(server: Sandbox, tmp_path: Path) -> AsyncIterator[BotProcess]:
    async with bot_process(server, tmp_path, executed) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def window(browser: Browser) -> AsyncIterator[BrowserContext]:
    window = await browser.new_context()
    window.set_default_timeout(SHOW_MS)
    yield window
    await window.close()
