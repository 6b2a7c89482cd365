"""How fast the house arena answers polls and boards, against bare FastAPI routes that return the same bodies.

Both run as processes of their own under uvicorn with the same settings; one loads them in turns from eight kept
connections, without parsing what comes. Run: `python benchmarks/arena_http.py [SECONDS_A_ROUND]`.
"""

import asyncio
import json
import os
import socket
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import uvicorn
from fastapi import FastAPI

from bot.house import in_process_key
from storage.database import open_database
from storage.migrating import migrate

CONNECTIONS = 8
ROUNDS = 5
SECONDS = 2.0


async def main(seconds: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/arena.db"
        async with open_database(url) as database:
            await migrate(database, "arena")
            key = await in_process_key(database)
        environment = os.environ | {"DATABASE_URL": url, "BLINDBOUT_VOTE_DELAY": "0"}
        command = [str(Path(sys.executable).with_name("blindbout")), "arena", "serve", "--port", "0"]
        async with served([*command, "--models", "baselines"], environment) as arena:
            headers = {"Authorization": f"Bearer {key}"}
            async with httpx.AsyncClient(base_url=arena, headers=headers) as http:
                polled = await battle(http)
                paths = {"poll": polled, "leaderboard": "/api/v1/leaderboard"}
                bodies = {path: (await http.get(path)).json() for path in paths.values()}
            file = Path(folder) / "bodies.json"
            file.write_text(json.dumps(bodies))
            async with served([sys.executable, __file__, "--bare", str(file)], environment) as bare:
                for name, path in paths.items():
                    await compare(name, path, arena=arena, bare=bare, key=key, seconds=seconds)


async def battle(http: httpx.AsyncClient) -> str:
    """Have a vote counted, and return the address of a second battle that is ready."""
    path = ""
    for vote in (True, False):
        created = (await http.post("/api/v1/battles", json={"prompt": "Why is the sky blue?"})).json()["data"]
        path = created["pollUrl"]
        while not (await http.get(path)).json()["data"]["responsesReady"]:  # noqa: ASYNC110 - the event happens in another process
            await asyncio.sleep(0.05)
        if vote:
            (await http.post(f"{path}/vote", json={"winner": "A"})).raise_for_status()
    return path


async def compare(name: str, path: str, *, arena: str, bare: str, key: str, seconds: float) -> None:
    rates: dict[str, list[float]] = {arena: [], bare: []}
    for _ in range(ROUNDS):
        for base_url, measured in rates.items():
            measured.append(await rate(base_url, path, key, seconds))
    ours, theirs = (statistics.median(measured) for measured in rates.values())
    print(f"{name}: house arena {ours:,.0f}/s, bare route {theirs:,.0f}/s, ratio {ours / theirs:.2f}")


async def rate(base_url: str, path: str, key: str, seconds: float) -> float:
    """Answers a second."""
    address = urlsplit(base_url)
    request = f"GET {path} HTTP/1.1\r\nHost: {address.netloc}\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
    until = time.perf_counter() + seconds
    counts = await asyncio.gather(*(ask(address.port or 80, request, until) for _ in range(CONNECTIONS)))
    return sum(counts) / seconds


async def ask(port: int, request: bytes, until: float) -> int:
    """How often one connection was answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = 0
    while time.perf_counter() < until:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith(b"http/1.1 200"):
            raise RuntimeError(head.decode())
        await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        answered += 1
    writer.close()
    await writer.wait_closed()
    return answered


@asynccontextmanager
async def served(command: list[str], environment: dict[str, str]) -> AsyncIterator[str]:
    """Run a server that prints its address as the last word of its first line."""
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=PIPE, stderr=DEVNULL)
    try:
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        yield (await process.stdout.readline()).decode().split()[-1]
    finally:
        process.terminate()
        await process.wait()


def serve_bare(file: str) -> None:
    app = FastAPI()
    for path, body in json.loads(Path(file).read_text()).items():
        app.get(path)(returning(body))
    # asyncio turns Nagle's delay off only where the protocol is named.
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
        config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", proxy_headers=False)
        asyncio.run(uvicorn.Server(config).serve(sockets=[listener]))


def returning(body: object) -> Callable[[], Awaitable[object]]:
    async def same() -> object:
        return body

    return same


if __name__ == "__main__":
    if sys.argv[1:2] == ["--bare"]:
        serve_bare(sys.argv[2])
    else:
        asyncio.run(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
