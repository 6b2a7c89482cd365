"""A hundred fights of eight models at once in one process, and what following and drawing them costs.

The fights come from a server of event streams in a process of its own, the sandbox (a Discord with Discord's rates)
runs in another; measured is the process between them: the real client, runner, store, screens and discord.py. Each
event's age is the time from its arrival to the moment in which Discord has taken an edit that shows it. A hundred
messages share 50 requests a second, so Discord itself forces two seconds; the goal is at most 1.5 times that.

Then, without any network: what folding and drawing add to merely parsing the same events.

    python -m benchmarks.fights --fights 100 --rounds 2
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import discord
import numpy as np
import structlog
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

import sandbox
from arena.clients import open_concurred
from arena.wire.concurred import EVENT
from bot.endpoints import point_discord_at
from bot.fights import ConcurredSource
from cogs.common.pace import EditPace
from cogs.common.posting import Poster
from cogs.fight import FightScreen, screens
from cogs.keys import OperatorsMail
from community.clock import SystemClock
from community.consent import Destination
from community.fights import Fight, FightId, FightRunner, FightState, Status, apply, fold, new_fight_id
from community.keys import KeyWatch
from community.places import MessageRef
from storage.community.fights import SqlFightStore
from storage.community.keys import SqlKeyStore
from tests.support.database import migrated_database
from tests.support.fights import a_fight, answer, begins, completes, new_fight, session, votes
from tests.support.serving import serve

AGENTS = [f"model-{number}" for number in range(8)]
EVERY = 0.25
"""Seconds between two events of a fight on average; eight small models of one machine are not as fast."""
FORCED_PER_SECOND = 50
"""Requests a second that Discord takes of a bot (topics/rate-limits)."""
TEXT = "Rails attract investment, and buses come sooner. " * 30


def whole_fight(rounds: int) -> list[dict[str, Any]]:
    """Every event of a brawl of eight, answers of 1,500 characters."""
    scores = dict.fromkeys(AGENTS, 0)
    events = [session(AGENTS, rounds)]
    for number in range(1, rounds + 1):
        events.append(begins(number, rounds))
        for agent in AGENTS:
            started, said = answer(agent, number)
            events += [started, said | {"message": TEXT}]
        ballots = {agent: AGENTS[(place + number) % 3] for place, agent in enumerate(AGENTS)}
        events += votes(number, ballots, scores)
    return [*events, completes("model-0", scores)]


async def serve_streams(rounds: int) -> None:
    """A Concurred whose fights all take their time."""

    async def pieces() -> AsyncIterator[bytes]:
        for event in whole_fight(rounds):
            yield f"data: {json.dumps(event)}\n\n".encode()
            await asyncio.sleep(random.uniform(0, 2 * EVERY))  # noqa: S311 - no secret depends on it

    async def fight(_request: Request) -> Response:
        return StreamingResponse(pieces(), media_type="text/event-stream")

    async with serve(Starlette(routes=[Route("/api/v1/fight", fight, methods=["POST"])])) as url:
        print(json.dumps({"url": url}), flush=True)
        await asyncio.Event().wait()


async def serve_discord(channels: int) -> None:
    """A sandbox with so many channels."""
    async with sandbox.run() as server:
        made = [server.control.guilds.add_channel(f"ring-{number}") for number in range(channels)]
        print(
            json.dumps(
                {"api": server.api_url, "gateway": server.gateway_url, "token": server.bot_token, "channels": made}
            ),
            flush=True,
        )
        await asyncio.Event().wait()


class Ages(FightScreen):
    """The screens, and when each event was shown."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self.edits = 0
        self.ages: list[float] = []
        self._arrived: dict[FightId, list[float]] = {}

    def changed(self, fight_id: FightId) -> None:
        self._arrived.setdefault(fight_id, []).append(time.perf_counter())
        super().changed(fight_id)

    async def _edit(self, fight: Fight, message: MessageRef) -> bool:
        shown = self._arrived.get(fight.id, [])[:]
        done = await super()._edit(fight, message)
        now = time.perf_counter()
        self.edits += 1
        self.ages += [now - arrived for arrived in shown]
        del self._arrived[fight.id][: len(shown)]
        return done


class Refusals(logging.Handler):
    """How often Discord answered 429; discord.py says so, and tries again."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, _record: logging.LogRecord) -> None:
        self.count += 1


@contextlib.contextmanager
def process(*what: str) -> Iterator[dict[str, Any]]:
    """One of the servers above, and what it says first."""
    command = [sys.executable, "-m", "benchmarks.fights", "serve", *what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - this very file
        line = next(line for line in server.stdout or () if line.startswith("{"))
        try:
            yield json.loads(line)
        finally:
            server.terminate()


async def live(fights: int, rounds: int) -> bool:
    """Follow and show them all; whether the goal was met."""
    clock, refusals = SystemClock(), Refusals()
    logging.getLogger("discord.http").addHandler(refusals)
    with process("streams", str(rounds)) as streams, process("discord", str(fights)) as there:
        point_discord_at(there["api"], there["gateway"])
        with tempfile.TemporaryDirectory() as folder:
            async with (
                migrated_database(Path(folder) / "bench.db") as database,
                open_concurred(streams["url"], SecretStr("ck_" + "0" * 32)) as client,
                discord.Client(intents=discord.Intents.none()) as bot,
            ):
                await bot.login(there["token"])
                poster, store = Poster(), SqlFightStore(database)
                poster.use(bot)
                screen = Ages(store=store, poster=poster, pace=EditPace(), clock=clock)
                source = ConcurredSource(
                    client, name="Concurred", destination=Destination.SERVICE, fights_per_day=None, clock=clock
                )
                runner = FightRunner(
                    store=store,
                    source=source,
                    stage=screen,
                    keys=KeyWatch(store=SqlKeyStore(database), desk=OperatorsMail(), keys={}, clock=clock),
                    clock=clock,
                    chance=random.Random(0),  # noqa: S311 - the same
                )
                screen.ask(runner.state)
                kept = [
                    await store.start(new_fight(new_fight_id(), channel_id=int(channel)), [])
                    for channel in there["channels"]
                ]
                await asyncio.gather(*(_posted(store, poster, fight) for fight in kept))
                refusals.count = 0  # so many first messages at once are more than Discord takes
                began, busy = time.perf_counter(), time.process_time()
                for fight in kept:
                    runner.drive(fight)
                await asyncio.gather(*runner._drivers.values())  # noqa: SLF001 - nobody else has to wait for them
                await asyncio.gather(*(message.settled() for message in screen._live.values()))  # noqa: SLF001 - the same
                took, busy = time.perf_counter() - began, time.process_time() - busy
    return report(screen, refusals, fights, took, busy)


async def _posted(store: SqlFightStore, poster: Poster, fight: Fight) -> None:
    view = screens.fight_message(fight, FightState()).view
    message = await poster.send(fight.channel_id, view, nonce=fight.id)
    if message is None:
        raise SystemExit("the sandbox takes no messages")
    await store.keep_message(fight.id, message)


def report(screen: Ages, refusals: Refusals, fights: int, took: float, busy: float) -> bool:
    forced = max(1.0, fights / FORCED_PER_SECOND)
    allowed = max(2.0, 1.5 * forced)
    p50, p99, most = np.percentile(screen.ages, [50, 99, 100])
    mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"fights        {fights} of {len(AGENTS)} models at once, {took:.0f} s")
    print(f"events        {len(screen.ages):,}, {len(screen.ages) / took:.0f} a second followed, kept and shown")
    print(f"edits         {screen.edits:,}, {screen.edits / took:.0f} a second")
    print(f"age in s      p50 {p50:.2f}  p99 {p99:.2f}  most {most:.2f}")
    print(f"              forced by Discord {forced:.1f}, goal {allowed:.1f}, refused for haste {refusals.count}")
    print(f"process       {busy / took:.0%} of one core, {mebibytes:.0f} MiB at most")
    return bool(most <= allowed)


def still(rounds: int) -> None:
    """Parsing alone, and with folding and drawing, on one core."""
    lines = [json.dumps(event) for event in whole_fight(rounds)]
    events = [EVENT.validate_json(line) for line in lines]
    states = [fold(events[: number + 1]) for number in range(len(events))]
    fight = a_fight(Status.RUNNING)

    def folded() -> None:
        state = FightState()
        for line in lines:
            state = apply(state, EVENT.validate_json(line))

    def drawn() -> None:
        for state in states:
            screens.fight_message(fight, state).view.to_components()  # type: ignore[no-untyped-call] # discord.py's own gap

    parse = timed(lambda: [EVENT.validate_json(line) for line in lines], len(lines))
    fold_ = timed(folded, len(lines))
    draw = timed(drawn, len(states))
    print(f"parsing       {1 / parse:,.0f} events a second, {parse * 1e6:.1f} µs each")
    print(f"and folding   {1 / fold_:,.0f} events a second, {fold_ / parse:.2f} times the time of parsing alone")
    print(f"drawing       {1 / draw:,.0f} messages a second, {draw * 1e6:.0f} µs each")
    print(f"              as long as parsing {draw / parse:.0f} events")


def timed(work: Any, items: int, seconds: float = 2.0) -> float:
    """Seconds an item, the best of several goes."""
    best, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best / items


def main() -> None:
    if sys.argv[1:2] == ["serve"]:
        what, number = sys.argv[2:]
        asyncio.run(serve_streams(int(number)) if what == "streams" else serve_discord(int(number)))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fights", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    before = os.getloadavg()[0]
    met = asyncio.run(live(given.fights, given.rounds))
    still(given.rounds)
    print(f"machine       {os.cpu_count()} cores, load {before:.2f} before and {os.getloadavg()[0]:.2f} after")
    raise SystemExit(0 if met else 1)


if __name__ == "__main__":
    main()
