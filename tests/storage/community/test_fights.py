"""Fights on the disk: what was acknowledged is there, and what cannot be is refused."""

import asyncio
import sys
from pathlib import Path
from signal import SIGKILL
from subprocess import PIPE, Popen

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError

from community.errors import VotingClosed
from community.fights import FightFailure, FightId, FightStore, Status
from community.places import MessageRef
from storage.community.fights import SqlFightStore
from storage.community.tables import fight_events, fights
from storage.database import Database
from tests.support.database import migrated_database, upgraded
from tests.support.fights import STARTED, STREAMS, new_fight, read

ROOT = Path(__file__).parents[3]
FIRST = FightId("7F3K2CMXQ0")
BATTLE = """
INSERT INTO battles (id, guild_id, channel_id, starter_id, prompt, source, mode, voting_window, created_at, state,
                     poll_interval, extended)
VALUES ('b', 1, 2, 3, 'Why?', 's', 'poll', 60000000, 1, 'creating', 1, 0)
"""
BEFORE = (
    BATTLE,
    "INSERT INTO quota_windows VALUES ('guild', '1', 'battle', 1, 2, 1)",
    "INSERT INTO quota_charges VALUES ('b', 'guild', '1', 'battle', 1, 'reserved')",
)
FOLLOWER = """
import asyncio, itertools, sys
from pathlib import Path
from storage.community.fights import SqlFightStore
from tests.support.database import migrated_database
from tests.support.fights import new_fight, read

async def main(path):
    async with migrated_database(Path(path)) as database:
        store = SqlFightStore(database)
        fight = await store.start(new_fight(), [])
        for number in itertools.count():
            (event,) = read([{"type": "agent_complete", "agent": "gpt", "message": str(number)}])
            assert await store.append(fight.id, number, event, completed_at=None)
            print(number, flush=True)

asyncio.run(main(sys.argv[1]))
"""


async def test_the_store_fulfils_its_port(database: Database) -> None:
    store: FightStore = SqlFightStore(database)
    fight = await store.start(new_fight(), [])
    assert await store.get(fight.id) == fight
    assert await store.live() == await store.live(fight.channel_id) == [fight]
    assert await store.live(fight.channel_id + 1) == []


def follow_until_killed(path: Path) -> int:
    """How many events were acknowledged before the process was killed."""
    with Popen([sys.executable, "-c", FOLLOWER, str(path)], stdout=PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        acknowledged = [int(process.stdout.readline()) for _ in range(50)]
        process.kill()
        acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -SIGKILL
    return len(acknowledged)


async def test_every_event_that_was_shown_survives_a_kill(path: Path) -> None:
    acknowledged = await asyncio.to_thread(follow_until_killed, path)
    async with migrated_database(path) as database:
        kept = await SqlFightStore(database).events(FIRST)
    assert acknowledged <= len(kept) <= acknowledged + 1
    assert [getattr(event, "message", None) for event in kept] == [str(number) for number in range(len(kept))]


async def test_nothing_is_kept_of_a_fight_that_is_over(database: Database) -> None:
    store = SqlFightStore(database)
    fight = await store.start(new_fight(), [])
    events = read(STREAMS["tie"])
    assert await store.append(fight.id, 0, events[0], completed_at=None)
    ended = await store.end(fight.id, Status.STOPPED, STARTED)
    assert ended is not None
    assert not await store.append(fight.id, 1, events[1], completed_at=None)
    assert await store.end(fight.id, Status.CUT, STARTED) is None
    assert await store.events(fight.id) == events[:1]
    with pytest.raises(VotingClosed):
        await store.cast(fight.id, 1, "gpt", STARTED)


async def test_an_end_that_is_not_shown_is_found(database: Database) -> None:
    store = SqlFightStore(database)
    fight = await store.start(new_fight(), [])
    await store.keep_message(fight.id, MessageRef(200, 400))
    assert await store.outdated() == []
    await store.end(fight.id, Status.INTERRUPTED, STARTED)
    (found,) = await store.outdated()
    assert await store.shown_at(MessageRef(200, 400)) == found
    await store.keep_shown(fight.id, Status.INTERRUPTED)
    assert await store.outdated() == []


@pytest.mark.parametrize(
    "values",
    [
        {"status": "lost"},
        {"status": Status.COMPLETE},
        {"ended_at": STARTED},
        {"status": Status.FAILED, "ended_at": STARTED},
        {"failure": FightFailure.UNKNOWN},
        {"reason": "because"},
        {"rounds": 11},
        {"rounds": 0},
        {"style": "duel"},
        {"models": "[]", "multiplied": "gpt"},
    ],
)
async def test_no_fight_is_in_a_state_that_cannot_be(database: Database, values: dict[str, object]) -> None:
    fight = await SqlFightStore(database).start(new_fight(), [])
    with pytest.raises(IntegrityError):
        await database.write(lambda c: c.execute(update(fights).where(fights.c.id == fight.id).values(values)))
    row = {"fight_id": "0000000000", "number": 0, "event": "{}"}
    with pytest.raises(IntegrityError):
        await database.write(lambda c: c.execute(insert(fight_events).values(row)))


async def test_charges_of_battles_keep_their_windows_when_fights_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table of windows is made anew in that revision, under the feet of the charges that point at it."""
    async with (
        upgraded(tmp_path, monkeypatch, since="0012", before=BEFORE) as database,
        database.read() as connection,
    ):
        assert (await connection.execute(text("SELECT * FROM quota_windows"))).all() == [
            ("guild", "1", "battle", 1, 2, 1)
        ]
        assert (await connection.execute(text("PRAGMA foreign_key_check"))).all() == []
