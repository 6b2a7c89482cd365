"""A Discord, an arena that does what it is told, and the real bot between them, in a process of its own."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit

import sandbox
from community.consent import Destination, Sent
from community.settings import GuildSettings
from sandbox import Sandbox
from sandbox.traffic import Traffic
from storage.community.consent import SqlConsentStore
from storage.community.settings import SqlSettingsStore
from storage.database import Database
from tests.flows.ledger import Ledger
from tests.support import scripted_concurred, scripted_fights
from tests.support.bot import BotProcess, bot_process
from tests.support.database import migrated_database
from tests.support.members import Member, members
from tests.support.patience import PATIENCE
from tests.support.scripted_arena import KEY, Script, ScriptedArena, UpstreamBattle, served
from tests.support.scripted_fights import ScriptedFights

Found = TypeVar("Found")
OPENING_AT_ONCE = 4
"""Starts that wait for their answers at the same time. Each costs a commit and a request, and Discord waits three
seconds: on a busy machine a dozen at once would take longer."""
ROOMY = GuildSettings(battles_per_day=1000, battles_per_member=500, fights_per_day=1000, fights_per_member=500)


class AtOnce(Generic[Found]):
    """Flows that ran at the same time. A test that asks for its own gets what came of it, or what went wrong."""

    def __init__(self, found: Mapping[str, Found | BaseException]) -> None:
        self._found = found

    def __getitem__(self, name: str) -> Found:
        found = self._found[name]
        if isinstance(found, BaseException):
            raise found
        return found


async def at_once(flows: Mapping[str, Coroutine[Any, Any, Found]]) -> AtOnce[Found]:
    """Run them all to their ends."""
    found = await asyncio.gather(*flows.values(), return_exceptions=True)
    return AtOnce(dict(zip(flows, found, strict=True)))


class Moment(NamedTuple):
    """How much the bot had sent, and members had been shown."""

    sent: int
    shown: int

    @classmethod
    def of(cls, traffic: Traffic) -> "Moment":
        """Now."""
        return cls(len(traffic.sent), len(traffic.shown))


@dataclass
class Place:
    """All of it. Each flow takes a channel of its own, so that flows can run at the same time."""

    discord: Sandbox
    arena: ScriptedArena
    fights: ScriptedFights
    _serving: AsyncExitStack
    address: str
    bot: BotProcess
    ledger: Ledger
    settings: SqlSettingsStore
    opening: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(OPENING_AT_ONCE))

    @property
    def guild_id(self) -> int:
        """The one guild."""
        return int(self.discord.world.guild.id)

    @asynccontextmanager
    async def without_arena(self) -> AsyncIterator[None]:
        """Nobody listens at the arena's address during the block."""
        await self._serving.aclose()
        yield
        await self._serving.enter_async_context(served(self.arena, port=urlsplit(self.address).port or 0))

    @asynccontextmanager
    async def flow(
        self, where: str, script: Script | None = None, *, names: tuple[str, ...] = ("Ada",)
    ) -> AsyncIterator["Flow"]:
        """A battle about to be started in the channel `where`, by the first of the members."""
        prompt = f"What is to be done about {where}?"
        upstream = self.arena.battles.get(prompt) or self.arena.expect(prompt, script)
        async with members(self.discord, where, *names) as there:
            yield Flow(self, upstream, there)


@dataclass
class Flow:
    """One battle, from the members' side and from the arena's."""

    place: Place
    upstream: UpstreamBattle
    members: list[Member]

    @property
    def starter(self) -> Member:
        """Who starts it."""
        return self.members[0]

    async def start(self) -> None:
        """Use the command; what came of it is yet to be seen."""
        status, answer = await self.starter.start(self.upstream.prompt)
        assert status == 202, answer

    async def begin(self, **options: str) -> None:
        """Use the command when it is this flow's turn, and wait until the battle is there."""
        async with self.place.opening:
            status, answer = await self.starter.start(self.upstream.prompt, **options)
            assert status == 202, answer
            await self.starter.sees("Blind battle")

    async def open(self) -> None:
        """Start it and wait until everybody can vote."""
        await self.begin()
        for member in self.members:
            await member.sees("Which answer is better?")

    async def close(self) -> None:
        """Close the vote by hand."""
        await self.starter.close_vote()


@asynccontextmanager
async def place(
    folder: Path,
    *,
    settings: GuildSettings = ROOMY,
    agreed: bool = True,
    shares_clock: bool = False,
    acknowledge_seconds: float = PATIENCE,
    **environment: str,
) -> AsyncIterator[Place]:
    """The bot is connected when the block begins, and stopped in order when it ends.

    Everybody has `agreed` to where questions go; `environment` holds further settings of the bot, which may live by the
    sandbox's clock. Discord's own three seconds are for tests that are about them.
    """
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(sandbox.run(acknowledge_seconds=acknowledge_seconds))
        arena = ScriptedArena(lambda: Moment.of(discord.traffic))
        serving = await stack.enter_async_context(AsyncExitStack())
        address = await serving.enter_async_context(served(arena))
        fights = ScriptedFights()
        fights_address = await stack.enter_async_context(scripted_fights.served(fights))
        database = await stack.enter_async_context(migrated_database(folder / "bot.db", "community", "arena"))
        store = SqlSettingsStore(database)
        await store.save(int(discord.world.guild.id), settings)
        if agreed:
            await _everybody_agrees(discord, database)
        bot = await stack.enter_async_context(
            bot_process(
                discord,
                folder,
                **{
                    "MODELCHORUS_API_KEY": KEY,
                    "MODELCHORUS_BASE_URL": address,
                    "CONCURRED_API_KEY": scripted_concurred.KEY,
                    "CONCURRED_BASE_URL": fights_address,
                    "BLINDBOUT_FAIR_SHARE": "1",
                    **({"BLINDBOUT_TEST_CLOCK": discord.clock_url} if shares_clock else {}),
                    **environment,
                },
            )
        )
        yield Place(discord, arena, fights, serving, address, bot, Ledger(database), store)


async def _everybody_agrees(discord: Sandbox, database: Database) -> None:
    consents = SqlConsentStore(database)
    for member in discord.world.guild.members:
        for sent in (Sent("ModelChorus", Destination.FEEDS), Sent("Concurred", Destination.SERVICE)):
            await consents.agree(int(member), sent, datetime.now(UTC))
