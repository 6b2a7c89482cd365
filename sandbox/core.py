"""The parts of one running sandbox, wired together."""

from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.feed import Feed
from sandbox.gateway.sessions import Sessions
from sandbox.gateway.socket import Gateway
from sandbox.interactions.actions import Actions
from sandbox.interactions.answers import Answers
from sandbox.interactions.registry import Interaction, Registry
from sandbox.messaging import Messaging
from sandbox.state.seed import seeded
from sandbox.state.world import World
from sandbox.traffic import Traffic


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """What the routes of the bot and the door of the page work on."""

    world: World
    traffic: Traffic
    feed: Feed
    sessions: Sessions
    gateway: Gateway
    messaging: Messaging
    answers: Answers
    actions: Actions
    bot_token: str


def assemble(clock: Clock, *, bot_token: str, cdn_url: str, gateway_url: str) -> Core:
    """A fresh world and everything around it."""
    world = seeded(clock)
    traffic = Traffic()
    feed = Feed(traffic)
    sessions = Sessions(clock, guild_id=world.guild.id, bot_id=world.bot.id)
    messaging = Messaging(world, sessions, feed, cdn_url=cdn_url)

    def on_silence(interaction: Interaction) -> None:
        actions.fail(interaction)

    registry = Registry(clock, world.snowflakes, on_silence)
    actions = Actions(world, registry, sessions, feed)
    return Core(
        world=world,
        traffic=traffic,
        feed=feed,
        sessions=sessions,
        gateway=Gateway(world, sessions, traffic, bot_token=bot_token, url=gateway_url),
        messaging=messaging,
        answers=Answers(world, registry, messaging, feed),
        actions=actions,
        bot_token=bot_token,
    )
