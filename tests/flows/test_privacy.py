"""What a member may have and have forgotten, and what votes say, over the wire."""

import json

import pytest

from tests.flows.places import Place
from tests.sandbox.members import components
from tests.support.fights import answer, begins, completes, session, votes
from tests.support.members import Json, Member, members, text_of

FILE = 13
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def use(member: Member, name: str, *options: Json, said: str) -> Json:
    """Use a command, and wait until its private answer says this."""
    member.private = None
    await member.person.run(name, *options, channel=member.channel.name)
    # The first answer may only say that the bot is thinking.
    await member.until(lambda: member.private is not None and said in text_of(member.private))
    return await member.told()


def sub(name: str) -> Json:
    return {"name": name, "options": []}


async def test_a_member_sees_what_is_kept_has_it_forgotten_and_the_tally_stands(here: Place) -> None:
    async with here.flow("a member to forget", names=("Ada", "Grace")) as flow:
        ada, grace = flow.members
        await flow.open()
        await ada.press("Vote A")
        await grace.press("Vote A")
        await flow.close()
        await ada.sees("A wins")
        before = text_of(await ada.sees("2 ballots"))
        assert flow.upstream.prompt in before

        await use(ada, "stats", said="The votes of")
        await use(ada, "feedback", said="What members wrote")
        page = await use(ada, "privacy", sub("export"), said="What is kept of you")
        assert [part["file"]["url"] for part in components(page) if part["type"] == FILE]

        asked = await use(ada, "privacy", sub("forget"), said="Shall everything about you be forgotten?")
        assert "You are forgotten" in text_of(await ada.press("Forget me", on=asked))
        after = text_of(await grace.sees("removed at its author"))
        assert "2 ballots" in after
        assert flow.upstream.prompt not in after
        assert ada.person.id not in after
        left = await use(ada, "privacy", sub("export"), said="What is kept of you")
        assert set(json.loads(file_of(here, left))) == {"quota_windows", "quota_charges"}


async def test_the_question_of_a_forgotten_fight_leaves_its_message_and_its_transcript(here: Place) -> None:
    question = "Who may forget a fight?"
    stream = here.fights.expect(question)
    # Ada is forgotten already, with what she agreed to.
    async with members(here.discord, "a fight to forget", "Linus", "Grace") as (linus, grace):
        status, said = await linus.fight(question, rounds=1)
        assert status == 202, said
        jury = votes(1, {"gpt": "claude", "claude": "gpt"}, {"gpt": 0, "claude": 0})
        stream.brings(session(["gpt", "claude"], 1), begins(1, 1), *answer("gpt", 1), *answer("claude", 1), *jury)
        stream.brings(completes("gpt", {"gpt": 2, "claude": 1}))
        before = await grace.sees("GPT wins the jury")
        assert question in text_of(before)
        assert question in file_of(here, before)

        asked = await use(linus, "privacy", sub("forget"), said="Shall everything about you be forgotten?")
        assert "You are forgotten" in text_of(await linus.press("Forget me", on=asked))
        after = await grace.sees("removed at its author")

        assert after["id"] == before["id"]
        assert question not in text_of(after)
        assert linus.person.id not in text_of(after)
        assert "claude speaks in round 1." in file_of(here, after)
        assert question not in file_of(here, after)


def file_of(here: Place, message: Json) -> str:
    (file,) = message["attachments"]
    return here.discord.world.files[file["id"]].data.decode()
