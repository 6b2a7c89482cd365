"""What members wrote about revealed battles: `community.statistics.RemarkReader` on the database."""

from sqlalchemy import and_, func, select

from community.places import MessageRef
from community.statistics import Opinion, Remark
from storage.community import counting
from storage.community.tables import Purpose, battles, ratings, sent_messages
from storage.database import Database


class SqlRemarks:
    """Ratings in sum, and their words."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def opinion(self, guild_id: int, *, skip: int, limit: int) -> Opinion:
        """All ratings in sum, and so many of the words, the latest first."""
        counted = and_(battles.c.guild_id == guild_id, counting.counted)
        rated = ratings.join(battles, battles.c.id == ratings.c.battle_id)
        sums = select(func.count(), func.avg(ratings.c.stars)).select_from(rated).where(counted)
        shown = and_(sent_messages.c.battle_id == battles.c.id, sent_messages.c.purpose == Purpose.BATTLE)
        latest = (
            select(
                battles.c.id,
                battles.c.prompt,
                battles.c.name_a,
                battles.c.name_b,
                ratings.c.stars,
                ratings.c.words,
                sent_messages.c.channel_id,
                sent_messages.c.message_id,
            )
            .select_from(rated.outerjoin(sent_messages, shown))
            .where(counted, ratings.c.words != "")
            .order_by(ratings.c.rated_at.desc(), battles.c.id, ratings.c.member_id)
            .offset(skip)
            .limit(limit)
        )
        async with self._database.read() as connection:
            count, stars = (await connection.execute(sums)).one()
            rows = (await connection.execute(latest)).all()
        remarks = [
            Remark(
                battle_id=row.id,
                prompt=row.prompt,
                a=row.name_a,
                b=row.name_b,
                stars=row.stars,
                words=row.words,
                message=None if row.message_id is None else MessageRef(row.channel_id, row.message_id),
            )
            for row in rows
        ]
        return Opinion(ratings=count, stars=None if stars is None else float(stars), remarks=remarks)
