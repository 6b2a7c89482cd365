"""Programs that were written for Concurred run against the house unchanged: only address and key are others."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import openai
import pytest

from tests.arena.api.named import house
from tests.arena.engine.contestants import Brush, Quick
from tests.arena.engine.fights.fighters import Fighter, voting_for

EXAMPLE = Path(__file__).parents[1] / "wire" / "concurred" / "examples" / "fight-sdk-example.py.txt"
QUESTION = "What is the best programming language?"
SECONDS = 30


async def test_the_reference_pages_own_python_program_prints_a_fight(tmp_path: Path) -> None:
    models = [Fighter(slug, voting_for("grok says")) for slug in ("claude", "gpt", "grok", "gemini")]
    async with house(tmp_path, *models) as (arena, key):
        program = EXAMPLE.read_text(encoding="utf-8")
        for here, there in (("https://concurred.ai", str(arena.http.base_url)), ("YOUR_API_KEY", key["X-API-Key"])):
            assert here in program
            program = program.replace(here, there)
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=PIPE, stderr=PIPE)
        async with asyncio.timeout(SECONDS):
            out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    said = [f"{slug}: {slug} says so...." for slug in ("claude", "gpt", "grok", "gemini")]
    assert out.decode().splitlines() == [*said, *said, "Winner: grok"]


async def test_the_openai_sdk_works_unchanged(tmp_path: Path) -> None:
    async with (
        house(tmp_path, Quick("claude"), Brush("ochre")) as (arena, key),
        openai.AsyncOpenAI(api_key=key["X-API-Key"], base_url=f"{arena.http.base_url}/api/v1", max_retries=0) as client,
    ):
        whole = await client.chat.completions.create(
            model="claude", messages=[{"role": "user", "content": QUESTION}], temperature=0.3, max_tokens=50
        )
        assert whole.choices[0].message.content == "A first half, and a second one."
        assert whole.choices[0].finish_reason == "stop"
        assert whole.usage is not None
        assert whole.usage.total_tokens == 11

        stream = await client.chat.completions.create(
            model="claude",
            messages=[{"role": "system", "content": "Be brief."}, {"role": "user", "content": QUESTION}],
            stream=True,
        )
        pieces = [chunk.choices[0].delta.content or "" async for chunk in stream]
        assert "".join(pieces) == "A first half, and a second one."

        assert [model.id async for model in client.models.list()] == ["claude", "ochre"]
        with pytest.raises(openai.BadRequestError) as unknown:
            await client.chat.completions.create(model="gpt", messages=[{"role": "user", "content": QUESTION}])
        assert unknown.value.code == "INVALID_MODEL"
        with pytest.raises(openai.AuthenticationError):
            await client.with_options(api_key="ck_" + "0" * 32).chat.completions.create(
                model="claude", messages=[{"role": "user", "content": QUESTION}]
            )
