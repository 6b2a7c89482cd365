"""The pictures of image battles: `community.battles.pictures.PictureStore` on the database."""

from sqlalchemy import delete, literal, select

from community.battles.pictures import Pictures
from community.battles.values import BattleId, State
from storage.community.dialect import insert
from storage.community.tables import battle_pictures, battles
from storage.database import Database


class SqlPictureStore:
    """The promises are those of the port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, battle_id: BattleId, pictures: Pictures) -> None:
        """Remember them in place of earlier ones, unless the battle has ended meanwhile."""
        files = {"picture_a": pictures.a, "picture_b": pictures.b}
        unfinished = select(battles.c.id, *map(literal, files.values())).where(
            battles.c.id == battle_id, battles.c.state.not_in([state for state in State if state.final])
        )
        row = insert(battle_pictures).from_select(["battle_id", *files], unfinished)
        upsert = row.on_conflict_do_update(index_elements=[battle_pictures.c.battle_id], set_=files)
        await self._database.write(lambda connection: connection.execute(upsert))

    async def get(self, battle_id: BattleId) -> Pictures | None:
        """The battle's pictures, None where there are none or no more."""
        wanted = select(battle_pictures).where(battle_pictures.c.battle_id == battle_id)
        async with self._database.read() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        return None if row is None else Pictures(row.picture_a, row.picture_b)

    async def forget(self, battle_id: BattleId) -> None:
        """The battle is over and shown."""
        gone = delete(battle_pictures).where(battle_pictures.c.battle_id == battle_id)
        await self._database.write(lambda connection: connection.execute(gone))
