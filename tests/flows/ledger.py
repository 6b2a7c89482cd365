"""What the bot's database holds, read from outside while the bot runs."""

from collections import Counter

from sqlalchemy import select, update

from community.battles import Battle, BattleId, State
from community.quotas import ChargeState, Kind
from storage.community.battles import SqlBattleStore
from storage.community.tables import ballots, battles, feedback_outbox, fight_charges, quota_charges, quota_windows
from storage.database import Database


class Ledger:
    """Reads, and once in a test changes by hand what only time would change."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._store = SqlBattleStore(database)

    async def battles(self, prompt: str) -> list[Battle]:
        """The battles with this prompt, oldest first."""
        query = select(battles.c.id).where(battles.c.prompt == prompt).order_by(battles.c.created_at)
        async with self.database.read() as connection:
            ids = (await connection.scalars(query)).all()
        found = [await self._store.get(BattleId(battle_id)) for battle_id in ids]
        return [battle for battle in found if battle is not None]

    async def battle(self, prompt: str) -> Battle:
        """The only battle with this prompt."""
        found = await self.battles(prompt)
        assert len(found) == 1, found
        return found[0]

    async def charge(self, battle: Battle) -> ChargeState:
        """What became of the battle's charges: the member's, the guild's, the key's if it has a limit."""
        query = select(quota_charges.c.state).where(quota_charges.c.battle_id == battle.id)
        async with self.database.read() as connection:
            states = (await connection.scalars(query)).all()
        assert len(states) >= 2
        assert len(set(states)) == 1, states
        return ChargeState(states[0])

    async def ballots(self, battle: Battle) -> dict[int, str]:
        """The ballots that stand, by member."""
        query = select(ballots.c.member_id, ballots.c.choice).where(ballots.c.battle_id == battle.id)
        async with self.database.read() as connection:
            return {row.member_id: row.choice for row in await connection.execute(query)}

    async def all_final(self) -> bool:
        """Whether nothing is left hanging."""
        async with self.database.read() as connection:
            states = (await connection.scalars(select(battles.c.state))).all()
        return all(State(state).final for state in states)

    async def fall_due(self, battle: Battle) -> None:
        """Move the deadline into the past: what waiting would do."""
        past = update(battles).where(battles.c.id == battle.id).values(closes_at=battle.created_at)
        await self.database.write(lambda connection: connection.execute(past))

    async def feedback_falls_due(self, battle: Battle) -> None:
        """Let the starter's rating have waited for words long enough."""
        due = update(feedback_outbox).where(feedback_outbox.c.battle_id == battle.id).values(due_at=battle.created_at)
        await self.database.write(lambda connection: connection.execute(due))

    async def used(self, kind: Kind = Kind.BATTLE) -> dict[tuple[str, str], int]:
        """How much of each window is used, by scope and subject."""
        async with self.database.read() as connection:
            windows = (await connection.execute(select(quota_windows).where(quota_windows.c.kind == kind))).all()
        return {(window.scope, window.subject): window.used for window in windows}

    async def balances(self, created: int) -> None:
        """Assert that the books are right, where `created` battles exist upstream.

        For each window: spent <= used <= spent + unknown + reserved; and what exists upstream was never given back.
        """
        async with self.database.read() as connection:
            windows = (await connection.execute(select(quota_windows))).all()
            charges = [
                charge for table in (quota_charges, fight_charges) for charge in await connection.execute(select(table))
            ]
        for window in windows:
            counts = Counter(
                charge.state
                for charge in charges
                if (charge.scope, charge.subject, charge.kind, charge.window_opened_at)
                == (window.scope, window.subject, window.kind, window.opened_at)
            )
            spent = counts[ChargeState.SPENT]
            doubtful = counts[ChargeState.UNKNOWN] + counts[ChargeState.RESERVED]
            assert spent <= window.used <= spent + doubtful, window
            if (window.scope, window.kind) == ("key", Kind.BATTLE):
                assert created <= window.used
