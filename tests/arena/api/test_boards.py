"""Boards over HTTP: what counts, what does not, and for how long an answer is good."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.arena.api.served import Served, error_of, served, unlimited
from tests.arena.engine.contestants import Quick

BOARDS = (
    "/api/v1/leaderboard",
    "/api/v1/leaderboard?locale=en",
    "/api/v1/leaderboard/image",
    "/api/v1/leaderboard/categories",
    "/api/v1/leaderboard/head-to-head",
    "/api/v1/leaderboard/locales",
)
BAD_PARAMETERS = [
    ("leaderboard?category=coding", "The parameter category needs the parameter locale beside it."),
    ("leaderboard?locale=en&category=cooking", "The parameter category must be one of"),
    ("leaderboard?locale=english", "The parameter locale"),
    ("leaderboard?locale=", "The parameter locale"),
    ("leaderboard?locale=%ff%fe", "The parameter locale"),
    ("leaderboard?days=0", "The parameter days must be 1 or more."),
    ("leaderboard/image?days=91", "The parameter days must be 90 or less."),
    ("leaderboard/head-to-head?days=week", "The parameter days must be a whole number."),
    ("leaderboard/image?locale=e", "The parameter locale"),
    ("leaderboard/categories?locale=../..", "The parameter locale"),
    ("leaderboard/head-to-head?modality=smell", "The parameter modality must be one of 'text' or 'image'."),
    ("leaderboard/head-to-head?localeMode=near", "The parameter localeMode must be one of"),
    ("leaderboard/locales?modality=1", "The parameter modality must be one of 'text' or 'image'."),
    ("suggestions?modality=", "The parameter modality must be one of 'text' or 'image'."),
    ("suggestions?locale=12", "The parameter locale"),
    ("models?locale=!", "The parameter locale"),
    ("models/quartz/comparisons?limit=0", "The parameter limit must be 1 or more."),
    ("models/quartz/comparisons?limit=51", "The parameter limit must be 50 or less."),
    ("votes/recent?limit=ten", "The parameter limit must be a whole number."),
    ("votes/recent?limit=2.5", "The parameter limit must be a whole number."),
    ("votes/feedback?limit=-1", "The parameter limit must be 1 or more."),
    ("votes/feedback?cursor=eyJ", "The cursor is not one of this list; begin without one."),
]
A_WHILE = 300
"""Seconds after which every board is made anew."""


@dataclass
class Votes:
    """Casts votes and counts what they should come to."""

    arena: Served
    key: dict[str, str]
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    async def cast(self, winner: str, *, prompt: str = "Why is the sky blue?", locale: str = "en") -> str:
        body = {"prompt": prompt, "locale": locale}
        created = await self.arena.http.post("/api/v1/battles", json=body, headers=self.key)
        battle_id: str = created.json()["data"]["id"]
        await self.arena.settled(battle_id, self.key)
        self.arena.clock.advance(30)
        voted = await self.arena.vote(battle_id, self.key, winner=winner)
        names = voted.json()["data"]["modelsRevealed"]
        for side, other in (("A", "B"), ("B", "A")):
            outcome = "wins" if winner == side else "losses" if winner == other else "ties"
            self.counts.setdefault(names[f"model{side}"], Counter())[outcome] += 1
        return battle_id


async def rows(arena: Served, path: str) -> list[dict[str, Any]]:
    """The board as it is made now."""
    arena.clock.advance(A_WHILE)
    answer = await arena.http.get(path)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


async def test_a_board_counts_every_vote_and_orders_by_rating(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt"), Quick("onyx")) as arena:
        votes = Votes(arena, await unlimited(arena))
        for winner in ("A", "B", "A", "tie", "both_bad", "A", "B", "A"):
            await votes.cast(winner)
        board = await rows(arena, "/api/v1/leaderboard")
        shown = {row["modelName"]: {name: row[name] for name in ("wins", "losses", "ties")} for row in board}
        expected = {
            name: {outcome: counted[outcome] for outcome in ("wins", "losses", "ties")}
            for name, counted in votes.counts.items()
        }
        assert shown == expected
        assert [row["eloRating"] for row in board] == sorted((row["eloRating"] for row in board), reverse=True)
        for row in board:
            assert row["totalVotes"] == row["wins"] + row["losses"] + row["ties"]
            decided = row["wins"] + row["losses"]
            assert row["winRate"] == (round(row["wins"] / decided, 3) if decided else None)
            assert row["valueScore"] is row["inputCostPer1M"] is row["outputCostPer1M"] is None
        assert sum(row["bothBad"] for row in board) == 2
        assert await rows(arena, "/api/v1/leaderboard/image") == []


async def test_locales_are_boards_of_their_own(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        votes = Votes(arena, await unlimited(arena))
        for locale in ("en", "en", "pt-BR", "pt_pt", "fr"):
            await votes.cast("tie", locale=locale)

        async def ties(query: str) -> list[int]:
            return [row["ties"] for row in await rows(arena, f"/api/v1/leaderboard{query}")]

        assert await ties("") == [5, 5]
        assert await ties("?locale=en") == [2, 2]
        assert await ties("?locale=PT_br") == [1, 1]
        assert await ties("?locale=pt") == await ties("?locale=de") == []
        arena.clock.advance(A_WHILE)
        locales = (await arena.http.get("/api/v1/leaderboard/locales")).json()["data"]
        assert locales == {"text": ["en", "fr", "pt-BR", "pt-PT"], "image": []}
        only = await arena.http.get("/api/v1/leaderboard/locales?modality=image")
        assert only.json() == {"data": {"image": []}}

        async def met(query: str) -> int:
            return sum(row["totalVotes"] for row in await rows(arena, f"/api/v1/leaderboard/head-to-head{query}"))

        assert await met("") == 5
        assert await met("?modality=image") == 0
        assert await met("?locale=pt") == await met("?locale=pt&localeMode=exact") == 0
        assert await met("?locale=pt-BR&localeMode=language") == await met("?locale=pt&localeMode=language") == 2
        assert await met("?locale=pt-BR&localeMode=hybrid") == 1
        assert await met("?locale=pt&localeMode=hybrid") == await met("?locale=pt-AO&localeMode=hybrid") == 2


async def test_a_battle_counts_in_every_category_of_its_prompt(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        votes = Votes(arena, await unlimited(arena))
        await votes.cast("A", prompt="Write a Python program that finds prime numbers", locale="fr")
        await votes.cast("B", prompt="What is 17 * 23?")
        await votes.cast("tie", prompt="Hello there")
        boards = {
            board["category"]: [row["totalVotes"] for row in board["rankings"]]
            for board in await rows(arena, "/api/v1/leaderboard/categories")
        }
        assert boards == {"coding": [1, 1], "mathematics": [2, 2]}
        french = await rows(arena, "/api/v1/leaderboard/categories?locale=fr")
        assert [board["category"] for board in french] == ["coding", "mathematics"]
        math = await rows(arena, "/api/v1/leaderboard?locale=fr&category=mathematics")
        assert [row["totalVotes"] for row in math] == [1, 1]
        assert await rows(arena, "/api/v1/leaderboard?locale=fr&category=long-prompt") == []


async def test_head_to_head_shows_both_sides_of_every_meeting(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        votes = Votes(arena, await unlimited(arena))
        for winner in ("A", "A", "B", "tie", "both_bad"):
            await votes.cast(winner)
        [row] = await rows(arena, "/api/v1/leaderboard/head-to-head")
        wins = {name: counted["wins"] for name, counted in votes.counts.items()}
        assert {row["modelA"]: row["winsA"], row["modelB"]: row["winsB"]} == {
            name: wins[name] for name in ("Quartz Max", "Basalt Max")
        }
        assert (row["ties"], row["totalVotes"]) == (2, 5)
        assert row["winRateA"] == round(row["winsA"] / 3, 3)


async def test_a_board_of_the_last_days_counts_what_was_voted_in_them(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        votes = Votes(arena, await unlimited(arena))
        day = timedelta(days=1).total_seconds()
        for winner in ("A", "tie"):
            await votes.cast(winner, prompt="What is 17 * 23?")
        arena.clock.advance(20 * day)
        await votes.cast("both_bad", locale="fr")
        arena.clock.advance(6 * day)

        async def voted(path: str) -> int:
            votes_twice = [int(row["totalVotes"]) for row in await rows(arena, f"/api/v1/leaderboard{path}")]
            return sum(votes_twice) // 2

        assert [await voted(query) for query in ("", "?days=30", "?days=7", "?days=5")] == [3, 3, 1, 0]
        assert [await voted(f"?locale=fr{query}") for query in ("", "&days=30", "&days=5")] == [1, 1, 0]
        assert await voted("/image?days=7") == 0
        [meeting] = await rows(arena, "/api/v1/leaderboard/head-to-head?days=7")
        assert (meeting["ties"], meeting["totalVotes"]) == (1, 1)
        assert len(await rows(arena, "/api/v1/leaderboard/categories?days=30")) == 1
        assert await rows(arena, "/api/v1/leaderboard/categories?days=7") == []
        [row, _] = await rows(arena, "/api/v1/leaderboard?days=7")
        assert (row["bothBad"], row["styleElo"]) == (1, None)
        arena.clock.advance(day)
        assert await voted("?days=7") == 0


async def test_a_board_that_cannot_be_rated_stays_as_it_was_with_its_age(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        votes = Votes(arena, await unlimited(arena))
        await votes.cast("A")
        good = await arena.http.get("/api/v1/leaderboard")
        await votes.cast("B")
        with monkeypatch.context() as patched:
            patched.setattr("arena.ratings.fitting._STEPS", 0)
            for seconds, age in ((30, 60), (30, 90), (30, 120)):
                arena.clock.advance(seconds)
                stale = await arena.http.get("/api/v1/leaderboard")
                assert stale.content == good.content
                assert (stale.headers["Cache-Control"], stale.headers["Age"]) == ("public, max-age=60", str(age))
            never_made = await arena.http.get("/api/v1/leaderboard?days=7")
            assert error_of(never_made) == (500, "INTERNAL_ERROR")
            assert "No vote is lost" in never_made.json()["error"]["message"]
        assert [row["totalVotes"] for row in await rows(arena, "/api/v1/leaderboard")] == [2, 2]


async def test_an_open_battle_changes_no_byte_anywhere(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        votes = Votes(arena, await unlimited(arena))
        voted = await votes.cast("A")
        await arena.http.post(f"/api/v1/battles/{voted}/feedback", json={"feedback": "Clear."}, headers=votes.key)
        paths = (
            *BOARDS,
            "/api/v1/models",
            "/api/v1/models/quartz",
            "/api/v1/models/quartz/comparisons",
            "/api/v1/votes/recent",
            "/api/v1/votes/feedback",
            "/api/v1/stats",
            "/api/v1/suggestions",
        )

        async def everything() -> list[bytes]:
            arena.clock.advance(A_WHILE)
            return [(await arena.http.get(path)).content for path in paths]

        before = await everything()
        await arena.ready_for_vote(votes.key)
        assert await everything() == before


async def test_only_the_vote_that_reveals_a_battle_counts(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        votes = Votes(arena, await unlimited(arena))
        battle_id = await votes.cast("A")
        url = f"/api/v1/battles/{battle_id}"
        assert (await arena.http.post(f"{url}/continue", json={"prompt": "And?"}, headers=votes.key)).status_code == 200
        await arena.settled(battle_id, votes.key)
        arena.clock.advance(30)
        assert (await arena.vote(battle_id, votes.key, winner="B", feedback="Seen!")).status_code == 200
        assert [row["totalVotes"] for row in await rows(arena, "/api/v1/leaderboard")] == [1, 1]
        assert await rows(arena, "/api/v1/votes/recent") == []


async def test_a_board_is_made_anew_when_its_minute_is_over_and_not_before(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        votes = Votes(arena, await unlimited(arena))
        empty = await arena.http.get("/api/v1/leaderboard")
        await votes.cast("A")  # takes 30 seconds
        arena.clock.advance(29)
        kept = await arena.http.get("/api/v1/leaderboard")
        assert kept.content == empty.content
        assert (kept.headers["Cache-Control"], kept.headers["Age"]) == ("public, max-age=60", "59")
        arena.clock.advance(1)
        fresh = await arena.http.get("/api/v1/leaderboard")
        assert fresh.headers["Age"] == "0"
        assert len(fresh.json()["data"]) == 2


async def test_counts_outlive_a_restart_and_a_models_leaving(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    async with served(file, Quick("quartz"), Quick("basalt")) as arena:
        await Votes(arena, await unlimited(arena)).cast("A")
    async with served(file, Quick("onyx"), Quick("quartz")) as arena:
        assert {row["modelName"] for row in await rows(arena, "/api/v1/leaderboard")} == {"Quartz Max", "Basalt Max"}
        [meeting] = await rows(arena, "/api/v1/leaderboard/head-to-head")
        assert {meeting["modelA"], meeting["modelB"]} == {"Quartz Max", "Basalt Max"}


async def test_a_parameter_that_makes_no_sense_gets_one_plain_sentence(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        for query, sentence in BAD_PARAMETERS:
            answer = await arena.http.get(f"/api/v1/{query}")
            assert error_of(answer) == (400, "BAD_REQUEST"), query
            assert sentence in answer.json()["error"]["message"], query
            assert answer.headers["Cache-Control"] == "no-store"
