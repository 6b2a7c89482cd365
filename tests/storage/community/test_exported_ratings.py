"""The boards' ratings, recomputed outside the bot: from the files of an export, as a researcher would."""

import csv
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pyarrow import parquet

from arena.ratings import Board, PairStats, PairTable, Prior, rate
from arena.wire import Category, Winner
from community.battles.ports import BattleStore
from community.boards import Boards, Expectations, Filters
from community.exports import Format, export
from storage.community.boards import SqlBoardStore
from storage.community.exports import SqlExportReader
from storage.community.privacy import SqlMemberKeeper
from storage.database import Database
from tests.storage.community.states import NOW
from tests.storage.community.test_boards import GUILD, TEXT, some_battles, told
from tests.support.clock import EagerClock
from tests.support.fought import fought

Rows = Iterable[Mapping[str, Any]]


def _lines(content: bytes) -> Rows:
    return map(json.loads, content.splitlines())


def _cells(content: bytes) -> Rows:
    for row in csv.DictReader(io.StringIO(content.decode(), newline="")):
        read = {name: json.loads(row[name]) for name in ("categories", "leak_a", "leak_b") if name in row}
        yield {**row, **read}


def _columns(content: bytes) -> Rows:
    rows: Rows = parquet.read_table(io.BytesIO(content)).to_pylist()
    return rows


READERS: dict[Format, Callable[[bytes], Rows]] = {
    Format.JSONL: _lines,
    Format.CSV: _cells,
    Format.PARQUET: _columns,
}


def recomputed(battles: Rows, ballots: Rows, filters: Filters) -> Board:
    """As docs/export.md says: one source, one modality, no leaks, ballots clustered by `question_id`."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for ballot in ballots:
        votes[ballot["question_id"]][ballot["winner"]] += 1
    table = PairTable()
    for battle in battles:
        of_board = (battle["source"], battle["modality"]) == (filters.source, filters.modality)
        of_category = filters.category is None or filters.category in battle["categories"]
        blind = not battle["leak_a"] and not battle["leak_b"] and battle["model_a"] != battle["model_b"]
        found = votes[battle["question_id"]]
        if of_board and of_category and blind and found:
            stats = PairStats.of_battle(
                a=found["model_a"], b=found["model_b"], tie=found["tie"], both_bad=found["tie (bothbad)"]
            )
            table.add(battle["model_a"], battle["model_b"], stats)
    return rate(table, prior=Prior())


@pytest.mark.parametrize("form", Format)
async def test_a_researcher_finds_the_boards_ratings_in_the_exported_files(
    store: BattleStore, database: Database, tmp_path: Path, form: Format
) -> None:
    await some_battles(store)
    # Of a question that was blanked since, the category is still told.
    await fought(store, ("Phi", "Qwen"), [Winner.A], closed_at=NOW, prompt="Fix this Python function.", starter_id=99)
    await SqlMemberKeeper(database).forget(99, NOW)
    target = tmp_path / "out.zip"
    await export(SqlExportReader(database), GUILD, form, target, now=NOW + timedelta(days=1))
    with ZipFile(target) as archive:
        battles, ballots = (list(READERS[form](archive.read(f"{kind}.{form}"))) for kind in ("battles", "ballots"))

    boards_store, clock = SqlBoardStore(database), EagerClock(NOW)
    expectations = Expectations(store=boards_store, worlds={}, clock=clock)
    boards = Boards(store=boards_store, expectations=expectations, clock=clock, source=TEXT.source)
    for filters in (TEXT, Filters(source=TEXT.source, category=Category.CODING), Filters(source="the house arena")):
        board = (await boards.server(GUILD, filters)).board
        assert board.standings
        assert told(recomputed(battles, ballots, filters)) == told(board)
