"""Reports on the disk: each is of one thing, and those of before stay when fights can be reported too."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from storage.community.fights import SqlFightStore
from storage.community.reports import SqlReportStore
from storage.community.tables import reports
from storage.database import Database
from tests.support.database import upgraded
from tests.support.fights import STARTED, new_fight

BEFORE = (
    """
    INSERT INTO battles (id, guild_id, channel_id, starter_id, prompt, source, mode, voting_window, created_at, state,
                         poll_interval, extended)
    VALUES ('7F3K2CMXQ0', 1, 2, 3, 'Why?', 's', 'poll', 60000000, 1, 'creating', 1, 0)
    """,
    "INSERT INTO reports VALUES (5, '7F3K2CMXQ0', 4, 'rude', 10, NULL)",
    "INSERT INTO reports VALUES (6, '7F3K2CMXQ0', 7, '', 11, 12)",
)


@pytest.mark.parametrize("of", [{}, {"battle_id": "7F3K2CMXQ0", "fight_id": "7F3K2CMXQ0"}, {"fight_id": "0000000000"}])
async def test_a_report_is_of_one_battle_or_one_fight_that_there_is(database: Database, of: dict[str, Any]) -> None:
    await SqlFightStore(database).start(new_fight("7F3K2CMXQ0"), [])
    row = {"guild_id": 1, "member_id": 1, "words": "", "reported_at": STARTED} | of
    with pytest.raises(IntegrityError):
        await database.write(lambda c: c.execute(insert(reports).values(row)))


async def test_reports_of_battles_stay_when_fights_can_be_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with upgraded(tmp_path, monkeypatch, since="0021", before=BEFORE) as database:
        newest = await SqlReportStore(database).newest(1, 9)
        async with database.read() as connection:
            told = (await connection.execute(text("SELECT id, told_at FROM reports ORDER BY id"))).all()
            assert (await connection.execute(text("PRAGMA foreign_key_check"))).all() == []
    assert [(report.id, report.about.id, report.guild_id, report.words) for report in newest] == [
        (6, "7F3K2CMXQ0", 1, ""),
        (5, "7F3K2CMXQ0", 1, "rude"),
    ]
    assert told == [(5, None), (6, 12)]
