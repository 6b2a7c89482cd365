"""The arena as operators and strangers use it: its own process, a shell, a kill."""

import asyncio
import base64
import io
import shutil
from asyncio.subprocess import PIPE
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from arena.engine.keys import KeyRing
from arena.engine.values import Tier
from bot.house import utc_now
from storage.arena.keys import KeyTable
from storage.database import open_database
from tests.arena.api.process import arena_command, serving_process
from tests.arena.api.served import bearer
from tests.arena.providers.foreign import DONE, ForeignEndpoint, Play, delta
from tests.support.commands import executed
from tests.support.database import database_url, migrated_database
from tests.support.serving import serve

PATIENCE = 30
MODELS = """
[[models]]
name = "Quartz Max"
model = "quartz-1"
base_url = "{url}/v1"

[[models]]
name = "Basalt Max"
model = "basalt-1"
base_url = "{url}/v1"
"""

QUICKSTART = r"""
# 1. Create a battle (write-tier key required)
RESPONSE=$(curl -s -X POST "$BASE_URL/api/v1/battles" \
-H "Authorization: Bearer $API_KEY" \
-H "Content-Type: application/json" \
-d '{"prompt": "Explain quantum entanglement simply.", "modality": "text"}')
BATTLE_ID=$(echo "$RESPONSE" | jq -r '.data.id')
START=$(date +%s)
# 2. Poll until both responses are ready
while true; do
BATTLE=$(curl -s "$BASE_URL/api/v1/battles/$BATTLE_ID" \
-H "Authorization: Bearer $API_KEY")
READY=$(echo "$BATTLE" | jq -r '.data.responsesReady')
[ "$READY" = "true" ] && break
sleep 2
done
# Server enforces a 30s minimum from creation before voting
ELAPSED=$(( $(date +%s) - START ))
[ "$ELAPSED" -lt 30 ] && sleep $((30 - ELAPSED))
# 3. Vote (write-tier key required)
curl -s -X POST "$BASE_URL/api/v1/battles/$BATTLE_ID/vote" \
-H "Authorization: Bearer $API_KEY" \
-H "Content-Type: application/json" \
-d '{"winner": "A"}' | jq '.data.modelsRevealed'
"""
"""The reference page's own script, to the letter, below its two lines of base URL and key."""


async def new_key(file: Path, *arguments: str) -> str:
    code, out, err = await arena_command("keys", "create", *arguments, file=file)
    assert code == 0, err
    return out.removesuffix("\n")


async def key_for(file: Path) -> dict[str, str]:
    """The header of a new key, made without a shell."""
    async with migrated_database(file, "arena") as database:
        return bearer(await KeyRing(KeyTable(database), utc_now).create(tier=Tier.WRITE))


async def settled(http: httpx.AsyncClient, battle_id: str) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        while True:
            battle: dict[str, Any] = (await http.get(f"/api/v1/battles/{battle_id}")).json()["data"]
            if battle["responsesReady"] or battle["errorCode"]:
                return battle
            await asyncio.sleep(0.1)  # the pace of a client; a real process has no event to wait for


@pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("jq") and shutil.which("bash")),
    reason="the reference page's quickstart is a bash script that needs curl and jq",
)
async def test_the_quickstart_of_the_reference_page_runs_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "arena.db"
    key = await new_key(file)
    async with serving_process(file, "--models", "baselines") as arena:
        script = f'BASE_URL="{arena.base_url}"\nAPI_KEY="{key}"\n{QUICKSTART}'
        shell = await asyncio.create_subprocess_exec("bash", "-c", script, stdout=PIPE, stderr=PIPE)
        async with asyncio.timeout(90):  # the script itself waits for second 30
            out, err = await shell.communicate()
    assert err == b""
    assert out.count(b"(baseline)") == 2
    assert b'"modelA": "' in out


async def test_a_battle_whose_process_was_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    file = tmp_path / "arena.db"
    key = await key_for(file)
    half = Play([delta("Half an answer")], then="hang"), Play([delta("Half an answer")], then="hang")
    whole = [Play([delta("A whole answer.", finish="stop"), DONE]) for _ in range(2)]
    endpoint = ForeignEndpoint(*half, *whole)
    async with serve(endpoint.app) as url:
        (tmp_path / "models.toml").write_text(MODELS.format(url=url))
        async with (
            serving_process(file, "--models", "models.toml") as arena,
            httpx.AsyncClient(base_url=arena.base_url, headers=key, timeout=PATIENCE) as http,
        ):
            created = (await http.post("/api/v1/battles", json={"prompt": "Why?"})).json()["data"]
            await both_have_begun(file)
            await arena.kill()

        async with (
            serving_process(file, "--models", "models.toml") as arena,
            httpx.AsyncClient(base_url=arena.base_url, headers=key, timeout=PATIENCE) as http,
        ):
            battle = await settled(http, created["id"])
            (comparison,) = battle["comparisons"]
            assert comparison["responseA"] == comparison["responseB"] == "A whole answer."
            voted = await http.post(created["pollUrl"] + "/vote", json={"winner": "tie"})
            assert set(voted.json()["data"]["modelsRevealed"].values()) == {"Quartz Max", "Basalt Max"}


IMAGE_MODELS = """
[[models]]
name = "Chalk Max"
model = "chalk-1"
base_url = "{url}/v1"
output_modalities = ["image"]

[[models]]
name = "Ochre Max"
model = "ochre-1"
base_url = "{url}/v1"
output_modalities = ["image"]
"""


class SlowThenQuick:
    """An endpoint of words and pictures that is silent until it is told to answer."""

    def __init__(self) -> None:
        self.answering = False
        self.asked = asyncio.Semaphore(0)
        self.app = Starlette(
            routes=[
                Route("/v1/chat/completions", self._write, methods=["POST"]),
                Route("/v1/images/generations", self._paint, methods=["POST"]),
            ]
        )

    async def _write(self, _request: Request) -> Response:
        self.asked.release()
        return Play([delta("A whole answer.", finish="stop"), DONE]) if self.answering else Play([], then="hang")

    async def _paint(self, _request: Request) -> Response:
        self.asked.release()
        if not self.answering:
            return Play([], then="hang", content_type="application/json")
        out = io.BytesIO()
        Image.new("RGB", (32, 32), "teal").save(out, "PNG")
        return JSONResponse({"data": [{"b64_json": base64.b64encode(out.getvalue()).decode()}]})


async def rested(http: httpx.AsyncClient, chat_id: str) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        while True:
            chat: dict[str, Any] = (await http.get(f"/api/v1/chats/{chat_id}")).json()["data"]
            if not chat["isActive"]:
                return chat
            await asyncio.sleep(0.1)  # the same


async def test_pictures_and_replies_of_a_killed_process_are_finished_by_another_that_was_there(tmp_path: Path) -> None:
    """Two processes on one database; the one that had the work is killed, the other takes it over by itself."""
    file = tmp_path / "arena.db"
    key = await key_for(file)
    endpoint = SlowThenQuick()
    async with serve(endpoint.app) as url:
        (tmp_path / "models.toml").write_text(MODELS.format(url=url) + IMAGE_MODELS.format(url=url))
        async with (
            serving_process(file, "--models", "models.toml") as first,
            serving_process(file, "--models", "models.toml") as second,
            httpx.AsyncClient(base_url=first.base_url, headers=key, timeout=PATIENCE) as http,
            httpx.AsyncClient(base_url=second.base_url, headers=key, timeout=PATIENCE) as other,
        ):
            body = {"prompt": "A cat", "modality": "image"}
            battle_id = (await http.post("/api/v1/battles", json=body)).json()["data"]["id"]
            chats = []
            for model, modality in (("quartz-max", "text"), ("chalk-max", "image")):
                begun = await http.post("/api/v1/chats", json={"modelId": model, "modality": modality})
                chats.append(begun.json()["data"]["id"])
                await http.post(f"/api/v1/chats/{chats[-1]}/message", json={"message": "Hello?"})
            async with asyncio.timeout(PATIENCE):
                for _ in range(4):
                    await endpoint.asked.acquire()
            await first.kill()
            endpoint.answering = True

            (comparison,) = (await settled(other, battle_id))["comparisons"]
            picture = await other.get(comparison["responseA"])
            assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/webp")
            replies = [(await rested(other, chat_id))["messages"][1]["content"] for chat_id in chats]
            assert replies[0] == "A whole answer."
            assert (await other.get(replies[1])).status_code == 200
            assert endpoint.asked._value == 4


async def test_what_cannot_be_finished_after_a_kill_ends_in_an_error(tmp_path: Path) -> None:
    file = tmp_path / "arena.db"
    key = await key_for(file)
    endpoint = SlowThenQuick()
    async with serve(endpoint.app) as url:
        (tmp_path / "models.toml").write_text(MODELS.format(url=url) + IMAGE_MODELS.format(url=url))
        async with (
            serving_process(file, "--models", "models.toml") as arena,
            httpx.AsyncClient(base_url=arena.base_url, headers=key, timeout=PATIENCE) as http,
        ):
            body = {"prompt": "A cat", "modality": "image"}
            battle_id = (await http.post("/api/v1/battles", json=body)).json()["data"]["id"]
            chat_id = (await http.post("/api/v1/chats", json={"modelId": "quartz-max"})).json()["data"]["id"]
            await http.post(f"/api/v1/chats/{chat_id}/message", json={"message": "Hello?"})
            async with asyncio.timeout(PATIENCE):
                for _ in range(3):
                    await endpoint.asked.acquire()
            await arena.kill()

    # Nobody listens there any more.
    async with (
        serving_process(file, "--models", "models.toml") as arena,
        httpx.AsyncClient(base_url=arena.base_url, headers=key, timeout=PATIENCE) as http,
    ):
        assert (await settled(http, battle_id))["errorCode"] == "GENERATION_FAILED"
        assert (await rested(http, chat_id))["errorCode"] == "GENERATION_FAILED"


async def both_have_begun(file: Path) -> None:
    """Wait until the other process has stored the beginnings of both answers."""
    begun = text("SELECT count(*) FROM arena_answers WHERE text = 'Half an answer'")
    async with open_database(database_url(file)) as database, asyncio.timeout(PATIENCE):
        while True:
            async with database.read() as connection:
                if (await connection.execute(begun)).scalar_one() == 2:
                    return
            await asyncio.sleep(0.05)  # the same: the event happens in another process


async def test_serve_stops_in_order_when_asked(tmp_path: Path) -> None:
    async with serving_process(tmp_path / "arena.db", "--models", "baselines") as arena:
        assert await arena.stop() == 0


async def test_keys_are_made_listed_and_revoked_from_the_shell(tmp_path: Path) -> None:
    file = tmp_path / "arena.db"
    write = await new_key(file, "--name", "research", "--battles-per-day", "7")
    read = await new_key(file, "--tier", "read", "--api", "concurred")
    assert (write[:3], read[:3]) == ("mc_", "ck_")
    assert "\n" not in write

    _, listed, _ = await arena_command("keys", "list", file=file, begin=executed)
    first, second = listed.splitlines()
    assert {"write", "7 battles a day", "research", "valid", "never used"} <= set(first.split("\t"))
    assert {"concurred", "read", "no battles"} <= set(second.split("\t"))
    assert write not in listed

    key_id = first.split("\t")[0]
    assert (await arena_command("keys", "revoke", key_id, file=file))[0] == 0
    _, listed, _ = await arena_command("keys", "list", file=file)
    assert "\trevoked " in listed.splitlines()[0]
    code, out, err = await arena_command("keys", "revoke", key_id, file=file)
    assert (code, out) == (1, "")
    assert "There is no such key, or it is revoked already." in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("serve", "--models", "nowhere.toml"), "nowhere.toml: cannot be read"),
        (("serve", "--models", "baselines", "--host", "203.0.113.7"), "Cannot listen on 203.0.113.7"),
        (("keys", "revoke", "nobody"), "There is no such key"),
    ],
)
async def test_what_an_operator_can_mend_is_said_without_a_traceback(
    tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    code, out, err = await arena_command(*arguments, file=tmp_path / "arena.db")
    assert (code, out) == (1, "")
    assert sentence in err
    assert "Traceback" not in err
