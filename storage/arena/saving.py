"""Writes of the arena's tables, with the machine's faults in the engine's words."""

from arena.engine.errors import NotSaved
from storage.database import Database, Job, Result
from storage.errors import DatabaseUnwritable


async def save(database: Database, job: Job[Result]) -> Result:
    """Run the job in the writer.

    Raises:
        NotSaved: the database is locked, full or read-only; nothing was saved.
    """
    try:
        return await database.write(job)
    except DatabaseUnwritable as error:
        raise NotSaved("This could not be saved, and nothing was changed. Please try again.") from error
