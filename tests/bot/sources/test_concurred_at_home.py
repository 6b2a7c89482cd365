"""Battles of Concurred against the house arena's own Concurred API: one client, two servers, nothing scripted."""

import asyncio
from pathlib import Path
from random import Random

from pydantic import SecretStr

from arena.clients import open_concurred
from arena.wire import Modality, Winner
from bot.sources import open_concurred_battles
from community.battles import Assignment, Polled
from storage.community.battles import SqlBattleStore
from storage.community.sides import SqlSidesStore
from tests.arena.api.named import house
from tests.arena.engine.contestants import Quick
from tests.storage.community.states import start
from tests.support.clock import EagerClock
from tests.support.database import migrated_database


async def test_two_chosen_models_of_the_house_answer_and_their_names_come_with_our_vote(tmp_path: Path) -> None:
    async with (
        house(tmp_path, Quick("quartz"), Quick("basalt"), Quick("agate")) as (arena, key),
        open_concurred(str(arena.http.base_url), SecretStr(key["X-API-Key"])) as client,
        migrated_database(tmp_path / "bot.db") as database,
        open_concurred_battles(
            client,
            name="Concurred",
            sides=SqlSidesStore(database),
            clock=EagerClock(),
            rng=Random(1),  # noqa: S311 - a test shall draw the same again
        ) as source,
    ):
        offered = {choice.slug for choice in await source.models(Modality.TEXT)}
        assert offered == {"quartz", "basalt", "agate"}
        battle_id = await start(SqlBattleStore(database))
        assignment = Assignment(battle_id=battle_id, prompt="Why?", models=frozenset({"quartz", "agate"}))
        created = await source.create(assignment)
        async with asyncio.timeout(5):
            while (polled := await source.poll(created.upstream_id)) == Polled(turns=1):  # noqa: ASYNC110 - polling is what sources are for
                await asyncio.sleep(0.01)
        assert polled.answers is not None
        assert polled.answers.a == polled.answers.b == "A first half, and a second one."
        names = await source.vote(created.upstream_id, Winner.A)
        assert {names.a, names.b} == {"Quartz Max", "Agate Max"}
