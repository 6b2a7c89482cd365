"""Keeps pictures of a battle's further stages, and of a board that posted itself, in `docs/screenshots`:
`python -m tests.support.screenshots`.
"""

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Final

from playwright.async_api import Page

from arena.wire import Winner
from storage.community.battles import SqlBattleStore
from tests.flows.places import Place, place
from tests.support.browser import launch
from tests.support.fought import fought
from tests.support.members import Member, members
from tests.support.scripted_arena import Script, refuses

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screenshots"
NAMES: Final = ("Qwen3 32B", "Gemma 3 27B", "Mistral Small 3.2", "Llama 3.3 70B Instruct", "Phi-4", "OLMo 2 32B")
WEEK: Final = timedelta(days=7)
LEAKING: Final = ("Glass is a solid without crystals.", "As ChatGPT, made by OpenAI, I would call glass a slow liquid.")


async def keep(page: Page, where: str, text: str, name: str) -> None:
    """The newest message of the channel that holds the text."""
    await page.get_by_label("Channels", exact=True).get_by_role("button", name=where).click()
    message = page.get_by_role("main").get_by_role("listitem").filter(has_text=text)
    public = name in {"writing", "failure"}  # an answer to it quotes it
    await (message.first if public else message.last).screenshot(path=FOLDER / f"{name}.png")


async def staged(there: Place, page: Page) -> None:
    """Bring battles to their stages and keep what Ada sees of each."""
    there.arena.models = list(NAMES)
    await guessed(there, page)
    async with there.flow("writing", Script(ready=False)) as writing:
        await writing.start()
        await writing.starter.sees("Two models are writing")
        await keep(page, "writing", "Two models are writing", "writing")
    async with there.flow("failing", Script(creations=[refuses("INTERNAL_ERROR")])) as failing:
        await failing.start()
        await failing.starter.sees("No clear answer came")
        await keep(page, "failing", "No clear answer came", "failure")
    async with there.flow("leaking", Script(answers=LEAKING)) as leaking:
        await leaking.open()
        await leaking.starter.press("Read B")
        await keep(page, "leaking", "Only you can see this", "read")
        await leaking.starter.press("Vote A")
        await leaking.close()
        await leaking.starter.sees("said who made it")
        await keep(page, "leaking", "said who made it", "leak")
        await looked_back(leaking.starter, page)
    async with members(there.discord, "asking", "Ada") as (ada,):
        await ada.start("x" * 2001, source="Concurred")
        await ada.told()
        await keep(page, "asking", "Only you can see this", "refusal")


async def guessed(there: Place, page: Page) -> None:
    """The page beside the ballot where models are guessed."""
    async with there.flow("guessing") as flow:
        await flow.open()
        await flow.starter.press("Guess the models", on=await flow.starter.press("Vote A"))
        await keep(page, "guessing", "Only you can see this", "guess")


async def looked_back(ada: Member, page: Page) -> None:
    """The history, asked for where the battle was: the bot knows no channels that came without an event."""
    ada.private = None
    await ada.person.run("battle", {"name": "history", "options": []}, channel="leaking")
    await ada.told()
    await keep(page, "leaking", "Only you can see this", "history")


async def scheduled(there: Place, page: Page) -> None:
    """Let a server vote for weeks, and its board post itself each Monday; the second post knows what changed."""
    store, now = SqlBattleStore(there.ledger.database), datetime.now(UTC)

    async def vote(week: int) -> None:
        for number, pair in enumerate(combinations(NAMES, 2)):
            ballots = [Winner.A] * (1 + number * (week + 2) % 6) + [Winner.B] * (1 + number % 4) + [Winner.BOTH_BAD]
            at = now + (week - 1.2 + number / 15) * WEEK
            await fought(
                store, pair, ballots, closed_at=at, guild_id=there.guild_id, prompt="A haiku on merge conflicts"
            )

    async with members(there.discord, "leaders", "Ada") as (ada,):
        order = {"name": "schedule", "options": [{"name": "add", "options": []}]}
        await ada.person.run("manage", order, channel="leaders")
        await ada.told()
        await vote(0)
        for post in (1, 2):
            await vote(post)
            await there.discord.control.clock.advance(WEEK.total_seconds())
            await there.bot.logged("schedule.posted", times=post)
        await ada.sees("Next post")
    await keep(page, "leaders", "Next post", "scheduled")


async def main() -> None:
    """All of them."""
    await of_battles()
    await of_boards()


async def of_boards() -> None:
    """The board that posted itself, on a clock that jumps."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            place(Path(folder), shares_clock=True) as there,
            launch() as browser,
            members(there.discord, "leaders"),
        ):
            page = await browser.new_page(viewport={"width": 1200, "height": 1200})
            await page.goto(f"{there.discord.page_url}&as=ada")
            await scheduled(there, page)


async def of_battles() -> None:
    """What becomes of battles."""
    with tempfile.TemporaryDirectory() as folder:
        async with place(Path(folder)) as there, launch() as browser:
            for where in ("guessing", "writing", "failing", "leaking", "asking"):
                async with members(there.discord, where, "Ada"):
                    pass
            page = await browser.new_page(viewport={"width": 1200, "height": 900})
            page.set_default_timeout(8_000)
            await page.goto(f"{there.discord.page_url}&as=ada")
            await staged(there, page)


if __name__ == "__main__":
    asyncio.run(main())
