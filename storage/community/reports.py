"""Reports: `community.reports.ReportStore` on the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.errors import AlreadyReported, BattleNotFound, FightNotFound
from community.places import MessageRef
from community.reports import About, Report, Subject
from storage.community.dialect import insert
from storage.community.tables import (
    Purpose,
    battles,
    fight_messages,
    fights,
    report_channels,
    reports,
    sent_messages,
    voids,
)
from storage.database import Database

_SUBJECTS: Final = {
    Subject.BATTLE: (reports.c.battle_id, battles, BattleNotFound),
    Subject.FIGHT: (reports.c.fight_id, fights, FightNotFound),
}
_shown: Final = and_(sent_messages.c.battle_id == reports.c.battle_id, sent_messages.c.purpose == Purpose.BATTLE)
_REPORT: Final = select(
    reports,
    func.coalesce(sent_messages.c.channel_id, fight_messages.c.channel_id).label("channel_id"),
    func.coalesce(sent_messages.c.message_id, fight_messages.c.message_id).label("message_id"),
    voids.c.battle_id.is_not(None).label("void"),
).select_from(
    reports.outerjoin(sent_messages, _shown)
    .outerjoin(fight_messages, fight_messages.c.fight_id == reports.c.fight_id)
    .outerjoin(voids, voids.c.battle_id == reports.c.battle_id)
)


class SqlReportStore:
    """The promises are those of the port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def file(self, guild_id: int, about: About, member_id: int, words: str, now: datetime) -> None:
        """Keep the report, once for each member and what it is about."""
        column, table, missing = _SUBJECTS[about.subject]
        known = select(table.c.id).where(table.c.id == about.id, table.c.guild_id == guild_id)
        values = {column: about.id, "guild_id": guild_id, "member_id": member_id, "words": words, "reported_at": now}
        row = insert(reports).values(values).on_conflict_do_nothing().returning(reports.c.id)

        async def job(connection: AsyncConnection) -> None:
            if await connection.scalar(known) is None:
                raise missing
            if await connection.scalar(row) is None:
                raise AlreadyReported

        await self._database.write(job)

    async def newest(self, guild_id: int, limit: int) -> Sequence[Report]:
        """The guild's reports, newest first."""
        chosen = _REPORT.where(reports.c.guild_id == guild_id).order_by(reports.c.id.desc()).limit(limit)
        async with self._database.read() as connection:
            return [_report(row) for row in await connection.execute(chosen)]

    async def untold(self, since: datetime) -> Sequence[tuple[Report, int]]:
        """Those filed since then of which nobody was told, oldest first, with the channel to tell in."""
        chosen = (
            _REPORT.add_columns(report_channels.c.channel_id.label("desk"))
            .join(report_channels, report_channels.c.guild_id == reports.c.guild_id)
            .where(reports.c.told_at.is_(None), reports.c.reported_at > since)
            .order_by(reports.c.id)
        )
        async with self._database.read() as connection:
            return [(_report(row), row.desk) for row in await connection.execute(chosen)]

    async def told(self, report_id: int, now: datetime) -> None:
        """Remember that the moderators were told."""
        change = update(reports).where(reports.c.id == report_id).values(told_at=now)
        await self._database.write(lambda connection: connection.execute(change))

    async def channel(self, guild_id: int) -> int | None:
        """Where the guild's moderators are told."""
        chosen = select(report_channels.c.channel_id).where(report_channels.c.guild_id == guild_id)
        async with self._database.read() as connection:
            channel_id: int | None = await connection.scalar(chosen)
        return channel_id

    async def choose_channel(self, guild_id: int, channel_id: int | None) -> None:
        """Tell the moderators there from now on, or nowhere."""
        if channel_id is None:
            gone = delete(report_channels).where(report_channels.c.guild_id == guild_id)
            await self._database.write(lambda connection: connection.execute(gone))
            return
        row = insert(report_channels).values(guild_id=guild_id, channel_id=channel_id)
        choice = row.on_conflict_do_update(
            index_elements=[report_channels.c.guild_id], set_={"channel_id": row.excluded.channel_id}
        )
        await self._database.write(lambda connection: connection.execute(choice))


def _report(row: Row[Any]) -> Report:
    fought = row.battle_id is None
    return Report(
        id=row.id,
        about=About(Subject.FIGHT, row.fight_id) if fought else About(Subject.BATTLE, row.battle_id),
        guild_id=row.guild_id,
        message=None if row.message_id is None else MessageRef(row.channel_id, row.message_id),
        void=row.void,
        member_id=row.member_id,
        words=row.words,
        at=row.reported_at,
    )
