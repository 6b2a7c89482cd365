"""Single values that the bot remembers across restarts, such as which commands it published last."""

from sqlalchemy import select

from storage.community.dialect import insert
from storage.community.tables import facts
from storage.database import Database


class SqlFacts:
    """Names and values."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str | None:
        """The value, None where there is none."""
        async with self._database.read() as connection:
            value: str | None = await connection.scalar(select(facts.c.value).where(facts.c.name == name))
        return value

    async def keep(self, name: str, value: str) -> None:
        """Remember the value in place of an earlier one."""
        row = insert(facts).values(name=name, value=value)
        upsert = row.on_conflict_do_update(index_elements=[facts.c.name], set_={"value": value})
        await self._database.write(lambda connection: connection.execute(upsert))
