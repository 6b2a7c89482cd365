"""The members' side: commands, clicks, forms. Each becomes an interaction that the bot receives."""

import asyncio
from typing import Any

from sandbox.changes import Changes
from sandbox.errors import DoorError, NotFoundError
from sandbox.feed import Feed
from sandbox.gateway.sessions import Sessions
from sandbox.interactions import fields, options
from sandbox.interactions.answers import outcome_json
from sandbox.interactions.payloads import interaction_json, resolved
from sandbox.interactions.registry import Interaction, InteractionType, Registry
from sandbox.messaging import Messaging
from sandbox.rules import messages
from sandbox.rules.commands import CommandType
from sandbox.rules.components import SELECTS, Kind, walk
from sandbox.rules.limits import Limit
from sandbox.state.entities import Guild, Message, Upload
from sandbox.state.permissions import Permission, in_guild
from sandbox.state.world import World

Json = dict[str, Any]

_MISSING, _CONFLICT, _REFUSED, _FORBIDDEN, _TOO_LARGE, _NOT_MODELLED = 404, 409, 422, 403, 413, 501


class Actions:
    """What members do. Every method raises DoorError with a sentence when Discord's client would not allow it."""

    def __init__(
        self,
        world: World,
        registry: Registry,
        sessions: Sessions,
        feed: Feed,
        *,
        messaging: Messaging,
        changes: Changes,
    ) -> None:
        self._world = world
        self._registry = registry
        self._sessions = sessions
        self._feed = feed
        self._messaging = messaging
        self._changes = changes

    def commands_for(self, user_id: str) -> list[Json]:
        """The commands that this member is offered in the guild of the page, by their default permissions."""
        guild = self._world.guild
        granted = in_guild(guild, guild.members[user_id])
        return [c for c in self._world.commands.values() if self._offered(c, guild) and _allowed(c, granted)]

    def command(
        self, user_id: str, channel_id: str, command_id: str, given: list[Json], target_id: str | None
    ) -> Interaction:
        """Run a slash command or a menu command."""
        command = self._command(user_id, channel_id, command_id)
        data, guild = self._command_data(command), self._world.guild_of(channel_id)
        if command["type"] == CommandType.CHAT_INPUT:
            settled = options.settle(command, given, complete=True)
            options.check_ids(self._world, guild, settled, user_id)
            data["options"] = settled
            found = options.resolve(self._world, guild, settled, user_id)
        else:
            data["target_id"], found = self._target(command, user_id, channel_id, target_id)
        if found:
            data["resolved"] = found
        return self._send(self._registry.open(InteractionType.COMMAND, user_id, channel_id, data))

    async def autocomplete(self, user_id: str, channel_id: str, command_id: str, given: list[Json]) -> list[Json]:
        """Ask for choices while the member types; nothing when the bot stays silent."""
        command = self._command(user_id, channel_id, command_id)
        settled = options.settle(command, given, complete=False)
        data = {**self._command_data(command), "options": settled}
        choices: asyncio.Future[list[Json]] = asyncio.get_running_loop().create_future()
        self._send(self._registry.open(InteractionType.AUTOCOMPLETE, user_id, channel_id, data, choices=choices))
        return await choices

    def component(
        self, user_id: str, channel_id: str, message_id: str, custom_id: str, values: list[str]
    ) -> Interaction:
        """Press a button, or choose in a select menu."""
        self._guild_around(user_id, channel_id)
        try:
            message = self._world.message(channel_id, message_id)
        except NotFoundError:
            raise DoorError(_MISSING, "This message is gone.") from None
        if message.ephemeral_to not in (None, user_id):
            raise DoorError(_MISSING, "This message is gone.")
        found = next((c for c in walk(message.components) if c.get("custom_id") == custom_id), None)
        if found is None:
            raise DoorError(_MISSING, "This message has no such component.")
        if found.get("disabled"):
            raise DoorError(_CONFLICT, "This component is disabled.")
        data: Json = {"id": found["id"], "component_type": found["type"], "custom_id": custom_id}
        if found["type"] in SELECTS:
            data["values"] = values
            if picked := self._picked(found, values, user_id, channel_id):
                data["resolved"] = picked
        opened = self._registry.open(InteractionType.COMPONENT, user_id, channel_id, data, source_id=message_id)
        return self._send(opened)

    def modal(self, user_id: str, modal_id: str, given: Any) -> Interaction:
        """Send a form that was opened for this member; it can be sent once."""
        modal = self._registry.modals.get(modal_id)
        if modal is None or modal.opened_by.user_id != user_id:
            raise DoorError(_MISSING, "This form is gone.")
        opener = modal.opened_by
        components = fields.settle(modal.data, given)
        data = {"custom_id": modal.data["custom_id"], "components": components}
        if found := self._entered(components, user_id, opener.channel_id):
            data["resolved"] = found
        del self._registry.modals[modal_id]
        return self._send(
            self._registry.open(
                InteractionType.MODAL,
                user_id,
                opener.channel_id,
                data,
                source_id=opener.source_id,
                trigger=opener,
            )
        )

    def say(self, user_id: str, channel_id: str, content: str, attachment_ids: list[str]) -> Message:
        """Write a message, with files that were uploaded before. Raises InvalidFormError as Discord does."""
        self._see(user_id, channel_id)
        channel = self._world.channel(channel_id)
        granted = self._world.permissions(channel, user_id)
        speak = Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES
        if not granted & speak or (attachment_ids and not granted & Permission.ATTACH_FILES):
            raise DoorError(_FORBIDDEN, "You may not write this in this channel.")
        draft = {"content": content}
        files = [self._world.uploads[attachment_id].attachment for attachment_id in attachment_ids]
        if content or not files:
            messages.check_new(draft, [])
        message = self._messaging.post(channel_id, user_id, draft, [], attachments=files)
        self._changes.speak_in(channel)
        return message

    def upload(self, user_id: str, upload: Upload) -> Json:
        """Keep a file for a command, a form or a message yet to come; its attachment object."""
        if len(upload.data) not in Limit.ATTACHMENT_BYTES.value:
            raise DoorError(_TOO_LARGE, "The file is larger than 10 MiB.")
        return self._messaging.keep_upload(user_id, upload)

    def fail(self, interaction: Interaction) -> None:
        """The bot was silent for three seconds: the member is told, an autocomplete has no choices."""
        if interaction.choices is not None:
            if not interaction.choices.done():
                interaction.choices.set_result([])
            return
        self._feed.publish("interaction_failed", outcome_json(interaction), [interaction.user_id])

    def _send(self, interaction: Interaction) -> Interaction:
        self._sessions.dispatch("INTERACTION_CREATE", interaction_json(self._world, interaction))
        return interaction

    def _see(self, user_id: str, channel_id: str) -> None:
        try:
            seen = self._world.sees(user_id, channel_id)
        except NotFoundError:
            seen = False
        if not seen:
            raise DoorError(_MISSING, "There is no such channel.")

    def _guild_around(self, user_id: str, channel_id: str) -> Guild:
        """The guild of a channel that the member sees: the sandbox knows no interactions in direct messages."""
        self._see(user_id, channel_id)
        guild = self._world.home_of(channel_id)
        if guild is None:
            raise DoorError(_NOT_MODELLED, "The sandbox knows neither commands nor buttons in direct messages.")
        return guild

    def _offered(self, command: Json, guild: Guild) -> bool:
        """Whether the command exists in this guild: the bot is there, and the command is not another guild's."""
        return self._world.bot.id in guild.members and command.get("guild_id") in (None, guild.id)

    def _command(self, user_id: str, channel_id: str, command_id: str) -> Json:
        guild = self._guild_around(user_id, channel_id)
        command = self._world.commands.get(command_id)
        granted = self._world.permissions(guild.channels[channel_id], user_id)
        if command is None or not self._offered(command, guild) or not _allowed(command, granted):
            raise DoorError(_MISSING, "There is no such command.")
        if not granted & Permission.USE_APPLICATION_COMMANDS:
            raise DoorError(_FORBIDDEN, "You may not use commands in this channel.")
        return command

    def _command_data(self, command: Json) -> Json:
        data = {"id": command["id"], "name": command["name"], "type": command["type"]}
        return {**data, "guild_id": command["guild_id"]} if "guild_id" in command else data

    def _target(self, command: Json, user_id: str, channel_id: str, target_id: str | None) -> tuple[str, Json]:
        if target_id is None:
            raise DoorError(_REFUSED, "This command needs a target.")
        guild = self._world.guild_of(channel_id)
        if command["type"] == CommandType.USER:
            if target_id not in guild.members:
                raise DoorError(_MISSING, "There is no such member.")
            return target_id, resolved(self._world, guild, users=[target_id])
        message = self._world.messages.get(channel_id, {}).get(target_id)
        if message is None or message.ephemeral_to not in (None, user_id):
            raise DoorError(_MISSING, "This message is gone.")
        return target_id, resolved(self._world, guild, messages=[(channel_id, target_id)])

    def _entered(self, components: list[Json], user_id: str, channel_id: str) -> Json:
        """The resolved data of everything that was chosen or uploaded in a form."""
        found: dict[str, Json] = {}
        for field in walk(components):
            values = field.get("values") or []
            if field["type"] == Kind.FILE_UPLOAD:
                if not all(self._world.has_uploaded(user_id, value) for value in values):
                    raise DoorError(_REFUSED, "There is no such file.")
                part = resolved(self._world, self._world.guild_of(channel_id), attachments=values)
            elif field["type"] in SELECTS and field["type"] != Kind.STRING_SELECT:
                part = self._chosen(field["type"], [], values, user_id, channel_id)
            else:
                continue
            for key, entities in part.items():
                found.setdefault(key, {}).update(entities)
        return found

    def _picked(self, component: Json, values: list[str], viewer: str, channel_id: str) -> Json:
        least, most = fields.bounds(component)
        if not least <= len(values) <= most:
            raise DoorError(_REFUSED, f"Choose {least} to {most}.")
        offered = [option["value"] for option in component.get("options") or []]
        return self._chosen(component["type"], offered, values, viewer, channel_id)

    def _chosen(self, kind: int, offered: list[str], values: list[str], viewer: str, channel_id: str) -> Json:
        """The resolved data of what was chosen in a select menu; refuses what it does not offer."""
        guild = self._world.guild_of(channel_id)
        users = [v for v in values if v in guild.members and kind in (Kind.USER_SELECT, Kind.MENTIONABLE_SELECT)]
        roles = [v for v in values if v in guild.roles and kind in (Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT)]
        seen = [c for c in guild.channels if self._world.sees(viewer, c)]
        channels = [(v, viewer) for v in values if v in seen and kind == Kind.CHANNEL_SELECT]
        known = len(users) + len(roles) + len(channels) + sum(value in offered for value in values)
        if known != len(values):
            raise DoorError(_REFUSED, "There is no such choice.")
        return resolved(self._world, guild, users=users, roles=roles, channels=channels)


def _allowed(command: Json, granted: Permission) -> bool:
    needed = command.get("default_member_permissions")
    if needed is None or granted & Permission.ADMINISTRATOR:
        return True
    return int(needed) != 0 and int(granted) & int(needed) == int(needed)
