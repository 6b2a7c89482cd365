"""A blind battle as its members live it: in a browser, with the real bot, killed or not."""

import json
import random
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect
from sqlalchemy import select

from arena.providers import baselines
from sandbox import Sandbox
from storage.community.tables import ballots, battles
from storage.database import open_database
from tests.e2e.conftest import Member
from tests.support.bot import BotProcess
from tests.support.database import database_url

pytestmark = pytest.mark.browser

QUESTION = "Which came first, the chicken or the egg?"
CARDS = [model.card for model in baselines(random.Random(0))]  # noqa: S311 - no secret depends on it


async def kept_ballots(database: Path) -> dict[str, int]:
    """The ledger's ballots by choice."""
    async with open_database(database_url(database)) as opened, opened.read() as connection:
        choices = (await connection.execute(select(ballots.c.choice))).scalars().all()
    return {choice: choices.count(choice) for choice in set(choices)}


async def kept_states(database: Path) -> list[str]:
    async with open_database(database_url(database)) as opened, opened.read() as connection:
        return list((await connection.execute(select(battles.c.state))).scalars())


async def vote_changed_and_withdrawn(members: dict[str, Member], bot: BotProcess, *, kill: bool) -> None:
    """Four vote, one changes, one withdraws; the bot may be killed between the ballots and start again."""
    for name, label, shown in (("ada", "Vote A", "A"), ("grace", "Vote B", "B"), ("linus", "Tie", "Tie")):
        await members[name].press(label)
        await expect(members[name].private).to_contain_text(f"Your ballot: {shown}")
    if kill:
        await bot.kill()
        await bot.start()
    await members["barbara"].press("Both bad")
    await expect(members["barbara"].private).to_contain_text("Your ballot: Both bad")
    await expect(members["edsger"].battle).to_contain_text("4 have voted")
    await members["grace"].press("Vote A", within=members["grace"].private)
    await expect(members["grace"].private).to_contain_text("Changed from B")
    if kill:
        await bot.kill()
        await bot.start()
    await members["linus"].press("Withdraw", within=members["linus"].private)
    await expect(members["linus"].private).to_contain_text("Ballot withdrawn")
    await expect(members["edsger"].battle).to_contain_text("3 have voted")


@pytest.mark.parametrize("kill", [False, True], ids=["undisturbed", "killed between ballots"])
async def test_a_battle_from_command_to_reveal(
    window: BrowserContext, server: Sandbox, bot: BotProcess, *, kill: bool
) -> None:
    names = ("ada", "grace", "linus", "barbara", "edsger")
    members = {name: await Member.open(window, server, name) for name in names}

    await members["ada"].start_battle(QUESTION)
    for member in members.values():
        await expect(member.battle).to_contain_text("Which answer is better?")
    await vote_changed_and_withdrawn(members, bot, kill=kill)
    await nothing_shown_names_a_model(server, members)

    await members["ada"].press("More")
    await members["ada"].press("Close now", within=members["ada"].private)
    for member in members.values():
        await expect(member.battle).to_contain_text("3 ballots")
        await expect(member.battle).to_contain_text("A wins")
        await expect(member.page.get_by_role("link", name="See the battle")).to_have_count(1)
    revealed = await members["edsger"].battle.inner_text()
    assert sum(card.name in revealed for card in CARDS) == 2

    assert await kept_ballots(bot.database) == {"A": 2, "both_bad": 1}
    assert await kept_states(bot.database) == ["revealed"]


async def nothing_shown_names_a_model(server: Sandbox, members: dict[str, Member]) -> None:
    """Before the reveal: every byte to Discord, every event to a member, and all of each page."""
    seen = [repr(server.traffic.sent), json.dumps([shown.data for shown in server.traffic.shown])]
    seen += [await member.page.content() for member in members.values()]
    assert all("Which answer is better?" in text for text in seen)
    for text in seen:
        for card in CARDS:
            for word in (card.name, card.slug, card.provider):
                assert word.casefold() not in text.casefold()


async def test_only_the_starter_and_moderators_are_offered_to_close(
    window: BrowserContext, server: Sandbox, bot: BotProcess
) -> None:
    grace, linus, ada = [await Member.open(window, server, name) for name in ("grace", "linus", "ada")]
    await grace.start_battle(QUESTION)
    await expect(linus.battle).to_contain_text("Which answer is better?")
    for member, offered in ((grace, 1), (linus, 0), (ada, 1)):
        await member.press("More")
        await expect(member.private).to_contain_text("closes")
        await expect(member.private.get_by_role("button", name="Close now")).to_have_count(offered)
    await linus.private.get_by_role("button", name="Dismiss message").click()
    await linus.page.reload()
    await expect(linus.battle).to_contain_text("Which answer is better?")
    await expect(linus.private).to_have_count(0)
    assert await kept_states(bot.database) == ["voting"]
