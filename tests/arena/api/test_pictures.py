"""Image battles: what is shown, and what is not."""

import asyncio
import io
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.arena.api.served import Served, error_of, served
from tests.arena.api.test_blindness import assert_blind, every_byte, everything_before_the_vote
from tests.arena.engine.contestants import BrokenBrush, Brush, HeldBrush, Quick

CAT = {"prompt": "A cat", "modality": "image"}


async def paint(arena: Served, key: dict[str, str]) -> str:
    answer = await arena.http.post("/api/v1/battles", json=CAT, headers=key)
    assert answer.status_code == 200, answer.text
    battle_id: str = answer.json()["data"]["id"]
    return battle_id


def addresses(battle: dict[str, Any]) -> list[Any]:
    (comparison,) = battle["comparisons"]
    return [comparison["responseA"], comparison["responseB"]]


async def test_an_image_battle_shows_two_pictures_of_one_size_without_a_word_in_them(tmp_path: Path) -> None:
    chalk, ochre = Brush("chalk", size=(64, 900), colour="navy"), Brush("ochre", size=(2000, 1500), colour="red")
    async with served(tmp_path / "a.db", chalk, ochre, Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle = await arena.settled(await paint(arena, key), key)
        assert (battle["modality"], battle["status"]) == ("image", "active")
        assert chalk.asked == ochre.asked == ["A cat"]
        pictures = []
        for address in addresses(battle):
            base, _, name = address.rpartition("/")
            assert base == f"{arena.http.base_url}/api/v1/images"
            assert len(name) == 32
            pictures.append(await arena.http.get(address))  # without a key
        for picture in pictures:
            assert picture.headers["Content-Type"] == "image/webp"
            assert picture.headers["Cache-Control"] == "no-store"
            assert picture.headers["X-Content-Type-Options"] == "nosniff"
            with Image.open(io.BytesIO(picture.content)) as image:
                assert (image.format, image.size, image.mode) == ("WEBP", (1024, 1024), "RGB")
                assert not {"exif", "icc_profile", "xmp"} & set(image.info)
        assert [dict(picture.headers) | {"content-length": "", "date": ""} for picture in pictures[:1]] == [
            dict(picture.headers) | {"content-length": "", "date": ""} for picture in pictures[1:]
        ]
        branches = [battle["turns"][0][branch][1]["content"] for branch in ("branchA", "branchB")]
        assert branches == addresses(battle)
        assert_blind([*pictures, *await everything_before_the_vote(arena, key, battle["id"])], chalk, ochre)  # type: ignore[arg-type] # a brush has a card too

        arena.clock.advance(30)
        voted = await arena.vote(battle["id"], key)
        assert set(voted.json()["data"]["modelsRevealed"].values()) == {"Chalk Max", "Ochre Max"}
        assert addresses(await arena.poll(battle["id"], key)) == addresses(battle)
        assert [(await arena.http.get(address)).content for address in addresses(battle)] == [
            picture.content for picture in pictures
        ]


async def test_no_picture_can_be_found_before_both_are_ready(tmp_path: Path) -> None:
    slow = HeldBrush("ochre")
    async with served(tmp_path / "a.db", Brush("chalk"), slow) as arena:
        key = await arena.key()
        battle_id = await paint(arena, key)
        async with asyncio.timeout(5):
            await slow.began.wait()
        half_way = await arena.poll(battle_id, key)
        assert addresses(half_way) == [None, None]
        assert "images" not in str(half_way)
        slow.release.set()
        assert None not in addresses(await arena.settled(battle_id, key))


async def test_a_painter_that_fails_is_replaced_and_the_failure_named_by_nobody(tmp_path: Path) -> None:
    broken = BrokenBrush("ochre")
    async with served(tmp_path / "a.db", Brush("chalk"), broken, Brush("sepia")) as arena:
        key = await arena.key()
        while not broken.asked:  # it is drawn in two of three battles; the key's 100 battles end the loop
            assert (await arena.settled(await paint(arena, key), key))["responsesReady"]


async def test_two_painters_that_fail_end_the_battle_and_give_it_back(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", BrokenBrush("chalk"), BrokenBrush("ochre")) as arena:
        key = await arena.key(battles_per_day=1)
        for _ in range(2):
            battle = await arena.settled(await paint(arena, key), key)
            assert (battle["errorCode"], addresses(battle)) == ("GENERATION_FAILED", [None, None])
            assert "halk" not in str(battle)


async def test_text_battles_draw_no_painters_and_image_battles_no_writers(tmp_path: Path) -> None:
    models = Quick("quartz"), Quick("basalt"), Brush("chalk"), Brush("ochre")
    async with served(tmp_path / "a.db", *models) as arena:
        key = await arena.key()
        for _ in range(6):
            await arena.settled(await arena.create(key), key)
            await arena.settled(await paint(arena, key), key)
        assert [len(model.asked) for model in models] == [6, 6, 6, 6]
        totals = (await arena.http.get("/api/v1/stats")).json()["data"]
        assert (totals["totalModels"], totals["totalTextModels"], totals["totalImageModels"]) == (4, 2, 2)


async def test_image_votes_are_counted_apart(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Brush("chalk"), Brush("ochre"), Quick("quartz"), Quick("basalt")) as arena:
        key = await arena.key()
        battle = await arena.settled(await paint(arena, key), key)
        arena.clock.advance(30)
        await arena.vote(battle["id"], key)
        totals = (await arena.http.get("/api/v1/stats")).json()["data"]
        assert (totals["totalTextVotes"], totals["totalImageVotes"]) == (0, 1)


@pytest.mark.parametrize("name", ["0" * 32, "nope", "%00", "..%2F..%2Fetc", "A" * 32, "0" * 5000])
async def test_a_picture_that_is_not_there_is_not_found(tmp_path: Path, name: str) -> None:
    async with served(tmp_path / "a.db", Brush("chalk"), Brush("ochre")) as arena:
        assert error_of(await arena.http.get(f"/api/v1/images/{name}")) == (404, "NOT_FOUND")


async def test_addresses_of_pictures_are_those_the_caller_knows_the_arena_by(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Brush("chalk"), Brush("ochre")) as arena:
        key = await arena.key()
        battle_id = await paint(arena, key)
        await arena.settled(battle_id, key)
        answer: httpx.Response = await arena.http.get(
            f"/api/v1/battles/{battle_id}", headers=key | {"Host": "arena.example:8443"}
        )
        assert addresses(answer.json()["data"])[0].startswith("http://arena.example:8443/api/v1/images/")
        assert b"Chalk" not in every_byte(answer)
