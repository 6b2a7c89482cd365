"""Keeps pictures of a battle's further stages in `docs/screenshots`: `python -m tests.support.screenshots`."""

import asyncio
import tempfile
from pathlib import Path
from typing import Final

from playwright.async_api import Page

from tests.flows.places import Place, place
from tests.support.browser import launch
from tests.support.members import Member, members
from tests.support.scripted_arena import Script, refuses

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screenshots"
LEAKING: Final = ("Glass is a solid without crystals.", "As ChatGPT, made by OpenAI, I would call glass a slow liquid.")


async def keep(page: Page, where: str, text: str, name: str) -> None:
    """The newest message of the channel that holds the text."""
    await page.get_by_label("Channels", exact=True).get_by_role("button", name=where).click()
    message = page.get_by_role("main").get_by_role("listitem").filter(has_text=text)
    public = name in {"writing", "failure"}  # an answer to it quotes it
    await (message.first if public else message.last).screenshot(path=FOLDER / f"{name}.png")


async def staged(there: Place, page: Page) -> None:
    """Bring battles to their stages and keep what Ada sees of each."""
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


async def looked_back(ada: Member, page: Page) -> None:
    """The history, asked for where the battle was: the bot knows no channels that came without an event."""
    ada.private = None
    await ada.person.run("battle", {"name": "history", "options": []}, channel="leaking")
    await ada.told()
    await keep(page, "leaking", "Only you can see this", "history")


async def main() -> None:
    """All of them."""
    with tempfile.TemporaryDirectory() as folder:
        async with place(Path(folder)) as there, launch() as browser:
            for where in ("writing", "failing", "leaking", "asking"):
                async with members(there.discord, where, "Ada"):
                    pass
            page = await browser.new_page(viewport={"width": 1200, "height": 900})
            page.set_default_timeout(8_000)
            await page.goto(f"{there.discord.page_url}&as=ada")
            await staged(there, page)


if __name__ == "__main__":
    asyncio.run(main())
