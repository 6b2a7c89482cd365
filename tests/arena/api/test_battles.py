import asyncio
from pathlib import Path

import httpx
import pytest

from arena.engine.values import Tier
from tests.arena.api.served import Served, error_of, served
from tests.arena.engine.contestants import Broken, Cut, Failing, Held, Quick, Silent


async def test_a_battle_goes_from_its_creation_to_the_names(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        created = await arena.http.post("/api/v1/battles", json={"prompt": "Why?", "modality": "text"}, headers=key)
        battle_id = created.json()["data"]["id"]
        assert created.json() == {
            "data": {
                "id": battle_id,
                "status": "initializing",
                "pollUrl": f"/api/v1/battles/{battle_id}",
                "pollIntervalMs": 2000,
            }
        }

        battle = await arena.settled(battle_id, key)
        answer = "A first half, and a second one."
        branch = [
            {"role": "user", "content": "Why?", "messageIndex": 0},
            {"role": "assistant", "content": answer, "messageIndex": 1},
        ]
        comparison_id = battle["comparisons"][0]["id"]
        assert battle == {
            "id": battle_id,
            "status": "active",
            "responsesReady": True,
            "modality": "text",
            "title": "Why?",
            "turnCount": 1,
            "votedCount": 0,
            "createdAt": int(arena.clock.now().timestamp() * 1000),
            "comparisons": [
                {
                    "id": comparison_id,
                    "turnNumber": 1,
                    "status": "pending",
                    "responsesReady": True,
                    "modelA": "Model A",
                    "modelB": "Model B",
                    "responseA": answer,
                    "responseB": answer,
                    "vote": None,
                }
            ],
            "turns": [{"turnNumber": 1, "branchA": branch, "branchB": branch}],
            "errorCode": None,
            "errorMessage": None,
        }

        arena.clock.advance(30)
        voted = await arena.vote(battle_id, key, winner="both_bad", rating=2, criteria={"clarity": 5})
        revealed = voted.json()["data"]["modelsRevealed"]
        assert voted.json()["data"]["success"] is True
        assert set(revealed.values()) == {"Quartz Max", "Basalt Max"}

        (comparison,) = (await arena.poll(battle_id, key))["comparisons"]
        assert {"modelA": comparison["modelA"], "modelB": comparison["modelB"]} == revealed
        assert comparison["vote"] == {
            "winner": "both_bad",
            "feedback": None,
            "rating": 2,
            "criteria": {"clarity": 5},
            "createdAt": int(arena.clock.now().timestamp() * 1000),
            "blind": True,
            "leaked": False,
        }


async def test_no_answer_is_shown_before_both_are_whole(tmp_path: Path) -> None:
    slow = Held("basalt")
    quick = Quick("quartz")
    async with served(tmp_path / "a.db", quick, slow) as arena:
        key = await arena.key()
        battle_id = await arena.create(key)
        async with asyncio.timeout(5):
            await slow.began.wait()

        battle = await arena.poll(battle_id, key)
        assert battle["responsesReady"] is False
        assert battle["comparisons"][0]["responseA"] is None
        assert battle["comparisons"][0]["responseB"] is None
        assert [len(battle["turns"][0][branch]) for branch in ("branchA", "branchB")] == [1, 1]

        slow.release.set()
        battle = await arena.settled(battle_id, key)
        assert {battle["comparisons"][0]["responseA"], battle["comparisons"][0]["responseB"]} == {
            "Slowly but surely.",
            "A first half, and a second one.",
        }


async def test_a_vote_before_both_answers_are_ready_is_too_early(tmp_path: Path) -> None:
    slow = Held("basalt")
    async with served(tmp_path / "a.db", Quick("quartz"), slow) as arena:
        key = await arena.key()
        battle_id = await arena.create(key)
        arena.clock.advance(40)
        early = await arena.vote(battle_id, key)
        assert error_of(early) == (429, "TOO_EARLY")
        assert early.headers["Retry-After"] == "2"


async def test_a_vote_before_second_30_is_too_early_and_says_how_long_to_wait(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.create(key)
        await arena.settled(battle_id, key)
        arena.clock.advance(17.2)
        early = await arena.vote(battle_id, key)
        assert error_of(early) == (429, "TOO_EARLY")
        assert early.headers["Retry-After"] == "13"
        arena.clock.advance(12.8)
        assert (await arena.vote(battle_id, key)).status_code == 200


async def test_of_many_votes_at_once_exactly_one_is_taken(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.ready_for_vote(key)
        answers = await asyncio.gather(*(arena.vote(battle_id, key, winner=w) for w in ["A", "B", "tie"] * 7))
        accepted = [answer for answer in answers if answer.status_code == 200]
        assert len(accepted) == 1
        assert {error_of(answer) for answer in answers if answer not in accepted} == {(400, "VOTE_FAILED")}
        assert (await arena.poll(battle_id, key))["votedCount"] == 1


async def test_feedback_needs_a_vote_and_replaces_only_what_it_names(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.ready_for_vote(key)
        url = f"/api/v1/battles/{battle_id}/feedback"
        assert error_of(await arena.http.post(url, json={"rating": 4}, headers=key)) == (400, "VOTE_FAILED")
        await arena.vote(battle_id, key, feedback="A was shorter.", criteria={"accuracy": 2, "clarity": 3})
        nothings: list[dict[str, object]] = [{}, {"feedback": ""}, {"criteria": {}}]
        for nothing in nothings:
            assert error_of(await arena.http.post(url, json=nothing, headers=key)) == (400, "BAD_REQUEST")
        added = await arena.http.post(url, json={"rating": 4, "criteria": {"clarity": 5}}, headers=key)
        assert added.json() == {"data": {"success": True}}
        vote = (await arena.poll(battle_id, key))["comparisons"][0]["vote"]
        assert (vote["feedback"], vote["rating"]) == ("A was shorter.", 4)
        assert vote["criteria"] == {"accuracy": 2, "clarity": 5}


@pytest.mark.parametrize("kind", [Failing, Cut, Silent, Broken])
async def test_a_model_that_fails_ends_the_battle_in_words_that_name_nobody(
    tmp_path: Path, kind: type[Failing | Cut | Silent | Broken]
) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), kind("basalt")) as arena:
        key = await arena.key()
        battle = await arena.settled(await arena.create(key), key)
        assert battle["status"] == "failed"
        assert battle["responsesReady"] is False
        assert battle["errorCode"] == "GENERATION_FAILED"
        assert battle["errorMessage"] == "The models could not both answer. This battle cannot be voted on."
        assert battle["comparisons"][0]["responseA"] is None
        assert "asalt" not in str(battle)
        arena.clock.advance(30)
        assert error_of(await arena.vote(battle["id"], key)) == (400, "VOTE_FAILED")


async def test_a_failing_side_is_given_to_a_third_model(tmp_path: Path) -> None:
    failing = Failing("basalt")
    async with served(tmp_path / "a.db", Quick("quartz"), failing, Quick("marble")) as arena:
        key = await arena.key()
        while not failing.asked:  # it is drawn in two of three battles; the key's 100 battles end the loop
            battle_id = await arena.ready_for_vote(key)
            revealed = (await arena.vote(battle_id, key)).json()["data"]["modelsRevealed"]
            assert set(revealed.values()) == {"Quartz Max", "Marble Max"}


async def test_a_battle_belongs_to_the_key_that_made_it(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        mine, yours = await arena.key(), await arena.key()
        battle_id = await arena.ready_for_vote(mine)
        url = f"/api/v1/battles/{battle_id}"
        assert error_of(await arena.http.get(url, headers=yours)) == (404, "NOT_FOUND")
        assert error_of(await arena.vote(battle_id, yours)) == (404, "NOT_FOUND")
        said = await arena.http.post(f"{url}/feedback", json={"rating": 1}, headers=yours)
        assert error_of(said) == (404, "NOT_FOUND")
        assert (await arena.vote(battle_id, mine)).status_code == 200


@pytest.mark.parametrize("battle_id", ["nope", "0" * 32, "%00", "%ff", "a" * 5000])
async def test_an_unknown_battle_is_not_found(tmp_path: Path, battle_id: str) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        assert error_of(await arena.http.get(f"/api/v1/battles/{battle_id}", headers=key)) == (404, "NOT_FOUND")
        assert error_of(await arena.vote(battle_id, key)) == (404, "NOT_FOUND")


async def test_image_battles_are_not_supported_without_image_models(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        body = {"prompt": "A cat", "modality": "image"}
        assert error_of(await arena.http.post("/api/v1/battles", json=body, headers=key)) == (400, "NOT_SUPPORTED")


async def test_one_model_alone_runs_no_battles(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz")) as arena:
        key = await arena.key()
        refused = await arena.http.post("/api/v1/battles", json={"prompt": "Why?"}, headers=key)
        assert error_of(refused) == (400, "NOT_SUPPORTED")


async def test_a_caller_may_choose_one_model_or_both_and_no_others(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt"), Quick("agate")) as arena:
        key = await arena.key()

        async def create(*models: str) -> httpx.Response:
            return await arena.http.post("/api/v1/battles", json={"prompt": "Why?", "models": models}, headers=key)

        for chosen, names in ((["quartz", "agate"], {"Quartz Max", "Agate Max"}), (["basalt"], {"Basalt Max"})):
            battle_id = (await create(*chosen)).json()["data"]["id"]
            await arena.settled(battle_id, key)
            arena.clock.advance(30)
            revealed = (await arena.vote(battle_id, key)).json()["data"]["modelsRevealed"]
            assert names <= set(revealed.values())
        assert error_of(await create("quartz", "marble")) == (400, "NOT_SUPPORTED")
        for refused in ([], ["quartz", "quartz"], ["quartz", "basalt", "agate"]):
            assert (await create(*refused)).status_code == 400


async def test_only_votes_count_in_the_totals(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()

        async def totals(arena: Served) -> dict[str, int]:
            arena.clock.advance(60)  # what was told before is told for a minute
            counted: dict[str, int] = (await arena.http.get("/api/v1/stats")).json()["data"]
            return counted

        before = {
            "totalModels": 2,
            "totalTextModels": 2,
            "totalImageModels": 0,
            "totalTextVotes": 0,
            "totalImageVotes": 0,
            "totalVotes": 0,
        }
        battle_id = await arena.ready_for_vote(key)
        assert await totals(arena) == before
        await arena.vote(battle_id, key)
        assert await totals(arena) == before | {"totalTextVotes": 1, "totalVotes": 1}


async def test_models_are_listed_for_both_apis_without_a_key(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        listed = await arena.http.get("/api/v1/models?locale=fr")
        assert listed.json()["object"] == "list"
        assert listed.json()["data"][0] == {
            "id": "basalt",
            "name": "Basalt Max",
            "modelId": "basalt",
            "provider": "Basalt Works",
            "inputModalities": ["text"],
            "outputModalities": ["text"],
            "isPinned": False,
            "inputCostPer1M": None,
            "outputCostPer1M": None,
            "sampling": None,
            "sharesWeightsWith": None,
            "object": "model",
            "created": int(arena.clock.now().timestamp()),
            "owned_by": "Basalt Works",
        }
        available = await arena.http.get("/api/v1/models/availability")
        assert available.json()["data"][1] == {
            "name": "Quartz Max",
            "modelId": "quartz",
            "inputModalities": ["text"],
            "outputModalities": ["text"],
        }


async def test_each_answer_may_be_cached_as_long_as_the_page_says(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key(Tier.WRITE)
        battle_id = await arena.create(key)
        expected = {
            "/api/v1/models": "public, max-age=300",
            "/api/v1/models/availability": "public, max-age=300",
            "/api/v1/stats": "public, max-age=60",
            f"/api/v1/battles/{battle_id}": "no-store",
            "/api/v1/nothing": "no-store",
        }
        for path, cache in expected.items():
            assert (await arena.http.get(path, headers=key)).headers["Cache-Control"] == cache
