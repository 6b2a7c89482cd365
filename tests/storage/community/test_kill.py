import asyncio
import sys
from pathlib import Path
from signal import SIGKILL
from subprocess import PIPE, Popen

from sqlalchemy import select

from community.battles.values import BattleId
from storage.community.battles import SqlBattleStore
from storage.community.tables import ballots
from tests.storage.community.states import voting
from tests.support.database import migrated_database

ROOT = Path(__file__).parents[3]
VOTERS = """
import asyncio, itertools, sys
from pathlib import Path
from arena.wire import Winner
from storage.community.battles import SqlBattleStore
from tests.storage.community.states import NOW
from tests.support.database import migrated_database

async def vote(store, battle_id, members):
    for member in members:
        await store.cast(battle_id, member, list(Winner)[member % 4], NOW, ballots_per_day=None)
        print(member, flush=True)

async def main(path, battle_id):
    async with migrated_database(Path(path)) as database:
        members = itertools.count()
        await asyncio.gather(*(vote(SqlBattleStore(database), battle_id, members) for _ in range(16)))

asyncio.run(main(*sys.argv[1:]))
"""


def vote_until_killed(path: Path, battle_id: BattleId) -> list[int]:
    """The members whose ballots were acknowledged before the process was killed."""
    with Popen([sys.executable, "-c", VOTERS, str(path), battle_id], stdout=PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        acknowledged = [int(process.stdout.readline()) for _ in range(100)]
        process.kill()
        acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -SIGKILL
    return acknowledged


async def test_every_acknowledged_ballot_survives_a_kill(path: Path) -> None:
    async with migrated_database(path) as database:
        battle_id = await voting(SqlBattleStore(database))

    acknowledged = await asyncio.to_thread(vote_until_killed, path, battle_id)

    async with migrated_database(path) as database:
        async with database.read() as connection:
            kept = set((await connection.scalars(select(ballots.c.member_id))).all())
        battle = await SqlBattleStore(database).get(battle_id)
    assert set(acknowledged) <= kept
    # What was written but not yet acknowledged may be there too: one ballot of each voter at most.
    assert len(kept) <= len(acknowledged) + 16
    assert battle is not None
    assert battle.ballots == len(kept)
