"""Random sequences of starts, outcomes and waits against a model that counts charges."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import func, select

from community.battles.values import BattleId, Failure
from community.quotas import WINDOW, Allowance, ChargeState, Kind, Left, QuotaUsedUp, Scope
from storage.community.battles import SqlBattleStore
from storage.community.quotas import SqlQuotaLedger
from storage.community.tables import quota_charges, quota_windows
from storage.community.tables.quotas import KEPT_SCOPES
from tests.storage.community.states import NOW, new_battle
from tests.support.database import migrated_database


@dataclass(frozen=True)
class Charge:
    subject: tuple[Scope, str]
    window: datetime
    state: ChargeState


class QuotaMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        database = self.runner.run(self.stack.enter_async_context(migrated_database(Path(folder) / "model.db")))
        self.database = database
        self.store = SqlBattleStore(database)
        self.ledger = SqlQuotaLedger(database)
        self.now = NOW
        self.limits: dict[Scope, int] = {}
        self.windows: dict[tuple[Scope, str], datetime] = {}
        self.charges: dict[BattleId, list[Charge]] = {}
        self.reserved: list[BattleId] = []

    def teardown(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()

    @initialize(limits=st.tuples(st.integers(1, 3), st.integers(2, 5), st.integers(3, 8)))
    def set_limits(self, limits: tuple[int, int, int]) -> None:
        self.limits = dict(zip(KEPT_SCOPES, limits, strict=True))

    @rule(
        member=st.sampled_from("ab"),
        guild=st.sampled_from("xy"),
        scopes=st.permutations(list(KEPT_SCOPES)).flatmap(lambda order: st.integers(1, 3).map(lambda n: order[:n])),
    )
    def start(self, member: str, guild: str, scopes: list[Scope]) -> None:
        subjects = {Scope.MEMBER: f"{guild}:{member}", Scope.GUILD: guild, Scope.KEY: "key"}
        allowances = [self.allowance(scope, subjects[scope]) for scope in scopes]
        before = tuple(self.left(allowance) for allowance in allowances)
        refused = next((left.scope for left in before if left.used >= left.limit), None)
        battle = new_battle(self.now)
        if refused is not None:
            with pytest.raises(QuotaUsedUp) as error:
                self.runner.run(self.store.start(battle, allowances))
            assert (error.value.scope, error.value.left) == (refused, before)
            return
        self.runner.run(self.store.start(battle, allowances))
        for allowance, left in zip(allowances, before, strict=True):
            if not left.used:
                self.windows[allowance.scope, allowance.subject] = self.now
        self.charges[battle.id] = [
            Charge((a.scope, a.subject), self.windows[a.scope, a.subject], ChargeState.RESERVED) for a in allowances
        ]
        self.reserved.append(battle.id)

    @precondition(lambda self: self.reserved)
    @rule(data=st.data())
    def created(self, data: st.DataObject) -> None:
        battle_id = self.take(data)
        assert self.runner.run(self.store.created(battle_id, "upstream", timedelta(seconds=1)))
        self.settle(battle_id, ChargeState.SPENT)

    @precondition(lambda self: self.reserved)
    @rule(data=st.data(), failure=st.sampled_from([Failure.NO_ANSWER, Failure.UNKNOWN]))
    def failed(self, data: st.DataObject, failure: Failure) -> None:
        battle_id = self.take(data)
        assert self.runner.run(self.store.fail(battle_id, failure))
        self.settle(battle_id, ChargeState.REFUNDED if failure.refunded else ChargeState.UNKNOWN)

    @precondition(lambda self: self.charges)
    @rule(data=st.data(), failure=st.sampled_from(Failure))
    def failed_after_the_creation(self, data: st.DataObject, failure: Failure) -> None:
        battle_id = data.draw(st.sampled_from([*self.charges]))
        if battle_id not in self.reserved:
            self.runner.run(self.store.fail(battle_id, failure))

    @rule(hours=st.sampled_from([1, 5, 12, 24]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @invariant()
    def the_ledger_agrees_with_the_model(self) -> None:
        if not self.limits:
            return
        allowances = [self.allowance(*subject) for subject in self.windows]
        left = self.runner.run(self.ledger.left(allowances, self.now))
        assert left == tuple(self.left(allowance) for allowance in allowances)

    @invariant()
    def used_lies_between_what_is_spent_and_what_may_be(self) -> None:
        for scope, used, counts in self.runner.run(self.stored()):
            spent = counts.get(ChargeState.SPENT, 0)
            doubtful = counts.get(ChargeState.UNKNOWN, 0) + counts.get(ChargeState.RESERVED, 0)
            assert spent <= used <= spent + doubtful
            assert used <= self.limits[scope]

    async def stored(self) -> list[tuple[Scope, int, dict[ChargeState, int]]]:
        async with self.database.read() as connection:
            found = []
            for window in (await connection.execute(select(quota_windows))).all():
                counts = await connection.execute(
                    select(quota_charges.c.state, func.count())
                    .where(
                        quota_charges.c.scope == window.scope,
                        quota_charges.c.subject == window.subject,
                        quota_charges.c.window_opened_at == window.opened_at,
                    )
                    .group_by(quota_charges.c.state)
                )
                found.append((Scope(window.scope), window.used, {ChargeState(state): n for state, n in counts}))
            return found

    def allowance(self, scope: Scope, subject: str) -> Allowance:
        return Allowance(kind=Kind.BATTLE, scope=scope, subject=subject, limit=self.limits[scope])

    def left(self, allowance: Allowance) -> Left:
        subject = (allowance.scope, allowance.subject)
        opened = self.windows.get(subject)
        used = 0
        if opened is not None and self.now < opened + WINDOW:
            counted = (charge for charges in self.charges.values() for charge in charges)
            used = sum(
                c.subject == subject and c.window == opened and c.state is not ChargeState.REFUNDED for c in counted
            )
        return Left(
            kind=Kind.BATTLE,
            scope=allowance.scope,
            limit=allowance.limit,
            used=used,
            opens_at=opened + WINDOW if opened is not None and used else None,
        )

    def take(self, data: st.DataObject) -> BattleId:
        battle_id = data.draw(st.sampled_from(self.reserved))
        self.reserved.remove(battle_id)
        return battle_id

    def settle(self, battle_id: BattleId, state: ChargeState) -> None:
        self.charges[battle_id] = [replace(charge, state=state) for charge in self.charges[battle_id]]


TestQuotas = QuotaMachine.TestCase
TestQuotas.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    # Each step commits to a disk, so shrinking would outlast the test's time-out; a sequence is short enough to read.
    phases=[Phase.reuse, Phase.generate],
)
