"""The world in which every run begins: one guild, three channels, five people and the bot; and further guilds."""

from collections.abc import Iterable

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
    guild_id = snowflakes.new()
    bot = User(id=snowflakes.new(), username="Blindbout", global_name=None, bot=True)
    people = [User(id=snowflakes.new(), username=name.lower(), global_name=name) for name in _PEOPLE]
    guild = _guild(clock, snowflakes, guild_id, "Blindbout Sandbox", people)
    world = World(
        clock=clock, snowflakes=snowflakes, guild=guild, guilds={guild_id: guild}, bot=bot, application_id=bot.id
    )
    add_bot(world, guild)
    return world


def another_guild(world: World, name: str) -> Guild:
    """One more guild with the same people and channels, in which the bot is not yet."""
    people = (member.user for member in world.guild.members.values() if not member.user.bot)
    guild = _guild(world.clock, world.snowflakes, world.snowflakes.new(), name, people)
    world.guilds[guild.id] = guild
    return guild


def add_bot(world: World, guild: Guild) -> None:
    """Let the bot in, with a role of its own."""
    role = Role(id=world.snowflakes.new(), name=world.bot.username, permissions=ORDINARY, color=0x5865F2, position=1)
    guild.roles[role.id] = role
    guild.members[world.bot.id] = Member(user=world.bot, joined_at=world.clock.now(), role_ids=[role.id])


def _guild(clock: Clock, snowflakes: Snowflakes, guild_id: str, name: str, people: Iterable[User]) -> Guild:
    now = clock.now()
    members = {user.id: Member(user=user, joined_at=now) for user in people}
    owner = next(iter(members.values()))
    guild = Guild(id=guild_id, name=name, owner_id=owner.user.id, created_at=now, members=members)
    everyone = Role(id=guild_id, name="@everyone", permissions=ORDINARY)
    moderators = Role(id=snowflakes.new(), name="Moderator", permissions=_MODERATION, color=0x2ECC71, position=2)
    guild.roles = {role.id: role for role in (everyone, moderators)}
    owner.role_ids.append(moderators.id)
    for position, (title, topic) in enumerate(_CHANNELS):
        channel = Channel(id=snowflakes.new(), type=ChannelType.TEXT, name=title, topic=topic, position=position)
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
    return guild
