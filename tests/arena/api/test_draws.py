"""The public report of how often each model was drawn."""

from collections import Counter
from pathlib import Path
from typing import Any

from arena.engine.outages import FAILURES, REST
from tests.arena.api.served import Served, served, unlimited
from tests.arena.api.test_boards import Votes
from tests.arena.engine.contestants import Brush, Failing, Quick

MINUTE = 60


async def report(arena: Served) -> dict[str, dict[str, Any]]:
    """By slug, as it is made now."""
    arena.clock.advance(MINUTE)
    answer = await arena.http.get("/house/draws")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, f"public, max-age={MINUTE}")
    return {row["modelId"]: row for row in answer.json()["data"]}


async def test_the_report_counts_revealed_battles_and_lists_who_was_never_drawn(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt"), Quick("onyx"), Brush("teal")) as arena:
        votes = Votes(arena, await unlimited(arena))
        for winner in ("A", "B", "tie", "both_bad", "A"):
            await votes.cast(winner)
        counted = Counter({name: sum(counts.values()) for name, counts in votes.counts.items()})
        rows = await report(arena)
        assert {row["modelName"]: row["battles"] for row in rows.values() if row["modality"] == "text"} == {
            name: counted[name] for name in ("Quartz Max", "Basalt Max", "Onyx Max")
        }
        assert all(abs(row["share"] - row["battles"] / 10) < 1e-4 for row in rows.values())
        assert (rows["teal"]["modality"], rows["teal"]["battles"], rows["teal"]["share"]) == ("image", 0, 0)
        assert not any(row["resting"] for row in rows.values())


async def test_an_open_battle_changes_no_byte_of_the_report(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt"), Quick("onyx")) as arena:
        votes = Votes(arena, await unlimited(arena))
        await votes.cast("A")
        before = await report(arena)
        open_battle = await arena.ready_for_vote(votes.key)
        assert await report(arena) == before
        assert (await arena.vote(open_battle, votes.key)).status_code == 200
        assert sum(row["battles"] for row in (await report(arena)).values()) == 4


async def test_a_replaced_model_was_drawn_and_its_substitute_was_not(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Failing("basalt"), Quick("onyx")) as arena:
        key = await unlimited(arena)
        revealed = 0
        while revealed < FAILURES - 1:
            battle_id = await arena.ready_for_vote(key)
            revealed += (await arena.vote(battle_id, key)).status_code == 200
        rows = await report(arena)
        assert sum(row["battles"] for row in rows.values()) == 2 * revealed
        async with arena.database.read() as connection:
            replaced = (await connection.exec_driver_sql("SELECT count(*) FROM arena_replacements")).scalar_one()
        assert rows["basalt"]["battles"] == replaced


async def test_a_rest_is_told_until_its_time_is_over_where_that_tells_no_pair(tmp_path: Path) -> None:
    for others, told in ((("quartz", "onyx"), False), (("quartz", "onyx", "slate"), True)):
        failing = Failing("basalt")
        async with served(tmp_path / f"{len(others)}.db", *map(Quick, others), failing) as arena:
            key = await unlimited(arena)
            while len(failing.asked) < FAILURES:
                await arena.settled(await arena.create(key), key)
            rows = await report(arena)
            assert {slug for slug, row in rows.items() if row["resting"]} == ({"basalt"} if told else set())
            arena.clock.advance(REST.total_seconds())
            assert not any(row["resting"] for row in (await report(arena)).values())
