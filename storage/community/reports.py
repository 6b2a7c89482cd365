"""Reports of battles: `community.reports.ReportStore` on the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from community.battles.values import BattleId
from community.errors import AlreadyReported, BattleNotFound
from community.reports import Report
from storage.community import rows
from storage.community.dialect import insert
from storage.community.tables import battles, report_channels, reports
from storage.database import Database


class SqlReportStore:
    """The promises are those of the port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def file(self, guild_id: int, battle_id: BattleId, member_id: int, words: str, now: datetime) -> None:
        """Keep the report, once for each member and battle."""
        known = select(battles.c.id).where(battles.c.id == battle_id, battles.c.guild_id == guild_id)
        columns = {
            "battle_id": battles.c.id,
            "member_id": literal(member_id),
            "words": literal(words),
            "reported_at": literal(now, reports.c.reported_at.type),
        }
        chosen = select(*columns.values()).where(battles.c.id == battle_id)
        row = insert(reports).from_select([*columns], chosen).on_conflict_do_nothing().returning(reports.c.id)

        async def job(connection: AsyncConnection) -> None:
            if await connection.scalar(known) is None:
                raise BattleNotFound
            if await connection.scalar(row) is None:
                raise AlreadyReported

        await self._database.write(job)

    async def newest(self, guild_id: int, limit: int) -> Sequence[Report]:
        """The guild's reports, newest first."""
        chosen = _reports().where(battles.c.guild_id == guild_id).order_by(reports.c.id.desc()).limit(limit)
        async with self._database.read() as connection:
            return [await _report(connection, row) for row in await connection.execute(chosen)]

    async def untold(self, since: datetime) -> Sequence[tuple[Report, int]]:
        """Those filed since then of which nobody was told, oldest first, with the channel to tell in."""
        chosen = (
            _reports()
            .add_columns(report_channels.c.channel_id)
            .join(report_channels, report_channels.c.guild_id == battles.c.guild_id)
            .where(reports.c.told_at.is_(None), reports.c.reported_at > since)
            .order_by(reports.c.id)
        )
        async with self._database.read() as connection:
            return [(await _report(connection, row), row.channel_id) for row in await connection.execute(chosen)]

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


def _reports() -> Select[Any]:
    return select(reports).join(battles, battles.c.id == reports.c.battle_id)


async def _report(connection: AsyncConnection, row: Row[Any]) -> Report:
    battle = await rows.load_one(connection, BattleId(row.battle_id))
    if battle is None:
        raise AssertionError("a report has its battle")
    return Report(id=row.id, battle=battle, member_id=row.member_id, words=row.words, at=row.reported_at)
