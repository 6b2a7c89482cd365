"""A server's export, by the command and by the command line: the same battles, and none that is open."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.flows.places import Place
from tests.support.commands import finished, forked
from tests.support.members import Json, Member, text_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def manage(member: Member, what: str, **values: object) -> Json:
    member.private = None
    options: list[Json] = [{"name": name, "value": value} for name, value in values.items()]
    await member.person.run("manage", {"name": what, "options": options}, channel=member.channel.name)
    return await member.told()


async def of_command_line(here: Place, target: Path) -> list[Json]:
    arguments = ("export", "--guild", str(here.guild_id), "--format", "jsonl", "--file", str(target))
    environment = {"DATABASE_URL": f"sqlite+aiosqlite:///{here.bot.database}"}
    status, out, _ = await finished(await forked(*arguments, folder=target.parent, environment=environment))
    assert status == 0
    assert str(target) in out
    with ZipFile(target) as archive:
        return [json.loads(line) for line in archive.read("battles.jsonl").splitlines()]


async def test_what_was_revealed_is_exported_and_what_is_open_is_not(here: Place, tmp_path: Path) -> None:
    async with here.flow("an export") as flow:
        await flow.open()
        await flow.starter.press("Vote A")
        await flow.close()
        await flow.starter.hears()
        async with here.flow("an open battle") as other:
            await other.open()
            await other.starter.press("Vote B")

            await manage(flow.starter, "export", format="jsonl")
            # The first answer only says that the bot is thinking.
            await flow.starter.until(
                lambda: flow.starter.private is not None and "Your export" in text_of(flow.starter.private)
            )
            exported = await of_command_line(here, tmp_path / "out.zip")

    prompts = [battle["conversation_a"][0]["content"] for battle in exported]
    assert flow.upstream.prompt in prompts
    assert other.upstream.prompt not in prompts
