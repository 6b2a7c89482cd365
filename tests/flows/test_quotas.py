"""Battles run out: for a member, the server, the bot. Who asks reads why and until when, and keeps the question."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from community.battles import Failure
from community.quotas import ChargeState
from community.settings import GuildSettings
from tests.flows.places import ROOMY, Place, place
from tests.support.members import Json, members, text_of
from tests.support.scripted_arena import Script, refuses

pytestmark = pytest.mark.asyncio(loop_scope="module")

OPENS = re.compile(r"<t:\d+:R>, at <t:(\d+):t>")
LONG = "Is this long? " * 150 + "Yes."


@pytest_asyncio.fixture(loop_scope="module")
async def used(here: Place) -> AsyncIterator[dict[tuple[str, str], int]]:
    """Ada has started one battle, and what that used; afterwards there is room again."""
    async with here.flow(f"quota {here.arena.created}") as flow:
        await flow.open()
    yield await here.ledger.used()
    await here.settings.save(here.guild_id, ROOMY)


async def refused(here: Place, name: str, prompt: str = "Why?") -> Json:
    """What this member is told, alone; nothing was used and nobody else saw anything."""
    before = await here.ledger.used()
    async with members(here.discord, "refusals", name, "Edsger") as (member, edsger):
        assert (await member.start(prompt))[0] == 202
        told = await member.told()
        assert member.public == edsger.public == {}
        assert edsger.private is None
    assert await here.ledger.used() == before
    assert await here.ledger.battles(prompt) == []
    return told


async def test_a_member_who_has_had_theirs_reads_when_more_open(here: Place, used: dict[tuple[str, str], int]) -> None:
    had, guild = max(n for (scope, _), n in used.items() if scope == "member"), used["guild", str(here.guild_id)]
    await here.settings.save(here.guild_id, GuildSettings(battles_per_member=had, battles_per_day=guild + 5))
    told = text_of(await refused(here, "Ada"))
    assert f"You have had your {had} for now" in told
    assert OPENS.search(told)
    assert f"Left: you 0 of {had} · this server 5 of {guild + 5} · the bot {100 - guild} of 100" in told
    assert "```\nWhy?\n```" in told


async def test_a_server_that_has_used_its_battles_refuses_everybody(
    here: Place, used: dict[tuple[str, str], int]
) -> None:
    guild = used["guild", str(here.guild_id)]
    await here.settings.save(here.guild_id, GuildSettings(battles_per_day=guild))
    told = text_of(await refused(here, "Barbara"))
    assert "No battles left for now" in told
    assert OPENS.search(told)
    assert f"Left: you 5 of 5 · this server 0 of {guild}" in told


async def test_a_long_question_is_given_back_whole_in_a_file(here: Place, used: dict[tuple[str, str], int]) -> None:
    await here.settings.save(here.guild_id, GuildSettings(battles_per_day=used["guild", str(here.guild_id)]))
    told = await refused(here, "Grace", LONG)
    (attachment,) = told["attachments"]
    assert attachment["filename"] == "question.txt"
    assert here.discord.world.files[attachment["id"]].data.decode() == LONG
    assert "Is this long?" not in text_of(told)


async def test_a_number_of_nought_says_who_set_it(here: Place, used: dict[tuple[str, str], int]) -> None:
    assert used
    await here.settings.save(here.guild_id, GuildSettings(battles_per_day=0))
    told = text_of(await refused(here, "Linus"))
    assert "An admin has set their number to 0." in told
    assert not OPENS.search(told)


async def test_a_refusal_leads_to_the_board_and_keeps_the_question(
    here: Place, used: dict[tuple[str, str], int]
) -> None:
    assert used
    await here.settings.save(here.guild_id, GuildSettings(battles_per_day=0, fights_per_day=0))
    async with members(here.discord, "refusals", "Barbara") as (barbara,):
        for start in (barbara.start, barbara.fight):
            await start("Why?")
            told = await barbara.told()
            board = await barbara.press("See the leaderboard", on=told)
            assert "No ballots yet" in text_of(board)
            assert board["id"] != told["id"], "the question is still there to be copied"


async def test_a_key_that_is_used_up_closes_for_all_until_it_opens_again(tmp_path: Path) -> None:
    async with place(tmp_path) as there:
        full = Script(creations=[refuses("QUOTA_EXCEEDED", retry_after="7200")])
        async with there.flow("a full key", full) as flow:
            await flow.start()
            message = text_of(await flow.starter.sees("The bot is out of battles"))
        assert "Nothing was used up." in message
        battle = await there.ledger.battle(flow.upstream.prompt)
        assert battle.failure is Failure.SOURCE_QUOTA
        assert await there.ledger.charge(battle) is ChargeState.REFUNDED
        assert sorted((await there.ledger.used()).values()) == [0, 0, 100]

        told = text_of(await refused(there, "Linus"))
        assert "The bot is out of battles" in told
        opens = datetime.fromtimestamp(int(OPENS.findall(told)[0]), UTC)
        assert timedelta(minutes=119) < opens - datetime.now(UTC) <= timedelta(minutes=120)
        assert "the bot 0 of 100" in told
