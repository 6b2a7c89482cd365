"""Fights as members live them, from command to end, against a Concurred that does what it is told."""

import asyncio
from pathlib import Path

import pytest

from community.quotas import Kind
from community.settings import GuildSettings
from sandbox.state.entities import MessageType, Overwrite
from sandbox.state.permissions import Permission
from tests.flows.blindness import nothing_names
from tests.flows.places import ROOMY, Moment, Place, place
from tests.support.fights import STREAMS, answer, begins, completes, session, votes
from tests.support.members import Json, Member, labels, members, text_of
from tests.support.patience import PATIENCE
from tests.support.scripted_fights import Stream

pytestmark = pytest.mark.asyncio(loop_scope="module")

TWO = [session(["gpt", "claude"], 2), begins(1, 2), *answer("gpt", 1), *answer("claude", 1)]


async def started(member: Member, stream: Stream, question: str, **options: object) -> Json:
    """The fight's message, once the models are being asked."""
    status, said = await member.fight(question, **options)
    assert status == 202, said
    assert "Left: you" in text_of(await member.told())
    async with asyncio.timeout(PATIENCE):
        await stream.opened.wait()
    return await member.sees(question)


async def test_a_fight_is_watched_voted_on_and_ends_with_jury_and_audience(here: Place) -> None:
    question = "Trams or buses?"
    stream = here.fights.expect(question)
    scores = {"gpt": 0, "claude": 0}
    async with members(here.discord, "a whole fight", "Ada", "Grace") as (ada, grace):
        message = await started(ada, stream, question, rounds=1, models="GPT, claude", style="blitz")
        (asked,) = stream.asked
        assert asked == {
            "message": question,
            "models": ["gpt", "claude"],
            "rounds": 1,
            "fightStyle": "blitz",
            "stream": True,
        }
        assert "Vote" not in labels(message)

        stream.brings(*[session(["gpt", "claude"], 1), begins(1, 1), *answer("gpt", 1), *answer("claude", 1)])
        message = await grace.sees("claude speaks in round 1.")
        assert "**Claude** · answered" in text_of(message)
        read = text_of(await grace.press("Read answers", on=message))
        assert "### Claude, round 1" in read

        jury = votes(1, {"gpt": "claude", "claude": "gpt"}, scores)
        stream.brings(*jury[:3])
        message = await grace.sees("the jury votes")
        card = await grace.press("Vote", on=message)
        assert "Who makes the better case?" in text_of(card)
        card = await grace.press("GPT", on=card)
        assert "Your ballot: GPT" in text_of(card)
        card = await grace.press("Claude", on=card)
        assert "Changed from GPT" in text_of(card)
        message = await ada.sees("1 in the audience has voted")
        assert "Claude" not in text_of(message).split("1 in the audience")[1]

        stream.brings(*jury[3:], completes("gpt", {"gpt": 2, "claude": 1}))
        end = await ada.sees("GPT wins the jury, Claude the audience")
        assert labels(end) == ["Read answers", "Rematch", "Battle the top two"]
        (file,) = end["attachments"]
        transcript = here.discord.world.files[file["id"]].data.decode()
        assert "claude speaks in round 1." in transcript
        assert "- GPT voted for Claude" in transcript
        assert len(ada.public) == 1
        closed = text_of(await grace.press("GPT", on=card))
        assert "The jury is done. Your ballot was Claude." in closed


async def test_whoever_started_it_stops_it_and_with_it_the_models(here: Place) -> None:
    question = "Shall we stop?"
    stream = here.fights.expect(question, TWO)
    async with members(here.discord, "a stopped fight", "Linus", "Grace") as (linus, grace):
        await started(linus, stream, question)
        message = await grace.sees("claude speaks in round 1.")
        assert "Not open to you" in text_of(await grace.stop_fight())
        more = await grace.press("More", on=message)
        assert "Stop" not in labels(more)
        assert "Report" in labels(more)
        assert "The fight is stopped" in text_of(await linus.stop_fight())
        await asyncio.wait_for(stream.left.wait(), PATIENCE)
        end = await grace.sees("Stopped in round 1")
        assert "Run it again" in labels(end)
        assert "No fight goes on here" in text_of(await linus.stop_fight())


async def test_a_stream_that_breaks_off_says_where_and_runs_again(here: Place) -> None:
    question = "Will this hold?"
    stream = here.fights.expect(question, TWO)
    stream.breaks()
    async with members(here.discord, "a cut fight", "Ada") as (ada,):
        await started(ada, stream, question, rounds=2)
        end = await ada.sees("The fight was cut off in round 1")
        assert "What was reached is below." in text_of(end)
        again = here.fights.expect(question, STREAMS["tie"])
        await ada.push("Run it again", on=end)
        assert "A tie: GPT and Claude" in text_of(await ada.sees("A tie"))
        assert again.asked == stream.asked


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("INVALID_MODEL", "The service declined this fight"),
        ("GUARDRAIL_BLOCKED", "The service declined this fight"),
        ("FORBIDDEN", "The bot may not do this"),
    ],
)
async def test_what_the_source_refuses_costs_nothing(here: Place, code: str, said: str) -> None:
    question = f"Does {code} cost anything?"
    here.fights.expect(question, refusal=code)
    before = await here.ledger.used(Kind.FIGHT)
    async with members(here.discord, f"refused {code.lower()}", "Ada") as (ada,):
        await ada.fight(question)
        message = text_of(await ada.sees(said))
    assert "Nothing was used up." in message
    after = await here.ledger.used(Kind.FIGHT)
    assert after == {key: before.get(key, 0) for key in after}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"models": "gpt"}, "A fight takes two to eight models; that is 1."),
        ({"models": ",".join(f"m{n}" for n in range(9))}, "A fight takes two to eight models; that is 9."),
        ({"models": "gpt,cthulhu"}, "There is no model “cthulhu” here"),
        ({"models": "gpt,claude", "four_of": "gpt"}, "both at once cannot be"),
    ],
)
async def test_a_start_that_cannot_be_is_refused_and_the_question_given_back(
    here: Place, options: dict[str, str], said: str
) -> None:
    async with members(here.discord, "bad starts", "Ada") as (ada,):
        assert (await ada.fight("What of this?", **options))[0] == 202
        told = text_of(await ada.told())
        assert said in told
        assert "What of this?" in told
        assert ada.public == {}


async def test_too_many_characters_and_rounds_out_of_range_are_refused(here: Place) -> None:
    async with members(here.discord, "bad numbers", "Ada") as (ada,):
        await ada.fight("x" * 2_001)
        told = await ada.told()
        assert "2,001 characters; the limit is 2,000." in text_of(told)
        assert told["attachments"][0]["filename"] == "question.txt"
        for rounds in (0, 11):
            assert (await ada.fight("Why?", rounds=rounds))[0] == 422
        assert await ada.offered("gpt, cl") == ["gpt,claude"]


async def test_a_server_without_fights_left_says_when_they_open(here: Place) -> None:
    await here.settings.save(here.guild_id, GuildSettings(fights_per_member=0))
    async with members(here.discord, "no fights left", "Barbara") as (barbara,):
        await barbara.fight("Any left?")
        assert "No fights here for now" in text_of(await barbara.told())
    await here.settings.save(here.guild_id, ROOMY)


async def test_an_anonymous_fight_names_nobody_before_its_end(here: Place) -> None:
    question = "Who is who?"
    here.fights.streams.clear()
    stream = here.fights.expect(question)
    agents = ["kestrel-9", "marabou-4"]
    async with members(here.discord, "letters", "Ada", "Grace") as (ada, grace):
        await started(ada, stream, question, rounds=1, anonymous=True)
        spoken = [*answer("kestrel-9", 1), *answer("marabou-4", 1)]
        spoken[1]["message"] = "I am Kestrel-9, and marabou-4 is wrong."
        search = {"type": "search_start", "agent": "marabou-4", "query": "is Kestrel-9 any good"}
        jury = votes(1, {"kestrel-9": "marabou-4", "marabou-4": None}, dict.fromkeys(agents, 0))
        stream.brings(session(agents, 1), begins(1, 1), *spoken[:3], search, *spoken[3:], *jury[:2])
        message = await grace.sees("voted for")
        await grace.press("Read answers", on=message)
        await grace.press("A", on=await grace.press("Vote", on=message))
        await grace.sees("1 in the audience has voted")
        traffic = here.discord.traffic
        nothing_names(agents, traffic, Moment(len(traffic.sent), len(traffic.shown)))
        stream.brings(*jury[2:], completes("marabou-4", {"marabou-4": 1, "kestrel-9": 0}))
        assert "marabou-4" in text_of(await ada.sees("🏆"))


async def test_a_fight_whose_message_is_deleted_shows_its_end_anew(here: Place) -> None:
    question = "Where did it go?"
    stream = here.fights.expect(question, TWO)
    async with members(here.discord, "a deleted fight", "Ada") as (ada,):
        message = await started(ada, stream, question)
        await ada.sees("claude speaks in round 1.")
        here.discord.control.guilds.remove_message(message["channel_id"], message["id"])
        ada.public.clear()
        stream.brings(completes(None, {"gpt": 0, "claude": 0}))
        end = await ada.sees("No winner")
        assert end["id"] != message["id"]


async def test_where_nothing_may_be_shown_the_fight_goes_on_in_silence(here: Place) -> None:
    question = "Is anybody there?"
    stream = here.fights.expect(question, TWO)
    async with members(here.discord, "a muted fight", "Ada") as (ada,):
        await started(ada, stream, question)
        message = await ada.sees("claude speaks in round 1.")
        deny = Overwrite(id=here.discord.world.bot.id, type=1, deny=Permission.VIEW_CHANNEL)
        ada.channel.overwrites.append(deny)
        patches = [sent for sent in here.discord.traffic.sent if sent.method == "PATCH"]
        stream.brings(begins(2, 2), *answer("gpt", 2), *answer("claude", 2))
        await here.bot.logged("posting.nowhere_to_show", channel=int(message["channel_id"]), code=50001)
        stream.brings(completes("gpt", {"gpt": 1, "claude": 0}))
        await here.bot.logged("posting.nowhere_to_show", channel=int(message["channel_id"]), code=50001, times=2)
        assert len([sent for sent in here.discord.traffic.sent if sent.method == "PATCH"]) - len(patches) <= 3


async def test_the_last_state_arrives_whatever_discord_answers_meanwhile(here: Place) -> None:
    question = "Does it arrive?"
    stream = here.fights.expect(question, TWO)
    async with members(here.discord, "a patient fight", "Ada") as (ada,):
        await started(ada, stream, question)
        message = await ada.sees("claude speaks in round 1.")
        old = {"message": "Too many edits of an old message.", "code": 30046, "retry_after": 0.05, "global": False}
        path = f"/channels/{message['channel_id']}/messages/*"
        # The library tries five times by itself; the sixth is up to us.
        here.discord.control.faults.fail("PATCH", path, status=429, body=old, headers={"Via": "1.1"}, times=6)
        stream.brings(completes("gpt", {"gpt": 1, "claude": 0}))
        assert "GPT wins the jury" in text_of(await ada.sees("wins the jury"))


async def test_a_fight_whose_process_ends_was_interrupted_and_runs_again(tmp_path: Path) -> None:
    async with place(tmp_path) as there, members(there.discord, "arena", "Ada", "Grace") as (ada, grace):
        stream = there.fights.expect("Shall this live?", TWO)
        stream.brings({"type": "voting_start", "round": 1})
        waiting = there.fights.expect("Has this begun?")
        await started(ada, stream, "Shall this live?")
        message = await ada.sees("the jury votes")
        await grace.press("GPT", on=await grace.press("Vote", on=message))
        await started(grace, waiting, "Has this begun?")
        await there.bot.kill()
        await there.bot.start()
        end = await ada.sees("The fight was interrupted in round 1")
        assert end["id"] == message["id"]
        assert "1 audience ballot." in text_of(end)
        assert "claude speaks in round 1." in text_of(await grace.press("Read answers", on=end))
        await ada.sees("The fight was interrupted before its first round")

        there.fights.expect("Shall this live?", STREAMS["brawl"])
        await ada.push("Run it again", on=end)
        assert "GPT wins the jury" in text_of(await ada.sees("wins the jury"))
        await stopped_in_order(there)
        await there.ledger.balances(0)


async def stopped_in_order(there: Place) -> None:
    """Nobody looks at a frozen fight while the bot is down, and the next process has nothing to add."""
    stream = there.fights.expect("Shall this end in order?", TWO)
    async with members(there.discord, "in order", "Linus") as (linus,):
        message = await started(linus, stream, "Shall this end in order?")
        await linus.sees("claude speaks in round 1.")
        assert await there.bot.stop() == 0
        assert stream.left.is_set()
        end = await linus.sees("The bot stopped while it ran. What was reached is below.")
        assert end["id"] == message["id"]
        assert end["attachments"]
        sent = len(there.discord.traffic.sent)
        await there.bot.start()
        later = there.discord.traffic.sent[sent:]
        assert [request.path for request in later if request.method == "PATCH" and message["id"] in request.path] == []
        assert "Run it again" in labels(end)


async def test_another_members_words_are_fought_over_when_their_author_agrees(here: Place) -> None:
    stream = here.fights.expect("Trams, says somebody.", STREAMS["tie"])
    async with members(here.discord, "a menu", "Linus", "Grace") as (linus, grace):
        written = await grace.person.say("Trams, says Grace.", channel=grace.channel.name)
        await linus.person.run("Fight over this", channel=linus.channel.name, target_id=written["id"])
        asked = await grace.sees("May this become a fight?")
        assert "Concurred will read it" in text_of(asked)
        assert "Not yours to decide" in text_of(await linus.press("Agree", on=asked))
        assert stream.asked == []
        await grace.push("Agree", on=asked)
        await linus.sees("A tie: GPT and Claude")
        assert stream.asked[0]["message"] == "Trams, says somebody."
        assert "agreed. The fight is further down." in text_of(await linus.sees("agreed."))


async def test_a_reply_to_a_fight_is_fought_over_with_what_it_came_to(here: Place) -> None:
    here.fights.expect("What came first?", STREAMS["brawl"])
    stream = here.fights.expect("And then?", STREAMS["tie"])
    async with members(here.discord, "a reply", "Ada") as (ada,):
        await ada.fight("What came first?")
        end = await ada.sees("GPT wins the jury")
        written = await ada.person.say("And then?", channel=ada.channel.name)
        reply = here.discord.world.messages[written["channel_id"]][written["id"]]
        reply.type, reply.reference = MessageType.REPLY, {"message_id": end["id"], "channel_id": end["channel_id"]}
        await ada.person.run("Fight over this", channel=ada.channel.name, target_id=written["id"])
        await ada.sees("A tie: GPT and Claude")
    before, answered = stream.asked[0]["messages"]
    assert before == {"role": "user", "content": "What came first?"}
    assert answered["role"] == "assistant"
    assert answered["content"].startswith("gpt speaks in round 3.")


async def test_the_first_fight_is_asked_where_it_goes(tmp_path: Path) -> None:
    async with place(tmp_path, agreed=False) as there, members(there.discord, "arena", "Ada") as (ada,):
        stream = there.fights.expect("Where does it go?", STREAMS["tie"])
        await ada.fight("Where does it go?", rounds=3, anonymous=True)
        asked = await ada.told()
        assert "Concurred will read it" in text_of(asked)
        assert stream.asked == []
        await ada.push("Agree and start", on=asked)
        await ada.sees("A tie")
        assert stream.asked[0]["rounds"] == 3


async def test_the_top_two_of_a_fight_go_on_to_a_blind_battle(tmp_path: Path) -> None:
    """At home: the house arena lets models meet in both."""
    async with (
        place(tmp_path, BLINDBOUT_MODELS="baselines", CONCURRED_API_KEY="", MODELCHORUS_API_KEY="") as there,
        members(there.discord, "arena", "Ada") as (ada,),
    ):
        await ada.fight("Who is better?", rounds=1, models="echo, eliza, markov")
        end = await ada.sees("1 round")
        await ada.push("Battle the top two", on=end)
        await ada.sees("Which answer is better?")
        (battle,) = await there.ledger.battles("Who is better?")
        assert len(battle.models) == 2
        assert all(model.startswith("baseline-") for model in battle.models)
