"""What ratings do in the house arena: intervals and style on the board, pairs by what is known, models that rest."""

from collections.abc import AsyncIterator, Sequence
from itertools import combinations
from pathlib import Path

from sqlalchemy import text

from arena.engine.outages import FAILURES, REST
from arena.wire import ChatMessage, Chunk
from tests.arena.api.served import Served, served, unlimited
from tests.arena.api.test_boards import Votes, rows
from tests.arena.engine.contestants import Failing, Quick

MODELS = ("quartz", "basalt", "onyx", "slate")


async def chances(arena: Served) -> list[tuple[frozenset[str], float]]:
    """Each battle's two models and how likely they were to be drawn, the oldest first."""
    statement = text(
        "SELECT slug_a, slug_b, chance FROM arena_battles JOIN arena_draws ON battle_id = id ORDER BY created_at"
    )
    async with arena.database.read() as connection:
        return [(frozenset((a, b)), chance) for a, b, chance in await connection.execute(statement)]


async def test_a_row_tells_how_sure_it_is(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", *map(Quick, MODELS)) as arena:
        votes = Votes(arena, await unlimited(arena))
        assert await rows(arena, "/house/style") == []
        for winner in ("A", "B", "A", "tie", "both_bad", "A"):
            await votes.cast(winner)
        board = await rows(arena, "/api/v1/leaderboard")
        for row in board:
            assert row["eloLower"] < row["eloRating"] < row["eloUpper"]
            assert 1 <= row["rankBest"] <= row["rank"] <= row["rankWorst"] <= len(board)
            assert row["mostlyPrior"] is True
            # Every answer looks the same here, so style explains nothing.
            assert abs(row["styleElo"] - row["eloRating"]) <= 1
        assert {row["points"] for row in await rows(arena, "/house/style")} == {0}
        widths = [row["eloUpper"] - row["eloLower"] for row in board]
        for _ in range(12):
            await votes.cast("A")
        later = await rows(arena, "/api/v1/leaderboard")
        assert max(row["eloUpper"] - row["eloLower"] for row in later) < max(widths)
        assert sum(row["totalVotes"] for row in later) == 36


class Verbose(Quick):
    """Answers at length, with headings and bold words."""

    async def answer(self, messages: Sequence[ChatMessage]) -> AsyncIterator[Chunk]:
        self.asked.append(messages)
        yield Chunk("# The sky\n\nIt is **blue**, and that has reasons.\n\n" * len(self.asked))


async def test_a_model_that_wins_by_its_style_alone_stands_lower_without_it(tmp_path: Path) -> None:
    verbose = Verbose("slate"), Verbose("onyx")
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt"), *verbose) as arena:
        key = await unlimited(arena)
        for _ in range(24):
            battle_id = await arena.create(key)
            battle = await arena.settled(battle_id, key)
            answers = battle["comparisons"][0]
            arena.clock.advance(30)
            winner = "A" if len(answers["responseA"]) > len(answers["responseB"]) else "B"
            assert (await arena.vote(battle_id, key, winner=winner)).status_code == 200
        board = {row["_id"]: row for row in await rows(arena, "/api/v1/leaderboard")}
        assert min(board[slug]["eloRating"] for slug in ("slate", "onyx")) > 1000
        lead, without = (
            sum(board[slug][field] - 1000 for slug in ("slate", "onyx")) for field in ("eloRating", "styleElo")
        )
        assert without < lead / 2
        effects = {row["feature"]: row for row in await rows(arena, "/house/style")}
        assert list(effects) == ["characters", "headings", "items", "bold"]
        assert effects["items"]["points"] == 0
        for liked in ("characters", "headings", "bold"):
            assert effects[liked]["lower"] < effects[liked]["points"] < effects[liked]["upper"]
            assert effects[liked]["points"] > 0
        [english] = {row["styleElo"] for row in await rows(arena, "/api/v1/leaderboard?locale=en")}
        assert english is None


async def test_pairs_are_drawn_by_the_last_board_and_the_chance_is_kept(tmp_path: Path) -> None:
    """A new model is drawn by the board of those that were there before it."""
    file = tmp_path / "a.db"
    pairs = len(list(combinations(MODELS, 2)))
    async with served(file, *map(Quick, MODELS[:3])) as arena:
        votes = Votes(arena, await unlimited(arena))
        for _ in range(3):
            await votes.cast("tie")
        assert {round(chance, 6) for _, chance in await chances(arena)} == {round(1 / 3, 6)}
        for _ in range(15):
            await votes.cast("tie")
    async with served(file, *map(Quick, MODELS), clock=arena.clock) as arena:
        key = await unlimited(arena)
        for _ in range(30):
            await arena.create(key)
        drawn = (await chances(arena))[18:]
        assert len(drawn) == 30
        assert all(0.2 / pairs <= chance < 1 for _, chance in drawn)
        with_new = [chance for pair, chance in drawn if "slate" in pair]
        assert min(with_new) > 1 / pairs
        assert len(with_new) > 15
        assert all(chance < 1 / pairs for pair, chance in drawn if "slate" not in pair)


async def test_the_board_that_pairs_are_drawn_by_follows_the_votes_though_nobody_asks_for_one(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", *map(Quick, MODELS)) as arena:
        votes = Votes(arena, await unlimited(arena))
        stated: list[float] = []
        while len(set(stated)) < 3:
            assert len(stated) < 60, "no board was made anew"
            await votes.cast("A")
            stated = [round(chance, 6) for _, chance in await chances(arena)]
        assert stated[0] == round(1 / 6, 6)


async def test_a_model_that_fails_again_and_again_is_drawn_no_more_until_its_rest_is_over(tmp_path: Path) -> None:
    failing = Failing("onyx")
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt"), Quick("slate"), failing) as arena:
        key = await unlimited(arena)

        async def asked(battles: int) -> int:
            before = len(failing.asked)
            for _ in range(battles):
                await arena.settled(await arena.create(key), key)
            return len(failing.asked) - before

        assert await asked(25) == FAILURES
        arena.clock.advance(REST.total_seconds() - 1)
        assert await asked(10) == 0
        arena.clock.advance(1)
        assert await asked(25) == FAILURES
