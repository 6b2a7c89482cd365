"""The parts of one running sandbox, wired together."""

from dataclasses import dataclass

from sandbox.changes import Changes
from sandbox.clock import Clock, SystemClock
from sandbox.faults import Faults
from sandbox.feed import Feed
from sandbox.gateway.sessions import Sessions
from sandbox.gateway.socket import Gateway
from sandbox.interactions.actions import Actions
from sandbox.interactions.answers import Answers
from sandbox.interactions.registry import Interaction, Registry
from sandbox.messaging import Messaging
from sandbox.pacing import Pacer
from sandbox.rest.gate import Gate
from sandbox.rules.limits import ACKNOWLEDGE_SECONDS
from sandbox.state.seed import seeded
from sandbox.state.world import World
from sandbox.traffic import Traffic


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What the routes of the bot and the door of the page work on."""

    world: World
    traffic: Traffic
    feed: Feed
    faults: Faults
    wire_clock: Clock
    pacer: Pacer
    gate: Gate
    sessions: Sessions
    gateway: Gateway
    messaging: Messaging
    changes: Changes
    answers: Answers
    actions: Actions
    bot_token: str
    shards: int


def assemble(
    clock: Clock,
    *,
    bot_token: str,
    cdn_url: str,
    gateway_url: str,
    wire_clock: Clock | None = None,
    shards: int = 1,
    acknowledge_seconds: float = ACKNOWLEDGE_SECONDS,
) -> Core:
    """A fresh world and everything around it. `shards` is how many the bot is told to open."""
    wire_clock = wire_clock or SystemClock()
    pacer = Pacer(wire_clock)
    faults = Faults()
    world = seeded(clock)
    traffic = Traffic()
    feed = Feed(traffic)
    sessions = Sessions(clock, faults, bot_id=world.bot.id)
    messaging = Messaging(world, sessions, feed, cdn_url=cdn_url)

    def on_silence(interaction: Interaction) -> None:
        actions.fail(interaction)

    registry = Registry(clock, world.snowflakes, on_silence, acknowledge_seconds=acknowledge_seconds)
    gateway = Gateway(world, sessions, traffic, wire_clock, bot_token=bot_token, url=gateway_url)
    changes = Changes(world, gateway, messaging, feed)
    actions = Actions(world, registry, sessions, feed, messaging=messaging, changes=changes)
    return Core(
        world=world,
        traffic=traffic,
        feed=feed,
        faults=faults,
        wire_clock=wire_clock,
        pacer=pacer,
        gate=Gate(pacer, bot_token),
        sessions=sessions,
        gateway=gateway,
        messaging=messaging,
        changes=changes,
        answers=Answers(world, registry, messaging, feed),
        actions=actions,
        bot_token=bot_token,
        shards=shards,
    )
