"""A fight as its members live it: in a browser, on the small local model and the baselines, with the real bot.

`BLINDBOUT_REDRAW=1` keeps what is seen in `docs/screenshots`.
"""

import os
import re
from pathlib import Path
from typing import Final

import pytest
from playwright.async_api import BrowserContext, Locator, expect

from sandbox import Sandbox
from tests.e2e.conftest import Member
from tests.support.bot import bot_process

pytestmark = [pytest.mark.browser, pytest.mark.local_model]

QUESTION: Final = "Should a small town build a tram line or run electric buses?"
SCREENSHOTS: Final = Path(__file__).parents[2] / "docs" / "screenshots"
SLOW_MS: Final = 90_000
"""Two small models speak twice and judge twice on two slow cores."""


async def start_fight(member: Member) -> None:
    page = member.page
    composer = page.get_by_label("Message #arena")
    await composer.press_sequentially("/fight start")
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    await composer.press("Enter")
    await page.get_by_label(re.compile("^message ")).fill(QUESTION)
    models = page.get_by_label(re.compile("^models "))
    await models.fill("brief, eliza, ")
    await expect(page.locator("datalist option[value*='Markov']")).to_have_count(1)
    await models.fill("brief, greedy, eliza, markov")
    await page.get_by_label(re.compile("^rounds ")).fill("2")
    await page.get_by_role("button", name="Send").click()


async def keep(what: Locator, name: str) -> None:
    """Keep the picture for the documents where that is asked for."""
    if os.environ.get("BLINDBOUT_REDRAW"):
        await what.page.mouse.move(0, 0)
        await what.screenshot(path=SCREENSHOTS / f"{name}.png")


async def test_a_fight_of_four_over_two_rounds_is_watched_live(
    window: BrowserContext, server: Sandbox, tmp_path: Path
) -> None:
    async with bot_process(server, tmp_path, BLINDBOUT_MODELS=""):
        ada, grace = [await Member.open(window, server, name) for name in ("ada", "grace")]
        await grace.page.set_viewport_size({"width": 1100, "height": 1000})
        await start_fight(ada)
        fight = grace.page.get_by_role("listitem").filter(has_text="Fight · ").first
        await expect(fight).to_contain_text("Round 1 of 2", timeout=SLOW_MS)
        await expect(fight).to_contain_text("writing …", timeout=SLOW_MS)
        await expect(fight.get_by_role("button", name="Vote")).to_be_disabled()

        await expect(fight).to_contain_text("the jury votes", timeout=SLOW_MS)
        await grace.press("Vote", within=fight)
        await expect(grace.private).to_contain_text("Who makes the better case?")
        await grace.press("Eliza (baseline)", within=grace.private)
        await expect(grace.private).to_contain_text("Your ballot: Eliza (baseline)")
        await keep(grace.private, "fight-ballot")

        await expect(fight).to_contain_text("Round 2 of 2", timeout=SLOW_MS)
        await expect(fight).to_contain_text("1 in the audience has voted", timeout=SLOW_MS)
        await expect(fight).to_contain_text("answered", timeout=SLOW_MS)
        await keep(fight, "fight-live")
        await expect(fight).to_contain_text("1 audience ballot", timeout=SLOW_MS)
        await expect(fight).to_contain_text("transcript.md")
        await expect(fight).to_contain_text(re.compile(r"[1-9]\d* jury votes? over 2 rounds"))
        await keep(fight, "fight-end")
        await grace.press("Read answers", within=fight)
        await expect(grace.private).to_contain_text("round 2")
