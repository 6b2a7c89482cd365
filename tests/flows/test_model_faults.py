"""The house arena runs the battles, and a model's endpoint fails. No half of an answer is ever shown."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import sandbox
from community.battles import Failure, State
from community.quotas import ChargeState
from sandbox import Sandbox
from storage.community.settings import SqlSettingsStore
from tests.arena.providers.foreign import DONE, Play, delta
from tests.flows.blindness import logs_keep_quiet, nothing_names
from tests.flows.ledger import Ledger
from tests.flows.places import ROOMY, Moment
from tests.support.bot import BotProcess, bot_process
from tests.support.database import migrated_database
from tests.support.members import labels, members, text_of
from tests.support.patience import PATIENCE
from tests.support.serving import serve

pytestmark = pytest.mark.asyncio(loop_scope="module")

MODEL_KEY = "sk-a-key-of-the-models-0123456789"
WORDS = {
    "steady": ("Bustard Grande 9", "bustard-grande", "Aviary Works", "vendor/bustard-9"),
    "shaky": ("Corncrake Mini 2", "corncrake-mini", "Meadow Labs", "vendor/corncrake-2"),
}
HALF = "The half that nobody shall read"


@dataclass
class Endpoint:
    """Two models at one address: the steady one always answers, the shaky one does what the test says."""

    shaky: Play = field(default_factory=lambda: Play([delta("A shaky answer."), delta(finish="stop"), DONE]))
    asked: list[str] = field(default_factory=list)

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/v1/chat/completions", self._complete, methods=["POST"])])

    async def _complete(self, request: Request) -> Response:
        model = (await request.json())["model"]
        assert request.headers["authorization"] == f"Bearer {MODEL_KEY}"
        self.asked.append(model)
        if model == WORDS["shaky"][3]:
            return self.shaky
        return Play([delta("A steady "), delta("answer."), delta(finish="stop"), DONE])


@dataclass
class House:
    """The bot with a house arena, whose models are at the endpoint."""

    discord: Sandbox
    bot: BotProcess
    endpoint: Endpoint
    serving: AsyncExitStack
    ledger: Ledger

    def stays_blind(self, until: Moment | None = None) -> None:
        """Assert that neither names nor slugs nor providers nor ids are anywhere, and no half of an answer."""
        nothing_names([*WORDS["steady"], *WORDS["shaky"], HALF], self.discord.traffic, until)


def models_file(folder: Path, url: str) -> Path:
    path = folder / "models.toml"
    entries = [
        {"name": name, "slug": slug, "provider": provider, "model": model, "base_url": f"{url}/v1"}
        for name, slug, provider, model in WORDS.values()
    ]
    lines = []
    for entry in entries:
        lines += ["[[models]]", *(f"{key} = {json.dumps(value)}" for key, value in entry.items())]
        lines.append('key_variable = "MODELS_KEY"')
    path.write_text("\n".join(lines))
    return path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("house")
    endpoint = Endpoint()
    async with AsyncExitStack() as stack, sandbox.run(acknowledge_seconds=PATIENCE) as discord:
        serving = await stack.enter_async_context(AsyncExitStack())
        url = await serving.enter_async_context(serve(endpoint.app))
        database = await stack.enter_async_context(migrated_database(folder / "bot.db", "community", "arena"))
        await SqlSettingsStore(database).save(int(discord.world.guild.id), ROOMY)
        settings = {"BLINDBOUT_MODELS": str(models_file(folder, url)), "MODELS_KEY": MODEL_KEY}
        async with bot_process(discord, folder, **settings) as bot:
            yield House(discord, bot, endpoint, serving, Ledger(database))
            logs_keep_quiet(bot, [MODEL_KEY, HALF, "Why is it so?"])


async def unfinished(house: House, where: str) -> None:
    """A battle that its models cannot finish: what the member reads, what it costs, and that it stays blind."""
    prompt = f"Why is it so? {where}"
    async with members(house.discord, where, "Ada") as (ada,):
        await ada.start(prompt)
        message = await ada.sees("One model never finished. This battle had begun, so it counts.")
    assert "Try again" in labels(message)
    assert not {"Vote A", "Read A"} & set(labels(message))
    battle = await house.ledger.battle(prompt)
    assert (battle.state, battle.failure) == (State.FAILED, Failure.UNFINISHED)
    assert battle.answers is None
    assert await house.ledger.charge(battle) is ChargeState.SPENT
    house.stays_blind()


@pytest.mark.parametrize(
    ("where", "play"),
    [
        ("cut", Play([delta(HALF)], then="cut")),
        ("refused", Play([b"no such model"], status=404)),
        ("not a stream", Play([b"<html>Hello</html>"], content_type="text/html")),
        ("empty", Play([delta(""), delta(finish="stop"), DONE])),
        ("filtered", Play([delta(HALF), delta(finish="content_filter")])),
    ],
)
async def test_a_model_that_fails_ends_the_battle_without_a_trace_of_either(
    house: House, where: str, play: Play
) -> None:
    house.endpoint.shaky = play
    await unfinished(house, where)


async def test_an_endpoint_that_is_there_leads_to_names_at_the_reveal_and_not_before(house: House) -> None:
    house.endpoint.shaky = Endpoint().shaky
    async with members(house.discord, "healthy", "Ada", "Grace") as (ada, grace):
        await ada.start("Why is it so? Healthy")
        message = await ada.sees("Which answer is better?")
        assert {"A steady answer.", "A shaky answer."} <= set(text_of(message).splitlines())
        await grace.press("Tie", on=await grace.sees("Which answer is better?"))
        await ada.sees("1 has voted")
        house.stays_blind()
        await ada.close_vote()
        revealed = text_of(await grace.sees("A tie"))
    assert all(WORDS[model][0] in revealed for model in WORDS)


async def test_an_endpoint_that_is_down_ends_the_battle(house: House) -> None:
    """Last in this module: nobody listens there any more."""
    await house.serving.aclose()
    prompt = "Why is it so? Down"
    async with members(house.discord, "down", "Ada") as (ada,):
        await ada.start(prompt)
        await ada.sees("One model never finished. This battle had begun, so it counts.")
    assert (await house.ledger.battle(prompt)).failure is Failure.UNFINISHED
