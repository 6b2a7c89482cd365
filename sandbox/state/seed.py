"""The world in which every run begins: one guild, three channels, five people and the bot."""

from sandbox.clock import Clock
from sandbox.state.entities import Channel, ChannelType, Guild, Member, Overwrite, Role, User
from sandbox.state.permissions import ORDINARY, Permission
from sandbox.state.snowflakes import Snowflakes
from sandbox.state.world import World

_MODERATION = Permission.MANAGE_GUILD | Permission.MANAGE_MESSAGES
_PEOPLE = ("Ada", "Grace", "Linus", "Barbara", "Edsger")
_CHANNELS = (
    ("arena", "Blind battles. Type / to begin."),
    ("general", "Everything else."),
)


def seeded(clock: Clock) -> World:
    """A fresh "Blindbout Sandbox". Ada owns it and moderates; #moderators is closed to the others and the bot."""
    snowflakes = Snowflakes(clock)
    now = clock.now()
    guild_id = snowflakes.new()
    bot = User(id=snowflakes.new(), username="Blindbout", global_name=None, bot=True)
    people = [User(id=snowflakes.new(), username=name.lower(), global_name=name) for name in _PEOPLE]
    everyone = Role(id=guild_id, name="@everyone", permissions=ORDINARY)
    bots = Role(id=snowflakes.new(), name="Blindbout", permissions=ORDINARY, color=0x5865F2, position=1)
    moderators = Role(id=snowflakes.new(), name="Moderator", permissions=_MODERATION, color=0x2ECC71, position=2)
    guild = Guild(id=guild_id, name="Blindbout Sandbox", owner_id=people[0].id, created_at=now)
    guild.roles = {role.id: role for role in (everyone, bots, moderators)}
    for user in (*people, bot):
        guild.members[user.id] = Member(user=user, joined_at=now)
    guild.members[people[0].id].role_ids.append(moderators.id)
    guild.members[bot.id].role_ids.append(bots.id)
    for position, (name, topic) in enumerate(_CHANNELS):
        channel = Channel(id=snowflakes.new(), type=ChannelType.TEXT, name=name, topic=topic, position=position)
        guild.channels[channel.id] = channel
    closed = Channel(
        id=snowflakes.new(),
        type=ChannelType.TEXT,
        name="moderators",
        topic="Only moderators read this.",
        position=len(_CHANNELS),
        overwrites=[
            Overwrite(id=everyone.id, type=0, deny=Permission.VIEW_CHANNEL),
            Overwrite(id=moderators.id, type=0, allow=Permission.VIEW_CHANNEL),
        ],
    )
    guild.channels[closed.id] = closed
    return World(clock=clock, snowflakes=snowflakes, guild=guild, bot=bot, application_id=bot.id)
