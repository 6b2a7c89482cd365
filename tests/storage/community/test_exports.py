"""Exports through the door: battles in a database, a zip file on the disk, read back by what researchers use."""

import csv
import hashlib
import hmac
import io
import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pyarrow import parquet
from sqlalchemy import select

from arena.wire import Winner
from community.battles.ports import BattleStore
from community.battles.values import State
from community.exports import BallotRecord, BattleRecord, ExportTooLarge, Format, NothingToExport, export
from storage.community.exports import SqlExportReader
from storage.community.tables import guild_keys
from storage.database import Database
from tests.storage.community.states import ANSWERS, DEADLINE, FACTS, NAMES, NOW, in_state, voting

GUILD = 2**63 - 1
LATER = NOW + timedelta(days=1)
BALLOTS = {7: Winner.A, 8: Winner.BOTH_BAD, 9: Winner.A}
ROOT = Path(__file__).parents[3]


async def revealed(store: BattleStore) -> str:
    battle_id = await voting(store)
    for member, choice in BALLOTS.items():
        await store.cast(battle_id, member, choice, NOW, ballots_per_day=None)
    await store.close(battle_id, DEADLINE, early=False)
    await store.reveal(battle_id, NAMES, FACTS)
    return battle_id


async def exported(database: Database, target: Path, form: Format, now: datetime = LATER) -> dict[str, bytes]:
    await export(SqlExportReader(database), GUILD, form, target, now=now)
    with ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def pseudonym(database: Database, member: int) -> str:
    async with database.read() as connection:
        key = (await connection.execute(select(guild_keys.c.key))).scalar_one()
    return hmac.new(key, str(member).encode(), hashlib.sha256).hexdigest()[:32]


async def test_a_battle_is_exported_with_all_that_is_known(
    store: BattleStore, database: Database, tmp_path: Path
) -> None:
    battle_id = await revealed(store)

    files = await exported(database, tmp_path / "out.zip", Format.JSONL)

    [battle] = map(json.loads, files["battles.jsonl"].splitlines())
    question = {"role": "user", "content": "Why is the sky blue?"}
    assert battle == {
        "question_id": battle_id,
        "source": "ModelChorus",
        "modality": "image",
        "language": "pt-BR",
        "categories": [],
        "conversation_a": [question, {"role": "assistant", "content": ANSWERS.a}],
        "conversation_b": [question, {"role": "assistant", "content": ANSWERS.b}],
        "turn": 1,
        "model_a": "Model One",
        "model_b": "Model Two",
        "model_a_id": "one-2026-01",
        "model_b_id": None,
        "sampling_a": "temperature 0.7",
        "sampling_b": None,
        "pair_probability": 0.125,
        "chosen": True,
        "mode": "poll",
        "closed_by": "deadline",
        "extended": False,
        "winner": "model_a",
        "ballots_a": 2,
        "ballots_b": 0,
        "ballots_tie": 0,
        "ballots_both_bad": 1,
        "leak_a": False,
        "leak_b": False,
        "starter": await pseudonym(database, 30),
        "created_at": NOW.timestamp(),
        "opened_at": NOW.timestamp(),
        "tstamp": DEADLINE.timestamp(),
    }
    ballots = [json.loads(line) for line in files["ballots.jsonl"].splitlines()]
    assert [(ballot["winner"], ballot["judge"]) for ballot in ballots] == [
        ("model_a", await pseudonym(database, 7)),
        ("tie (bothbad)", await pseudonym(database, 8)),
        ("model_a", await pseudonym(database, 9)),
    ]
    assert "model_a_id" in files["README.txt"].decode()


async def test_all_formats_say_the_same(store: BattleStore, database: Database, tmp_path: Path) -> None:
    for _ in range(3):
        await revealed(store)
    files: dict[str, bytes] = {}
    for form in Format:
        files |= await exported(database, tmp_path / f"{form}.zip", form)

    for kind in ("battles", "ballots"):
        lines = [json.loads(line) for line in files[f"{kind}.jsonl"].splitlines()]
        assert len(lines) == {"battles": 3, "ballots": 9}[kind]
        assert parquet.read_table(io.BytesIO(files[f"{kind}.parquet"])).to_pylist() == lines
        cells = list(csv.DictReader(io.StringIO(files[f"{kind}.csv"].decode(), newline="")))
        assert [{name: _cell(value) for name, value in line.items()} for line in lines] == cells


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | bool) else str(value)


@pytest.mark.parametrize("state", [state for state in State if state is not State.REVEALED])
async def test_open_failed_and_unrevealed_battles_leave_no_trace(
    store: BattleStore, database: Database, tmp_path: Path, state: State
) -> None:
    battle_id = await revealed(store)
    before = await exported(database, tmp_path / "before.zip", Format.JSONL)
    other = await in_state(store, state)

    after = await exported(database, tmp_path / "after.zip", Format.JSONL)

    assert after == before
    assert battle_id in after["battles.jsonl"].decode()
    assert other.id not in repr(after)


async def test_a_guild_without_battles_is_refused_and_nothing_is_written(database: Database, tmp_path: Path) -> None:
    with pytest.raises(NothingToExport):
        await exported(database, tmp_path / "out.zip", Format.CSV)
    assert not (tmp_path / "out.zip").exists()


async def test_a_file_too_large_for_its_place_is_refused(
    store: BattleStore, database: Database, tmp_path: Path
) -> None:
    await revealed(store)
    with pytest.raises(ExportTooLarge) as refused:
        await export(SqlExportReader(database), GUILD, Format.JSONL, tmp_path / "out.zip", now=LATER, limit=500)
    assert refused.value.size > refused.value.limit == 500
    assert not (tmp_path / "out.zip").exists()


async def test_every_page_comes_once(
    store: BattleStore, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.community.exports._BATTLES", 2)
    monkeypatch.setattr("storage.community.exports._BALLOTS", 2)
    ids = {await revealed(store) for _ in range(5)}

    files = await exported(database, tmp_path / "out.zip", Format.JSONL)

    battles = [json.loads(line)["question_id"] for line in files["battles.jsonl"].splitlines()]
    ballots = [json.loads(line) for line in files["ballots.jsonl"].splitlines()]
    assert sorted(battles) == sorted(ids)
    assert len({(one["question_id"], one["judge"]) for one in ballots}) == len(ballots) == 15


async def test_what_was_closed_after_the_export_began_is_in_neither_file(
    store: BattleStore, database: Database, tmp_path: Path
) -> None:
    await revealed(store)
    with pytest.raises(NothingToExport):
        await exported(database, tmp_path / "out.zip", Format.JSONL, now=DEADLINE - timedelta(seconds=1))


@pytest.mark.parametrize(("title", "kind"), [("battles", BattleRecord), ("ballots", BallotRecord)])
def test_the_documented_fields_are_the_ones_there_are(title: str, kind: type[BattleRecord | BallotRecord]) -> None:
    section = (ROOT / "docs/export.md").read_text().split(f"## {title}: ")[1].split("\n## ")[0]
    documented = [name for row in re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE) for name in row.split(", ")]
    assert sorted(documented) == sorted(f"`{field}`" for field in kind.model_fields)
