"""Telling whoever runs the bot, over the wire."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

import sandbox
from cogs.keys import OperatorsMail
from community.keys import Errand, KeyRefusal
from sandbox import Sandbox
from tests.support.discordpy import BareBot, running

REFUSAL = KeyRefusal(
    source="Concurred",
    key="0" * 16,
    errand=Errand.FIGHT,
    code="7F3K-2C",
    refused_at=datetime(2026, 7, 13, 7, tzinfo=UTC),
)


@pytest.fixture
async def server() -> AsyncIterator[Sandbox]:
    async with sandbox.run() as opened:
        yield opened


@pytest.fixture
async def mail(server: Sandbox) -> AsyncIterator[OperatorsMail]:
    bot, mail = BareBot(), OperatorsMail()
    async with running(bot, server):
        mail.use(bot)
        yield mail


async def test_the_application_s_owner_gets_one_message_whoever_tries_again(
    server: Sandbox, mail: OperatorsMail
) -> None:
    assert await mail.tell(REFUSAL)
    assert await mail.tell(REFUSAL)
    direct = server.world.direct_with(server.world.guild.owner_id)
    assert direct is not None
    assert len(server.world.messages[direct.id]) == 1


async def test_an_owner_who_takes_no_messages_finds_it_in_the_log_with_its_code(
    server: Sandbox, mail: OperatorsMail
) -> None:
    server.control.guilds.set_direct_messages(server.world.guild.owner_id, taken=False)
    with capture_logs() as log:
        assert await mail.tell(REFUSAL), "another try would not help"
    (line,) = [line for line in log if line["event"] == "keys.nobody_to_tell"]
    assert (line["log_level"], line["source"], line["code"]) == ("error", "Concurred", "7F3K-2C")
