import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from arena.wire import Modality
from community.battles import (
    Battle,
    BattleId,
    BattleRequest,
    BattleRunner,
    FollowUps,
    Mode,
    Sources,
    StartBattle,
    State,
    Terms,
    Voting,
)
from community.boards import Boards, Expectations, RatingShifts
from community.keys import KeyWatch
from storage.community.battles import SqlBattleStore
from storage.community.boards import SqlBoardStore
from storage.community.keys import SqlKeyStore
from storage.community.pictures import SqlPictureStore
from storage.community.quotas import SqlQuotaLedger
from storage.community.settings import SqlSettingsStore
from storage.community.turns import SqlTurnStore
from storage.database import Database
from tests.support.battles import RecordingStage, ScriptedDarkroom, ScriptedSource
from tests.support.clock import EagerClock
from tests.support.database import migrated_database
from tests.support.keys import Operator

ADA, GRACE, LINUS = 11, 12, 13
GUILD, CHANNEL = 21, 31


@dataclass
class Community:
    """Everything around a community's battles: real rules and a real database between a scripted source and a stage."""

    database: Database
    clock: EagerClock = field(default_factory=EagerClock)
    source: ScriptedSource = field(default_factory=ScriptedSource)
    darkroom: ScriptedDarkroom = field(default_factory=ScriptedDarkroom)
    stage: RecordingStage = field(default_factory=RecordingStage)
    operator: Operator = field(default_factory=Operator)
    key_prints: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = SqlBattleStore(self.database)
        self.settings = SqlSettingsStore(self.database)
        self.ledger = SqlQuotaLedger(self.database)
        self.turns = SqlTurnStore(self.database)
        self.pictures = SqlPictureStore(self.database)
        self.start_battle = StartBattle(
            store=self.store,
            ledger=self.ledger,
            settings=self.settings,
            sources=Sources([self.source]),
            clock=self.clock,
        )
        self.voting = Voting(store=self.store, settings=self.settings, clock=self.clock)
        board_store = SqlBoardStore(self.database)
        self.boards = Boards(
            store=board_store,
            expectations=Expectations(store=board_store, worlds={}, clock=self.clock),
            clock=self.clock,
            source=self.source.name,
        )
        self.restart()

    def restart(self) -> None:
        """A new process on the same database: nothing survives but the rows."""
        self.keys = KeyWatch(
            store=SqlKeyStore(self.database), desk=self.operator, keys=self.key_prints, clock=self.clock
        )
        self.runner = BattleRunner(
            store=self.store,
            turns=self.turns,
            darkroom=self.darkroom,
            pictures=self.pictures,
            ledger=self.ledger,
            settings=self.settings,
            sources=Sources([self.source]),
            stage=self.stage,
            rater=RatingShifts(self.boards),
            keys=self.keys,
            clock=self.clock,
        )
        self.follow_up = FollowUps(
            store=self.store,
            turns=self.turns,
            settings=self.settings,
            sources={self.source.name: self.source},
            stage=self.stage,
            drive=self.runner.drive,
            keys=self.keys,
            clock=self.clock,
        )

    async def start(
        self,
        *,
        minutes: float | None = 10,
        member: int = ADA,
        prompt: str = "Why?",
        mode: Mode = Mode.POLL,
        modality: Modality = Modality.TEXT,
    ) -> Battle:
        window = None if minutes is None else timedelta(minutes=minutes)
        return await self.start_battle(
            BattleRequest(
                guild_id=GUILD,
                channel_id=CHANNEL,
                member_id=member,
                prompt=prompt,
                terms=Terms(mode=mode, voting_window=window, modality=modality),
            )
        )

    async def driven(self, battle: Battle) -> Battle:
        """Drive the battle until nothing is left to drive, and return it as it is then."""
        self.runner.drive(battle)
        return await self.rested(battle.id)

    async def rested(self, battle_id: BattleId) -> Battle:
        async with asyncio.timeout(20):
            while drivers := list(self.runner._drivers.values()):
                await asyncio.wait(drivers)
        return await self.voting.battle(battle_id)

    async def open_battle(self, *, minutes: float = 10, mode: Mode = Mode.POLL) -> Battle:
        battle = await self.driven(await self.start(minutes=minutes, mode=mode))
        assert battle.state is State.VOTING
        return battle


@pytest.fixture
async def community(tmp_path: Path) -> AsyncIterator[Community]:
    async with migrated_database(tmp_path / "community.db") as database:
        yield Community(database)
