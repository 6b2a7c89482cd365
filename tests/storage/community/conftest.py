from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from community.battles.ports import BattleStore
from storage.community.battles import SqlBattleStore
from storage.database import Database
from tests.support.database import migrated_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "blindbout.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    async with migrated_database(path) as database:
        yield database


@pytest.fixture
def store(database: Database) -> BattleStore:
    return SqlBattleStore(database)
