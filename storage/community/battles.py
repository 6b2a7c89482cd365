"""Battles: every transition is one conditional UPDATE, so that it happens for one caller."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from arena.wire import Winner
from community.battles.facts import Facts
from community.battles.shifts import Shifts
from community.battles.values import (
    Answers,
    Assignment,
    BallotCast,
    Battle,
    BattleId,
    Failure,
    Leaks,
    Names,
    NewBattle,
    State,
)
from community.places import MessageRef
from community.quotas import Allowance, ChargeState
from storage.community import answer_facts, ballots, board_counts, messages, quotas, rating_shifts, repeats, rows, sides
from storage.community.tables import Purpose, battle_assignments, battles, quota_charges
from storage.community.tables import ballots as ballots_table
from storage.database import Database
from storage.together import Together

_UNFINISHED = tuple(state for state in State if not state.final)


class SqlBattleStore:
    """Battles, their ballots and their charges: the promises are those of `community.battles.ports.BattleStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._together = Together(self._get)

    async def start(
        self, battle: NewBattle, allowances: Sequence[Allowance], *, again: BattleId | None = None
    ) -> Battle:
        """Reserve one battle of every allowance and keep the battle as CREATING, or do neither."""
        created = Battle(
            id=battle.id,
            guild_id=battle.guild_id,
            channel_id=battle.channel_id,
            starter_id=battle.starter_id,
            prompt=battle.prompt,
            modality=battle.modality,
            locale=battle.locale,
            models=battle.models,
            source=battle.source,
            mode=battle.mode,
            voting_window=battle.voting_window,
            created_at=battle.created_at,
            state=State.CREATING,
        )

        async def job(connection: AsyncConnection) -> None:
            await connection.execute(
                insert(battles).values(
                    id=created.id,
                    guild_id=created.guild_id,
                    channel_id=created.channel_id,
                    starter_id=created.starter_id,
                    prompt=created.prompt,
                    source=created.source,
                    mode=created.mode,
                    voting_window=created.voting_window,
                    created_at=created.created_at,
                    state=created.state,
                    poll_interval=created.poll_interval,
                    extended=created.extended,
                )
            )
            await connection.execute(insert(battle_assignments).values(_assigned(created.assignment)))
            if again is not None:
                await repeats.keep(connection, again, created.id)
            await quotas.reserve(connection, quota_charges, created.id, allowances, created.created_at)

        await self._database.write(job)
        return created

    async def not_again(self, battle_id: BattleId) -> None:
        """Let the battle that this one repeats be repeated by another."""
        await self._database.write(lambda connection: repeats.forget(connection, battle_id))

    async def get(self, battle_id: BattleId) -> Battle | None:
        """The battle as it is now."""
        return await self._together.get(battle_id)

    async def _get(self, battle_id: BattleId) -> Battle | None:
        async with self._database.read() as connection:
            return await rows.load_one(connection, battle_id)

    async def unfinished(self) -> Sequence[Battle]:
        """All that are not final, oldest first."""
        async with self._database.read() as connection:
            return await rows.load(connection, battles.c.state.in_(_UNFINISHED))

    async def unannounced(self, since: datetime) -> Sequence[Battle]:
        """The revealed ones that were closed after `since` and not announced, although they are shown somewhere."""
        async with self._database.read() as connection:
            return await rows.load(connection, and_(rows.unannounced, battles.c.closed_at > since))

    async def due(self, now: datetime) -> Sequence[BattleId]:
        """The battles in VOTING whose deadline has passed, most overdue first."""
        overdue = (
            select(battles.c.id)
            .where(battles.c.state == State.VOTING, battles.c.closes_at <= now)
            .order_by(battles.c.closes_at)
        )
        async with self._database.read() as connection:
            return (await connection.scalars(overdue)).all()

    async def created(self, battle_id: BattleId, upstream_id: str, poll_interval: timedelta) -> Battle | None:
        """CREATING → ANSWERING; its charges are spent."""
        return await self._change(
            battle_id,
            battles.c.state == State.CREATING,
            charges=ChargeState.SPENT,
            values={"state": State.ANSWERING, "upstream_id": upstream_id, "poll_interval": poll_interval},
        )

    async def open_voting(
        self, battle_id: BattleId, answers: Answers, leaks: Leaks, *, opened_at: datetime, closes_at: datetime
    ) -> Battle | None:
        """ANSWERING → VOTING with both answers, masked where they leak."""
        return await self._change(
            battle_id,
            battles.c.state == State.ANSWERING,
            values={
                "state": State.VOTING,
                "answer_a": answers.a,
                "answer_b": answers.b,
                "leak_a": leaks.a,
                "leak_b": leaks.b,
                "opened_at": opened_at,
                "closes_at": closes_at,
            },
            also=lambda connection: sides.forget_answers(connection, battle_id),
        )

    async def extend(self, battle_id: BattleId, *, quorum: int, closes_at: datetime, now: datetime) -> Battle | None:
        """Give a VOTING battle a new deadline, once: only if it is due, short of ballots and not extended before."""
        return await self._change(
            battle_id,
            battles.c.state == State.VOTING,
            battles.c.closes_at <= now,
            battles.c.extended == 0,
            rows.standing().correlate(battles).scalar_subquery() < quorum,
            values={"closes_at": closes_at, "extended": True},
        )

    async def close(self, battle_id: BattleId, now: datetime, *, early: bool) -> Battle | None:
        """VOTING → CLOSING with the tally, or → UNREVEALED where there is no ballot. Succeeds for one caller."""
        return await self._change(
            battle_id,
            battles.c.state == State.VOTING,
            true() if early else battles.c.closes_at <= now,
            values={"state": case((_has_ballots(), State.CLOSING), else_=State.UNREVEALED), "closed_at": now},
        )

    async def reveal(
        self, battle_id: BattleId, names: Names, facts: Facts, shifts: Shifts | None = None
    ) -> Battle | None:
        """CLOSING → REVEALED, with what the answers took and how the ratings moved; from now on boards count it."""

        async def also(connection: AsyncConnection) -> None:
            await answer_facts.keep(connection, battle_id, facts)
            await rating_shifts.keep(connection, battle_id, shifts or Shifts())
            await board_counts.count(connection, battle_id)

        return await self._change(
            battle_id,
            battles.c.state == State.CLOSING,
            values={"state": State.REVEALED, "name_a": names.a, "name_b": names.b},
            also=also,
        )

    async def fail(self, battle_id: BattleId, failure: Failure) -> Battle | None:
        """Any state that is not final → FAILED."""
        return await self._change(
            battle_id,
            battles.c.state.in_(_UNFINISHED),
            charges=ChargeState.REFUNDED if failure.refunded else ChargeState.UNKNOWN,
            values={"state": State.FAILED, "failure": failure},
            also=lambda connection: sides.forget_answers(connection, battle_id),
        )

    async def cast(
        self, battle_id: BattleId, member_id: int, choice: Winner, now: datetime, *, ballots_per_day: int | None
    ) -> BallotCast:
        """Keep a member's ballot in place of an earlier one."""
        return await self._database.write(
            lambda connection: ballots.cast(
                connection, battle_id, member_id, choice, now, ballots_per_day=ballots_per_day
            )
        )

    async def withdraw(self, battle_id: BattleId, member_id: int, now: datetime) -> BallotCast:
        """Take a member's ballot back; harmless where there is none."""
        return await self._database.write(lambda connection: ballots.withdraw(connection, battle_id, member_id, now))

    async def ballot_of(self, battle_id: BattleId, member_id: int) -> Winner | None:
        """The member's ballot, None where there is none."""
        async with self._database.read() as connection:
            return await ballots.ballot_of(connection, battle_id, member_id)

    async def outdated(self) -> Sequence[Battle]:
        """The battles whose message still shows an earlier state, oldest first."""
        async with self._database.read() as connection:
            return await rows.load(connection, rows.outdated)

    async def keep_shown(self, battle_id: BattleId, state: State) -> None:
        """Remember that the battle's message shows this state, or that it can be shown nowhere any more."""
        await self._database.write(lambda connection: messages.keep_shown(connection, battle_id, state))

    async def keep_message(self, battle_id: BattleId, message: MessageRef) -> None:
        """Remember where the battle is shown. A later message takes the place of an earlier one."""
        await self._database.write(lambda connection: messages.keep(connection, battle_id, Purpose.BATTLE, message))

    async def keep_announcement(self, battle_id: BattleId, message: MessageRef) -> None:
        """Remember where the reveal was announced."""
        await self._database.write(
            lambda connection: messages.keep(connection, battle_id, Purpose.ANNOUNCEMENT, message)
        )

    async def _change(
        self,
        battle_id: BattleId,
        *conditions: ColumnElement[bool],
        values: Mapping[str, Any],
        charges: ChargeState | None = None,
        also: Callable[[AsyncConnection], Awaitable[None]] | None = None,
    ) -> Battle | None:
        """Change the battle, settle its charges and do what else goes with it if the conditions hold; else None."""
        change = update(battles).where(battles.c.id == battle_id, *conditions).values(values).returning(battles.c.id)

        async def job(connection: AsyncConnection) -> Battle | None:
            if await connection.scalar(change) is None:
                return None
            if charges is not None:
                await quotas.settle(connection, quota_charges, battle_id, charges)
            if also is not None:
                await also(connection)
            return await rows.load_one(connection, battle_id)

        return await self._database.write(job)


def _has_ballots() -> ColumnElement[bool]:
    return exists().where(ballots_table.c.battle_id == battles.c.id)


def _assigned(assignment: Assignment) -> Mapping[str, Any]:
    first, second = (*sorted(assignment.models), None, None)[:2]
    return {
        "battle_id": assignment.battle_id,
        "modality": assignment.modality,
        "locale": assignment.locale,
        "model_1": first,
        "model_2": second,
    }
