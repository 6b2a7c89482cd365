"""Who agreed to what, and starts that wait for a press."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from community.consent import DRAFTS_KEPT, Activity, Destination, Draft, DraftId, Sent
from storage.community import dialect
from storage.community.tables import agreements, drafts
from storage.database import Database


class SqlConsentStore:
    """Fulfils `community.consent.ConsentStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def agreed(self, member_id: int, sent: Sent) -> bool:
        """Whether the member agreed to this."""
        query = select(agreements.c.agreed_at).where(
            agreements.c.member_id == member_id,
            agreements.c.source == sent.source,
            agreements.c.destination == sent.destination,
        )
        async with self._database.read() as connection:
            return await connection.scalar(query) is not None

    async def agree(self, member_id: int, sent: Sent, now: datetime) -> None:
        """Remember that the member agreed; harmless the second time."""
        row = dialect.insert(agreements).values(
            member_id=member_id, source=sent.source, destination=sent.destination, agreed_at=now
        )
        await self._database.write(lambda connection: connection.execute(row.on_conflict_do_nothing()))

    async def keep(self, *kept: Draft) -> None:
        """Keep the drafts, and forget those that are too old."""
        newest = max(draft.created_at for draft in kept)
        rows = [_row(draft) for draft in kept]

        async def job(connection: AsyncConnection) -> None:
            await connection.execute(delete(drafts).where(drafts.c.created_at <= newest - DRAFTS_KEPT))
            await connection.execute(insert(drafts), rows)

        await self._database.write(job)

    async def draft(self, draft_id: DraftId) -> Draft | None:
        """The draft, as long as it waits."""
        async with self._database.read() as connection:
            row = (await connection.execute(select(drafts).where(drafts.c.id == draft_id))).one_or_none()
        return None if row is None else _draft(row)

    async def take(self, draft_id: DraftId) -> Draft | None:
        """The draft, for one caller alone: it is gone afterwards."""
        taken = delete(drafts).where(drafts.c.id == draft_id).returning(drafts)

        async def job(connection: AsyncConnection) -> Draft | None:
            row = (await connection.execute(taken)).one_or_none()
            return None if row is None else _draft(row)

        return await self._database.write(job)


def _row(draft: Draft) -> dict[str, object]:
    return {
        "id": draft.id,
        "activity": draft.activity,
        "guild_id": draft.guild_id,
        "channel_id": draft.channel_id,
        "member_id": draft.member_id,
        "author_id": draft.author_id,
        "prompt": draft.prompt,
        "source": draft.sent.source,
        "destination": draft.sent.destination,
        "terms": json.dumps(dict(draft.terms)),
        "created_at": draft.created_at,
    }


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        activity=Activity(row.activity),
        guild_id=row.guild_id,
        channel_id=row.channel_id,
        member_id=row.member_id,
        author_id=row.author_id,
        prompt=row.prompt,
        sent=Sent(row.source, Destination(row.destination)),
        terms=json.loads(row.terms),
        created_at=row.created_at,
    )
