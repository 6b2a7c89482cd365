"""Every kind of battle, with every kind of failure, on real arenas: blind to the last ballot, and named afterwards.

All of them run at the same time. What the bot sent and members were shown until the last ballot is searched for every
model's name, slug and maker and for the arena's own ids; and what every command and every endpoint of the arena answers
is held to be the same, byte for byte, before the first ballot and after the last.
"""

import asyncio
import io
import json
import random
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, TypeVar
from zipfile import ZipFile

import pytest
import pytest_asyncio

from arena.providers import baselines
from tests.flows.blindness import nothing_names
from tests.flows.houses import WRITERS, House, house
from tests.flows.places import AtOnce, Moment, at_once
from tests.sandbox.members import components
from tests.support.members import Json, Member, labels, members, text_of

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(180)]  # twenty battles, twice asked about

Found = TypeVar("Found")
HOME = "the house arena"
BASELINES = [model.card for model in baselines(random.Random(0))]  # noqa: S311 - no secret depends on it
OPENS, PICTURES = "Which answer is better?", "Which picture is better?"
UNFINISHED = "One model never finished"
OWN = re.compile(r"https?://[^\"\s]+|\b\d{17,20}\b|<t:\d+:\w>|Nobody has voted yet|\d+ ha(?:s|ve) voted")
"""What an answer may carry of its own: ids and addresses of files, times, and how many have voted."""


@dataclass(frozen=True)
class Kind:
    """How a battle starts and what its message says once it stands. `asks` are follow-ups with what is seen of each."""

    fault: str = ""
    stands: str = OPENS
    source: str | None = None
    modality: str | None = None
    mode: str | None = None
    chosen: tuple[str, ...] = ()
    asks: tuple[tuple[str, str], ...] = ()

    @property
    def options(self) -> Json:
        chosen = dict(zip(("model", "against"), self.chosen, strict=False))
        return {"source": self.source, "modality": self.modality, "mode": self.mode, **chosen}


KINDS = {
    "text": Kind(),
    "the first vote": Kind(mode="first"),
    "a leak": Kind("leak"),
    "a slow model": Kind("dawdle"),
    "a substitute": Kind("fail"),
    "an end in the middle": Kind("break off"),
    "silence": Kind("say nothing"),
    "a mistake": Kind("stumble", UNFINISHED),
    "failures": Kind("fail all", UNFINISHED),
    "a conversation": Kind(asks=(("And at night?", "turn 2"), ("And in March?", "turn 3"))),
    "a conversation that leaks": Kind(asks=(("Who says so: leak", "turn 2"),)),
    "a conversation that fails": Kind(asks=(("And then: fail all", "did not finish the follow-up"),)),
    "pictures": Kind(stands=PICTURES, modality="image"),
    "a smeared picture": Kind("smear", PICTURES, modality="image"),
    "smeared pictures": Kind("smear all", "There are no two pictures", modality="image"),
    "side by side": Kind(source="Concurred"),
    "side by side, chosen": Kind(source="Concurred", chosen=WRITERS[:2]),
    "side by side, a leak": Kind("leak", source="Concurred"),
    "side by side, a failure": Kind("fail", "No answer came", source="Concurred"),
    "at home": Kind(source=HOME),
    "at home, chosen": Kind(source=HOME, chosen=(BASELINES[0].slug, BASELINES[1].slug)),
}
OPEN = [name for name, kind in KINDS.items() if kind.stands in (OPENS, PICTURES)]
LEAKY = ("a leak", "a conversation that leaks", "side by side, a leak")


@dataclass
class Walked:
    """What was seen on the way. `guesses` are the lists that members may choose from, by battle."""

    house: House
    members: dict[str, list[Member]]
    guesses: dict[str, list[list[str]]]
    windows: list[tuple[Moment, Moment]]
    before: dict[str, Any]
    after: dict[str, Any]
    ends: AtOnce[str]


async def begins(there: House, name: str, kind: Kind, ada: Member) -> None:
    """Start it, and go as far as one can without a ballot."""
    prompt = f"Why is the sky blue, {name}?" + (f": {kind.fault}" if kind.fault else "")
    async with there.place.opening:
        status, answer = await ada.start(prompt, **kind.options)
        assert status == 202, answer
        await ada.sees("Blind battle")
    if kind.fault == "dawdle":
        await ada.sees("Two models are writing")
        there.stage.go_on.set()
    await ada.sees(kind.stands)
    for question, seen in kind.asks:
        await ada.writes("Ask", question, on=await ada.press("More"))
        await ada.sees(seen)
        await ada.sees(kind.stands)


async def in_turn(doing: Coroutine[Any, Any, Found], turn: asyncio.Semaphore) -> Found:
    """Do it when it is its turn: on a busy machine all at once would take longer than Discord waits."""
    async with turn:
        return await doing


async def votes(name: str, ada: Member, grace: Member) -> list[list[str]]:
    """Read, vote, change, say why, guess, ask to be told; the lists that were there to guess from."""
    for label in ("Read A", "Read B"):
        if label in labels(await ada.sees("Blind battle")):
            await ada.press(label)
    if KINDS[name].mode == "first":
        return []
    await ada.press("Vote B")
    ballot = await ada.press("Vote A")
    if "Say why" in labels(ballot):
        ballot = await ada.fill("Say why", {"Why did you vote like this?": "It is short."}, on=ballot)
    page = await ada.press("Guess the models", on=await ada.press("Vote A"))
    lists = [part for part in components(page) if part["type"] == 3]
    if lists:
        await ada.choose("Answer A", lists[0]["options"][-1]["value"], on=page)
    await grace.sees(KINDS[name].stands)
    await grace.press("Tell me", on=await grace.press("More"))
    await grace.press("Both bad")
    await grace.press("Withdraw", on=await grace.press("Tie"))
    await ada.sees("1 has voted")
    return [[option["value"] for option in part["options"]] for part in lists]


async def ends(name: str, ada: Member) -> str:
    """Let the names come out; the battle's message."""
    if KINDS[name].mode == "first":
        await ada.press("Vote A")
    else:
        await ada.close_vote()
    return text_of(await ada.sees("A wins"))


async def asked(member: Member, command: str, *path: str, **values: Any) -> str:
    """Everything that the private answer to a command shows and carries, files included."""
    given: list[Json] = [{"name": name, "value": value} for name, value in values.items()]
    for part in reversed(path):
        given = [{"name": part, "options": given}]
    member.private = None
    await member.person.run(command, *given, channel=member.channel.name)
    await member.until(lambda: member.private is not None and bool(member.private["components"]))
    answer = await member.told()
    files = [member.person.sandbox.world.files[file["id"]].data for file in answer["attachments"]]
    return OWN.sub("#", json.dumps(answer["components"], sort_keys=True)) + repr([_contents(file) for file in files])


def _contents(file: bytes) -> object:
    """A file; of an archive what is in it, without the time at which it was packed."""
    if not file.startswith(b"PK"):
        return file
    with ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


COMMANDS: dict[str, Callable[[Member], Coroutine[Any, Any, str]]] = {
    "leaderboard server": lambda one: asked(one, "leaderboard", "server"),
    "leaderboard server, a week": lambda one: asked(one, "leaderboard", "server", time="week"),
    "leaderboard server, pictures": lambda one: asked(one, "leaderboard", "server", modality="image"),
    "leaderboard server, at home": lambda one: asked(one, "leaderboard", "server", source=HOME),
    "leaderboard me": lambda one: asked(one, "leaderboard", "me"),
    "leaderboard world": lambda one: asked(one, "leaderboard", "world"),
    "leaderboard categories": lambda one: asked(one, "leaderboard", "categories"),
    "leaderboard head-to-head": lambda one: asked(one, "leaderboard", "head-to-head"),
    "battle history": lambda one: asked(one, "battle", "history"),
    "battle history, mine": lambda one: asked(one, "battle", "history", whose="mine"),
    "battle history, by model": lambda one: asked(one, "battle", "history", model="Onyx Max"),
    "stats": lambda one: asked(one, "stats"),
    "feedback": lambda one: asked(one, "feedback"),
    "manage export": lambda one: asked(one, "manage", "export", format="jsonl"),
    "manage settings": lambda one: asked(one, "manage", "settings"),
    "manage reports": lambda one: asked(one, "manage", "reports"),
    "manage schedule list": lambda one: asked(one, "manage", "schedule", "list"),
    "manage schedule preview": lambda one: asked(one, "manage", "schedule", "preview", schedule=1),
}
ELSEWHERE = {
    *("battle start", "fight start", "fight stop", "suggest"),  # they begin or end something
    *("Battle this", "Fight over this"),
    *("privacy export", "privacy forget"),  # a member's own words and ballots, for that member alone
    "quota",  # its own count is excepted (docs/architecture.md, "Blindness")
    *(f"manage {what}" for what in ("battles", "display", "fights", "sources", "voting", "void")),  # they set something
    *(f"manage schedule {what}" for what in ("add", "pause", "resume", "remove")),
    *("manage live-board show", "manage live-board stop"),  # the board of `leaderboard server`, in public
}


async def looked(there: House, rooms: Mapping[str, list[Member]], turn: asyncio.Semaphore) -> dict[str, Any]:
    """What every endpoint and every command, each asked in a channel of its own, answers now."""
    of_arena = await there.answers()
    asking = {
        name: in_turn(ask(room[0]), turn) for (name, ask), room in zip(COMMANDS.items(), rooms.values(), strict=False)
    }
    found = await at_once(asking)
    return of_arena | {name: found[name] for name in COMMANDS}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def walked(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Walked]:
    """All kinds at once: begun, voted on, and ended; in between everything is asked twice."""
    async with house(tmp_path_factory.mktemp("kinds")) as there, AsyncExitStack() as stack:
        rooms = {
            name: await stack.enter_async_context(members(there.place.discord, name, "Ada", "Grace"))
            for name in ["first", *KINDS]
        }
        ada = rooms["first"][0]
        await asked(ada, "manage", "schedule", "add", every="day", at="09:00", zone="UTC")
        await ada.start("What came first?")
        await ada.sees(OPENS)
        await ada.press("Vote A")
        await ada.close_vote()
        await ada.hears()

        traffic = there.place.discord.traffic
        there.forget_answers()
        marks = [Moment.of(traffic)]
        begun = await at_once({name: begins(there, name, kind, rooms[name][0]) for name, kind in KINDS.items()})
        for name in KINDS:
            begun[name]
        marks.append(Moment.of(traffic))
        turn = asyncio.Semaphore(5)
        before = await looked(there, rooms, turn)
        marks.append(Moment.of(traffic))
        guesses = await at_once({name: in_turn(votes(name, *rooms[name]), turn) for name in OPEN})
        marks.append(Moment.of(traffic))
        there.forget_answers()
        after = await looked(there, rooms, turn)
        told = await at_once({name: ends(name, rooms[name][0]) for name in OPEN})
        windows = [(marks[0], marks[1]), (marks[2], marks[3])]
        yield Walked(there, rooms, {name: guesses[name] for name in OPEN}, windows, before, after, told)


async def test_nothing_that_was_sent_or_shown_before_the_last_ballot_names_a_model(walked: Walked) -> None:
    """The lists to guess from name all models, and are looked at by the next test; they are the only place."""
    words = {word for card in BASELINES for word in (card.name, card.slug, card.provider)} | walked.house.words
    ids = await walked.house.upstream_ids()
    assert len(ids) > len(KINDS)
    words |= set(ids)
    for since, until in walked.windows:
        nothing_names(words, walked.house.place.discord.traffic, until, since=since, beside=is_guess)


def is_guess(component: Json) -> bool:
    """Whether it is one of the lists to guess from."""
    return ":guessed:" in component.get("custom_id", "")


@pytest.mark.parametrize("name", [name for name in OPEN if KINDS[name].mode != "first"])
async def test_the_lists_to_guess_from_are_the_same_for_both_sides_and_hold_everybody(
    walked: Walked, name: str
) -> None:
    a, b = walked.guesses[name]
    assert a == b
    assert len(a) >= 3


@pytest.mark.parametrize("name", OPEN)
async def test_each_battle_had_names_to_hide(walked: Walked, name: str) -> None:
    assert " Max" in walked.ends[name] or "(baseline)" in walked.ends[name]


@pytest.mark.parametrize("name", LEAKY)
async def test_what_leaked_was_flagged_at_the_reveal(walked: Walked, name: str) -> None:
    assert "said who made it" in walked.ends[name]


async def test_every_command_and_every_endpoint_answers_as_before_the_first_ballot(walked: Walked) -> None:
    assert walked.after.keys() == walked.before.keys()
    changed = {name: (walked.before[name], now) for name, now in walked.after.items() if now != walked.before[name]}
    assert changed == {}
    assert "Max" in walked.before["leaderboard server"], "an empty board would prove little"


async def test_no_command_was_forgotten(walked: Walked) -> None:
    there = walked.members["first"][0]
    known = {
        " ".join(name)
        for command in (await there.person.state())["commands"]
        for name in _names(command, (command["name"],))
    }
    assert {name.partition(",")[0] for name in COMMANDS} | ELSEWHERE == known


def _names(command: Json, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    inner = [option for option in command.get("options") or () if option["type"] in (1, 2)]
    return [name for one in inner for name in _names(one, (*path, one["name"]))] or [path]
