"""Concurred's API on the house's own models, over HTTP, as a client of the published API meets it."""

from pathlib import Path

from pydantic import SecretStr

from arena.clients.opening import open_concurred
from arena.engine.values import Api
from arena.wire.concurred import BattleRequest, FightRequest, SessionComplete
from bot.house import in_process_key
from tests.arena.api.served import served
from tests.arena.engine.contestants import Quick


async def test_the_bots_own_client_fights_and_battles_with_its_in_process_key(tmp_path: Path) -> None:
    async with served(tmp_path / "a.db", Quick("quartz"), Quick("basalt"), Quick("flint")) as arena:
        key = SecretStr(await in_process_key(arena.database, Api.CONCURRED, clock=arena.clock.now))
        async with open_concurred(str(arena.http.base_url), key) as client:
            events = [event async for event in client.stream_fight(FightRequest(message="Why is the sky blue?"))]
            battle = await client.battle(BattleRequest(message="Why?", models=["quartz", "flint"]))
            assert (await client.health()).status == "ok"
    assert isinstance(events[-1], SessionComplete)
    assert [answer.agent for answer in battle.responses] == ["quartz", "flint"]
