import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from arena.engine.values import Api, Tier
from tests.arena.api.served import bearer, error_of, served
from tests.arena.engine.contestants import Failing, Held, Quick

PROMPT = {"prompt": "Why?"}


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"Authorization": "Bearer mc_" + "0" * 32},
        {"Authorization": "Bearer mc_short"},
        {"Authorization": "Basic dXNlcjpwYXNz"},
        {"Authorization": "Bearer"},
        {"Authorization": b"Bearer \xff\xfe"},
    ],
)
async def test_a_missing_or_unknown_key_is_unauthorized_whatever_the_body(
    tmp_path: Path, header: dict[str, str | bytes]
) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        for body in (b'{"prompt": "Why?"}', b"not json"):
            answer = await arena.http.post("/api/v1/battles", content=body, headers=header)  # type: ignore[arg-type] # httpx takes bytes as values
            assert error_of(answer) == (401, "UNAUTHORIZED")
        assert error_of(await arena.http.get("/api/v1/battles/" + "0" * 32, headers=header)) == (401, "UNAUTHORIZED")  # type: ignore[arg-type] # the same


async def test_a_revoked_key_is_unauthorized_at_once(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle_id = await arena.create(key)
        (listed,) = await arena.keys.all()
        await arena.keys.revoke(listed.id)
        answer = await arena.http.get(f"/api/v1/battles/{battle_id}", headers=key)
        assert error_of(answer) == (401, "UNAUTHORIZED")


async def test_a_key_for_the_other_api_is_unauthorized(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = bearer(await arena.keys.create(tier=Tier.WRITE, api=Api.CONCURRED))
        assert key["Authorization"].startswith("Bearer ck_")
        answer = await arena.http.post("/api/v1/battles", json=PROMPT, headers=key)
        assert error_of(answer) == (401, "UNAUTHORIZED")


@pytest.mark.parametrize("tier", [Tier.STANDARD, Tier.READ])
async def test_standard_and_read_keys_may_poll_but_not_write(tmp_path: Path, tier: Tier) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key(tier)
        unknown = "/api/v1/battles/" + "0" * 32
        assert error_of(await arena.http.get(unknown, headers=key)) == (404, "NOT_FOUND")
        for path in ("/api/v1/battles", f"{unknown}/vote", f"{unknown}/feedback"):
            assert error_of(await arena.http.post(path, json=PROMPT, headers=key)) == (403, "FORBIDDEN")


async def test_lists_need_no_key_and_mind_no_strange_one(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        for header in ({}, bearer("sk-not-ours")):
            assert (await arena.http.get("/api/v1/models", headers=header)).status_code == 200


@pytest.mark.parametrize(
    ("tier", "limit"), [(Tier.ANONYMOUS, 120), (Tier.STANDARD, 120), (Tier.READ, 600), (Tier.WRITE, 600)]
)
async def test_each_tier_has_its_requests_a_minute(tmp_path: Path, tier: Tier, limit: int) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = {} if tier is Tier.ANONYMOUS else await arena.key(tier)
        for _ in range(limit):
            assert (await arena.http.get("/api/v1/models/availability", headers=key)).status_code == 200
            arena.clock.advance(0.05)
        late = await arena.http.get("/api/v1/models/availability", headers=key)
        assert error_of(late) == (429, "RATE_LIMITED")
        wait = int(late.headers["Retry-After"])
        assert wait == 60 - limit * 0.05
        arena.clock.advance(wait)
        assert (await arena.http.get("/api/v1/models/availability", headers=key)).status_code == 200


async def test_one_key_that_is_too_fast_slows_no_other(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        fast, calm = await arena.key(Tier.STANDARD), await arena.key(Tier.STANDARD)
        answers = [await arena.http.get("/api/v1/models", headers=fast) for _ in range(121)]
        assert error_of(answers[-1]) == (429, "RATE_LIMITED")
        assert (await arena.http.get("/api/v1/models", headers=calm)).status_code == 200
        assert (await arena.http.get("/api/v1/models")).status_code == 200


async def test_concurrent_creations_at_the_edge_of_the_quota_stop_exactly_there(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key(battles_per_day=5)
        creations = [arena.http.post("/api/v1/battles", json=PROMPT, headers=key) for _ in range(20)]
        answers = await asyncio.gather(*creations)
        refused = [answer for answer in answers if answer.status_code != 200]
        assert len(refused) == 15
        assert {error_of(answer) for answer in refused} == {(429, "QUOTA_EXCEEDED")}


async def test_the_quota_window_rolls_from_its_first_battle_and_outlives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    async with served(file, Quick("quartz"), Quick("basalt")) as arena:
        key, clock = await arena.key(battles_per_day=2), arena.clock
        await arena.settled(await arena.create(key), key)
        clock.advance(timedelta(hours=23).total_seconds())
        await arena.settled(await arena.create(key), key)

    async with served(file, Quick("quartz"), Quick("basalt"), clock=clock) as arena:
        refused = await arena.http.post("/api/v1/battles", json=PROMPT, headers=key)
        assert error_of(refused) == (429, "QUOTA_EXCEEDED")
        assert refused.headers["Retry-After"] == "3600"
        clock.advance(3599)
        assert (await arena.http.post("/api/v1/battles", json=PROMPT, headers=key)).status_code == 429
        clock.advance(1)
        await arena.create(key)
        clock.advance(timedelta(hours=23).total_seconds())
        await arena.create(key)
        refused = await arena.http.post("/api/v1/battles", json=PROMPT, headers=key)
        assert refused.headers["Retry-After"] == "3600"


async def test_a_refused_request_uses_no_quota(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key(battles_per_day=1)
        for bad in ({"prompt": ""}, {"prompt": "x" * 10_001}, {"prompt": "A cat", "modality": "image"}):
            assert (await arena.http.post("/api/v1/battles", json=bad, headers=key)).status_code == 400
        await arena.create(key)


async def test_a_battle_in_which_nothing_was_written_is_given_back(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Failing("quartz"), Failing("basalt")) as arena:
        key = await arena.key(battles_per_day=1)
        for _ in range(3):
            battle = await arena.settled(await arena.create(key), key)
            assert battle["errorCode"] == "GENERATION_FAILED"


async def test_a_battle_in_which_one_side_wrote_is_spent(tmp_path: Path) -> None:
    held = Held("quartz")
    async with served(tmp_path / "a.db", held, Quick("basalt")) as arena:
        key = await arena.key(battles_per_day=1)
        battle_id = await arena.create(key)
        async with asyncio.timeout(5):
            await held.began.wait()
        arena.clock.advance(600)
        battle = await arena.settled(battle_id, key)
        assert battle["errorCode"] == "GENERATION_TIMED_OUT"
        refused = await arena.http.post("/api/v1/battles", json=PROMPT, headers=key)
        assert error_of(refused) == (429, "QUOTA_EXCEEDED")
