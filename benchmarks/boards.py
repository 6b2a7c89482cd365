"""How long a board takes from the database to the message, over 1,000,000 ballots.

A history is made: 50,000 battles of 20 ballots between 30 models over a year, counted as the bot
counts them. Then, in one run, the best of several tries each:

1. first: a process that has read nothing yet reads the counts, fits, and builds the message as it is sent (JSON); and
   the same with the picture, drawn for the first time;
2. warm: the same again, as every press after the first;
3. against it: the same ballots, read row by row from the same database and fitted with `evalica`, which gives scores
   and no intervals; with the largest difference of the two orders' scores, so that both did the same work.

Also: what counting one more revealed battle costs in its transaction. Usage: python benchmarks/boards.py [BATTLES]
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import asyncio
import json
import math
import random
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import evalica
from sqlalchemy import insert, select

from arena.ratings import POINTS
from cogs.common.boards import board_picture
from cogs.common.boards.looks import Look, Scope
from cogs.common.pictures import Pictures, Theme
from cogs.leaderboard import screens
from community.boards import Boards, Expectations, Filters
from community.clock import SystemClock
from storage.community import board_counts
from storage.community.boards import SqlBoardStore
from storage.community.tables import ballots, battle_assignments, battles
from storage.database import Database, open_database
from storage.migrating import migrate

BATTLES, VOTERS, MODELS, GUILD = 50_000, 20, 30, 1
NOW = datetime.now(UTC)
TEXT = Filters(source="ModelChorus")
Result = TypeVar("Result")


async def best(tries: int, work: Callable[[], Awaitable[Result]]) -> tuple[float, Result]:
    """The shortest time in milliseconds, and the result."""
    shortest, result = math.inf, None
    for _ in range(tries):
        start = time.perf_counter()
        result = await work()
        shortest = min(shortest, (time.perf_counter() - start) * 1000)
    return shortest, result  # type: ignore[return-value] # at least one try


async def main(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bot.db'}"
        async with open_database(url) as database:
            await migrate(database, "community")
            await fill(database, number)
            store = SqlBoardStore(database)
            start = time.perf_counter()
            await store.count_anew()
            print(f"{number * VOTERS:,} ballots on {number:,} battles, counted in {time.perf_counter() - start:.1f} s")
            last = f"{number - 1:010}"
            await database.write(lambda connection: board_counts.discount(connection, last))  # type: ignore[arg-type] # a battle's id
            once, _ = await best(1, lambda: database.write(lambda connection: board_counts.count(connection, last)))  # type: ignore[arg-type] # a battle's id
            print(f"counting one more battle, with its commit: {once:.1f} ms")
        async with open_database(url) as database:
            await measure(database)


async def measure(database: Database) -> None:
    def fresh() -> tuple[Boards, Pictures]:
        store, clock = SqlBoardStore(database), SystemClock()
        expectations = Expectations(store=store, worlds={}, clock=clock)
        return Boards(store=store, expectations=expectations, clock=clock, source="ModelChorus"), Pictures()

    async def page(boards: Boards, pictures: Pictures | None) -> int:
        look = Look(scope=Scope.SERVER, filters=TEXT)
        board = await boards.server(GUILD, TEXT)
        drawn = await pictures.draw(*board_picture(board, 0, Theme.DARK)) if pictures else None
        reply = screens.board_page(board, look, server="Night Owls", drawn=drawn)
        sent: Any = reply.view.to_components()  # type: ignore[no-untyped-call] # discord.py's own gap
        return len(json.dumps(sent))

    boards, pictures = fresh()
    first, _ = await best(1, lambda: page(boards, None))
    drawing, _ = await best(1, lambda: page(boards, pictures))
    warm, _ = await best(50, lambda: page(boards, None))
    pictured, _ = await best(50, lambda: page(boards, pictures))
    cold, _ = await best(5, lambda: page(fresh()[0], None))
    history, _ = await best(3, lambda: boards.history(GUILD, TEXT))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"first board of the process: {first:.0f} ms; later ones that nothing is known of: {cold:.0f} ms")
    print(f"its first picture on top: {drawing:.0f} ms")
    print(f"warm: {warm:.1f} ms, with its picture {pictured:.1f} ms; the history of it: {history:.0f} ms")
    print(f"most memory so far: {megabytes:.0f} MB")
    theirs, scores = await best(1, lambda: by_hand(database))
    board = (await boards.server(GUILD, TEXT)).board
    apart = max(abs((row.rating - 1000) / POINTS - scores[row.model]) for row in board.standings)
    print(f"the same rows read one by one and fitted with evalica: {theirs / 1000:.1f} s, scores without intervals")
    print(f"that is {theirs / first:.0f} times the first board, {theirs / warm:,.0f} times a warm one")
    print(f"largest difference of strengths: {apart:.3f} logits (ours has a prior, evalica has none)")


async def by_hand(database: Database) -> dict[str, float]:
    """The centred strengths, in logits, from the rows of battles and ballots."""
    rows = (
        select(battles.c.name_a, battles.c.name_b, ballots.c.choice)
        .select_from(ballots.join(battles).join(battle_assignments, battle_assignments.c.battle_id == battles.c.id))
        .where(
            battles.c.guild_id == GUILD,
            battles.c.state == "revealed",
            battles.c.leak_a == 0,
            battles.c.leak_b == 0,
            battles.c.source == "ModelChorus",
            battle_assignments.c.modality == "text",
        )
    )
    said = {"A": evalica.Winner.X, "B": evalica.Winner.Y, "tie": evalica.Winner.Draw, "both_bad": evalica.Winner.Draw}
    async with database.read() as connection:
        found = (await connection.execute(rows)).all()
    xs, ys, choices = zip(*found, strict=True)
    result = evalica.bradley_terry(xs, ys, [said[choice] for choice in choices], tolerance=1e-10, limit=10_000)
    scores = result.scores.apply(math.log)
    return dict(scores - scores.mean())


async def fill(database: Database, number: int) -> None:
    draw = random.Random(1)  # noqa: S311 - a benchmark's data
    strengths = [draw.gauss(0, 0.4) for _ in range(MODELS)]
    names = [f"Model {place:02}" for place in range(MODELS)]
    prompts = ("Why is the sky blue?", "Write a Python function that sorts a list.", "Solve x^2 = 2 for x.")
    for start in range(0, number, 5_000):
        fought: list[dict[str, Any]] = []
        given: list[dict[str, Any]] = []
        cast: list[dict[str, Any]] = []
        for place in range(start, min(start + 5_000, number)):
            a, b = draw.sample(range(MODELS), 2)
            lean = strengths[a] - strengths[b] + draw.gauss(0, 1.0)
            closed = NOW - timedelta(days=365) * (1 - place / number)
            battle_id = f"{place:010}"
            fought.append(
                {
                    "id": battle_id,
                    "guild_id": GUILD,
                    "channel_id": 2,
                    "starter_id": 3,
                    "prompt": prompts[place % 3],
                    "source": "ModelChorus",
                    "mode": "poll",
                    "voting_window": timedelta(minutes=10),
                    "created_at": closed,
                    "state": "revealed",
                    "upstream_id": battle_id,
                    "poll_interval": timedelta(seconds=2),
                    "answer_a": "A" * 500,
                    "answer_b": "B" * 500,
                    "leak_a": False,
                    "leak_b": False,
                    "opened_at": closed,
                    "closes_at": closed,
                    "extended": False,
                    "closed_at": closed,
                    "name_a": names[a],
                    "name_b": names[b],
                }
            )
            given.append({"battle_id": battle_id, "modality": "text", "locale": "en"})
            for member in range(VOTERS):
                chance = 1 / (1 + math.exp(-lean))
                choice = "A" if draw.random() < chance else "B"
                if draw.random() < 0.2:  # noqa: PLR2004 - a fifth say neither
                    choice = draw.choice(("tie", "both_bad"))
                cast.append({"battle_id": battle_id, "member_id": member, "choice": choice, "cast_at": closed})

        async def job(connection: Any, rows: tuple[list[dict[str, Any]], ...] = (fought, given, cast)) -> None:
            for table, lines in zip((battles, battle_assignments, ballots), rows, strict=True):
                await connection.execute(insert(table), lines)

        await database.write(job)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else BATTLES))
