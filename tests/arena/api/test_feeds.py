"""Feeds over HTTP: votes with comments, and the battles of a model."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.arena.api.served import Served, error_of, served, unlimited
from tests.arena.engine.contestants import Quick


class Odd(Quick):
    """A model whose name needs quoting in an address."""

    def __init__(self) -> None:
        super().__init__("odd")
        object.__setattr__(self.card, "name", "Acme/Odd? 100% #1")


async def voted(arena: Served, key: dict[str, str], **said: object) -> str:
    battle_id = await arena.ready_for_vote(key)
    assert (await arena.vote(battle_id, key, **said)).status_code == 200
    return battle_id


async def pages(arena: Served, limit: int) -> list[list[dict[str, Any]]]:
    """The feedback feed from its first page to its last."""
    found: list[list[dict[str, Any]]] = []
    cursor: str | None = None
    while True:
        query = f"?limit={limit}" + (f"&cursor={quote(cursor)}" if cursor else "")
        body = (await arena.http.get(f"/api/v1/votes/feedback{query}")).json()
        found.append(body["data"])
        cursor = body["pagination"]["nextCursor"]
        assert body["pagination"]["hasMore"] is (cursor is not None)
        if cursor is None:
            return found


async def test_only_votes_with_a_comment_are_in_the_feed_and_nobodys_identity(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await unlimited(arena)
        silent = await voted(arena, key, winner="B", rating=4)
        told = await voted(arena, key, winner="A", feedback="A was clearer.")
        answer = await arena.http.get("/api/v1/votes/recent")
        [vote] = answer.json()["data"]
        comparison = (await arena.poll(told, key))["comparisons"][0]
        assert vote == {
            "_id": comparison["id"],
            "_creationTime": comparison["vote"]["createdAt"],
            "winner": "A",
            "userLocale": "en",
            "prompt": "Why is the sky blue?",
            "modality": "text",
            "feedback": "A was clearer.",
            "hasFeedback": True,
        }
        stored = [said for row in await arena.keys.all() for said in (row.owner, row.id)]
        for feed in ("votes/recent", "votes/feedback", "models/quartz/comparisons"):
            body = (await arena.http.get(f"/api/v1/{feed}")).text
            assert not any(identity in body for identity in [*stored, told, silent])

        arena.clock.advance(15)
        await arena.http.post(f"/api/v1/battles/{silent}/feedback", json={"feedback": "Late."}, headers=key)
        feed = (await arena.http.get("/api/v1/votes/recent")).json()["data"]
        assert [vote["feedback"] for vote in feed] == ["A was clearer.", "Late."]


async def test_pages_hold_every_vote_once_even_while_new_ones_come(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await unlimited(arena)
        for number in range(7):
            await voted(arena, key, feedback=f"No. {number}")
        whole = [vote["feedback"] for page in await pages(arena, 50) for vote in page]
        assert whole == [f"No. {number}" for number in reversed(range(7))]
        by_three = await pages(arena, 3)
        assert [len(page) for page in by_three] == [3, 3, 1]
        assert [vote["feedback"] for page in by_three for vote in page] == whole

        arena.clock.advance(15)
        first = (await arena.http.get("/api/v1/votes/feedback?limit=3")).json()
        await voted(arena, key, feedback="No. 7")
        second = await arena.http.get(
            "/api/v1/votes/feedback", params={"limit": 3, "cursor": first["pagination"]["nextCursor"]}
        )
        assert [vote["feedback"] for vote in second.json()["data"]] == ["No. 3", "No. 2", "No. 1"]


async def test_a_cursor_outlives_a_restart_and_no_other_arena_takes_it(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    async with served(file, Quick("quartz"), Quick("basalt")) as arena:
        key = await unlimited(arena)
        for number in range(3):
            await voted(arena, key, feedback=f"No. {number}")
        first = (await arena.http.get("/api/v1/votes/feedback?limit=1")).json()
        cursor = first["pagination"]["nextCursor"]
        clock = arena.clock
    async with served(file, Quick("quartz"), Quick("basalt"), clock=clock) as arena:
        again = await arena.http.get("/api/v1/votes/feedback", params={"cursor": cursor})
        assert [vote["feedback"] for vote in again.json()["data"]] == ["No. 1", "No. 0"]
    async with served(tmp_path / "b.db", Quick("quartz"), Quick("basalt")) as other:
        refused = await other.http.get("/api/v1/votes/feedback", params={"cursor": cursor})
        assert error_of(refused) == (400, "BAD_REQUEST")
        for tampered in (cursor[:-1], cursor + "A", cursor.swapcase(), "", "null", "\x00", "x" * 5_000):
            refused = await other.http.get("/api/v1/votes/feedback", params={"cursor": tampered})
            assert error_of(refused) == (400, "BAD_REQUEST"), tampered[:20]


async def test_a_model_is_found_by_slug_and_by_display_name(tmp_path: Path) -> None:
    odd = Odd()
    async with served(tmp_path / "a.db", odd, Quick("basalt")) as arena:
        key = await unlimited(arena)
        await voted(arena, key, winner="tie")
        for name in ("odd", odd.card.name):
            found = (await arena.http.get(f"/api/v1/models/{quote(name, safe='')}")).json()["data"]
            assert (found["modelId"], found["name"]) == ("odd", "Acme/Odd? 100% #1")
            path = f"/api/v1/models/{quote(name, safe='')}/comparisons"
            [comparison] = (await arena.http.get(path)).json()["data"]
            assert {comparison["modelA"], comparison["modelB"]} == {odd.card.name, "Basalt Max"}
            assert comparison["winner"] == "tie"
            assert comparison["responseA"] == comparison["responseB"] == "A first half, and a second one."


async def test_comparisons_are_of_that_model_alone_and_the_newest_come_first(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt"), Quick("onyx")) as arena:
        key = await unlimited(arena)
        met: list[str] = []
        for _ in range(8):
            battle = await arena.poll(await voted(arena, key), key)
            comparison = battle["comparisons"][0]
            if "Onyx Max" in (comparison["modelA"], comparison["modelB"]):
                met.insert(0, comparison["id"])
        listed = (await arena.http.get("/api/v1/models/onyx/comparisons")).json()["data"]
        assert [comparison["_id"] for comparison in listed] == met
        few = (await arena.http.get("/api/v1/models/onyx/comparisons?limit=1")).json()["data"]
        assert [comparison["_id"] for comparison in few] == met[:1]


async def test_a_former_model_keeps_its_comparisons(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    async with served(file, Quick("quartz"), Quick("basalt")) as arena:
        await voted(arena, await unlimited(arena))
    async with served(file, Quick("quartz"), Quick("onyx")) as arena:
        for name in ("basalt", "Basalt Max"):
            assert len((await arena.http.get(f"/api/v1/models/{name}/comparisons")).json()["data"]) == 1
            assert error_of(await arena.http.get(f"/api/v1/models/{name}")) == (404, "NOT_FOUND")


async def test_an_unknown_model_is_not_found(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        for name in ("nobody", "%00", "..%2F..", "a%2Fb", "%F0%9F%A4%96", "x" * 3_000, "%ff%fe"):
            for path in (f"/api/v1/models/{name}", f"/api/v1/models/{name}/comparisons"):
                assert error_of(await arena.http.get(path)) == (404, "NOT_FOUND"), name[:20]


async def test_each_feed_is_kept_as_long_as_the_page_says(tmp_path: Path) -> None:
    expected = {
        "leaderboard": 60,
        "leaderboard/image": 60,
        "leaderboard/categories": 60,
        "leaderboard/head-to-head": 60,
        "leaderboard/locales": 300,
        "models": 300,
        "models/availability": 300,
        "models/quartz": 300,
        "models/quartz/comparisons": 30,
        "votes/recent": 15,
        "votes/feedback": 15,
        "stats": 60,
        "suggestions": 300,
    }
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        for path, seconds in expected.items():
            answer = await arena.http.get(f"/api/v1/{path}")
            assert answer.headers["Cache-Control"] == f"public, max-age={seconds}", path
