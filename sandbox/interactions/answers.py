"""The bot's side: the first response, and everything after it by the interaction's token."""

from collections.abc import Callable
from enum import IntEnum
from typing import Any

from sandbox import errors
from sandbox.feed import Feed
from sandbox.interactions.payloads import metadata_json
from sandbox.interactions.registry import Interaction, InteractionType, Registry
from sandbox.messaging import Messaging
from sandbox.rules import commands, messages, modals
from sandbox.rules.report import Report
from sandbox.state.entities import Message, MessageFlag, MessageType, Upload
from sandbox.state.serialize import message_json
from sandbox.state.world import World

Json = dict[str, Any]


class ResponseType(IntEnum):
    """Interaction callback types."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    AUTOCOMPLETE = 8
    MODAL = 9


_CHAT_INPUT = 1


class Answers:
    """Applies the bot's responses. Interaction messages need no permission in the channel, as with Discord."""

    def __init__(self, world: World, registry: Registry, messaging: Messaging, feed: Feed) -> None:
        self._world = world
        self._registry = registry
        self._messaging = messaging
        self._feed = feed
        self._responses: dict[ResponseType, Callable[[Interaction, Any, list[Upload]], Message | None]] = {
            ResponseType.MESSAGE: self._send,
            ResponseType.DEFERRED_MESSAGE: self._think,
            ResponseType.DEFERRED_UPDATE: self._keep,
            ResponseType.UPDATE: self._update,
            ResponseType.AUTOCOMPLETE: self._choose,
            ResponseType.MODAL: self._modal,
        }

    def respond(self, interaction_id: str, token: str, body: Json, uploads: list[Upload]) -> Json:
        """Apply the first response and return the callback's body, which Discord sends when it is asked for."""
        interaction = self._registry.to_answer(interaction_id, token)
        report = Report()
        report.at("type").choice(body.get("type"), _allowed(interaction))
        report.raise_if_any()
        kind = ResponseType(body["type"])
        message = self._responses[kind](interaction, body.get("data") or {}, uploads)
        self._registry.acknowledge(interaction)
        if kind is not ResponseType.AUTOCOMPLETE:
            self._feed.publish("interaction_done", outcome_json(interaction), [interaction.user_id])
        return self._callback_json(interaction, kind, message)

    def follow_up(self, application_id: str, token: str, body: Json, uploads: list[Upload]) -> Message:
        """A further message; right after a deferred response it becomes that response."""
        interaction = self._interaction(application_id, token)
        messages.check_new(body, uploads)
        if interaction.pending:
            return self.edit(application_id, token, "@original", body, uploads)
        traits = self._traits(interaction, body)
        traits["type"] = MessageType.REPLY
        traits["reference"] = self._refer(interaction, interaction.original_id)
        traits["interaction_metadata"]["original_response_message_id"] = interaction.original_id
        return self._post(interaction, body, uploads, traits)

    def fetch(self, application_id: str, token: str, message_id: str) -> Message:
        """A message of this interaction; `@original` is the first response. Raises 10008."""
        return self._message(self._interaction(application_id, token), message_id)

    def edit(self, application_id: str, token: str, message_id: str, body: Json, uploads: list[Upload]) -> Message:
        """Edit a message of this interaction; filling a deferred one ends "thinking"."""
        interaction = self._interaction(application_id, token)
        message = self._message(interaction, message_id)
        messages.check_edit(message, body, uploads)
        fills = interaction.pending and message.id == interaction.original_id
        self._messaging.edit(message, body, uploads, fills_deferred=fills)
        if fills:
            interaction.pending = False
        return message

    def delete(self, application_id: str, token: str, message_id: str) -> None:
        """Delete a message of this interaction."""
        interaction = self._interaction(application_id, token)
        message = self._message(interaction, message_id)
        self._messaging.delete(message)
        if message.id == interaction.original_id:
            interaction.pending = False

    def _interaction(self, application_id: str, token: str) -> Interaction:
        return self._registry.to_follow(application_id, self._world.application_id, token)

    def _message(self, interaction: Interaction, message_id: str) -> Message:
        wanted = interaction.original_id if message_id == "@original" else message_id
        if wanted is None or wanted not in interaction.message_ids:
            raise errors.unknown_message()
        return self._world.message(interaction.channel_id, wanted)

    def _send(self, interaction: Interaction, data: Json, uploads: list[Upload]) -> Message:
        messages.check_new(data, uploads, inside="data")
        message = self._post(interaction, data, uploads, self._first_traits(interaction, data))
        interaction.original_id = message.id
        return message

    def _think(self, interaction: Interaction, data: Json, _: list[Upload]) -> Message:
        traits = self._first_traits(interaction, data)
        private = MessageFlag(data.get("flags") or 0) & MessageFlag.EPHEMERAL
        message = self._post(interaction, {}, [], {**traits, "flags": MessageFlag.LOADING | private})
        interaction.original_id = message.id
        interaction.pending = True
        return message

    def _keep(self, interaction: Interaction, _: Json, __: list[Upload]) -> None:
        self._adopt_source(interaction)

    def _update(self, interaction: Interaction, data: Json, uploads: list[Upload]) -> Message:
        message = self._world.message(interaction.channel_id, str(interaction.source_id))
        messages.check_edit(message, data, uploads, inside="data")
        self._messaging.edit(message, data, uploads)
        self._adopt_source(interaction)
        return message

    def _choose(self, interaction: Interaction, data: Json, _: list[Upload]) -> None:
        commands.check_choices(data)
        if interaction.choices is not None and not interaction.choices.done():
            interaction.choices.set_result(data.get("choices") or [])

    def _modal(self, interaction: Interaction, data: Json, _: list[Upload]) -> None:
        modals.check(data)
        modal = self._registry.show_modal(interaction, data)
        shown = {"modal_id": modal.id, "interaction_id": interaction.id, "channel_id": interaction.channel_id}
        self._feed.publish("modal_open", {**shown, **data}, [interaction.user_id])

    def _adopt_source(self, interaction: Interaction) -> None:
        """After an update `@original` means the message that holds the component."""
        interaction.original_id = interaction.source_id
        interaction.message_ids.add(str(interaction.source_id))

    def _first_traits(self, interaction: Interaction, body: Json) -> Json:
        traits = self._traits(interaction, body)
        if interaction.type is InteractionType.COMMAND:
            slash = interaction.data["type"] == _CHAT_INPUT
            traits["type"] = MessageType.CHAT_INPUT_COMMAND if slash else MessageType.CONTEXT_MENU_COMMAND
        elif interaction.source_id is not None:
            traits["type"] = MessageType.REPLY
            traits["reference"] = self._refer(interaction, interaction.source_id)
        return traits

    def _traits(self, interaction: Interaction, body: Json) -> Json:
        private = MessageFlag(body.get("flags") or 0) & MessageFlag.EPHEMERAL
        return {
            "interaction_metadata": metadata_json(self._world, interaction),
            "from_application": True,
            "ephemeral_to": interaction.user_id if private else None,
        }

    def _refer(self, interaction: Interaction, message_id: str | None) -> Json | None:
        if message_id is None:
            return None
        return {
            "message_id": message_id,
            "channel_id": interaction.channel_id,
            "guild_id": self._world.guild_of(interaction.channel_id).id,
        }

    def _post(self, interaction: Interaction, body: Json, uploads: list[Upload], traits: Json) -> Message:
        message = self._messaging.post(interaction.channel_id, self._world.bot.id, body, uploads, **traits)
        interaction.message_ids.add(message.id)
        return message

    def _callback_json(self, interaction: Interaction, kind: ResponseType, message: Message | None) -> Json:
        about: Json = {"id": interaction.id, "type": int(interaction.type)}
        resource: Json = {"type": int(kind)}
        if message is not None:
            about["response_message_id"] = message.id
            about["response_message_loading"] = bool(message.flags & MessageFlag.LOADING)
            about["response_message_ephemeral"] = bool(message.flags & MessageFlag.EPHEMERAL)
            resource["message"] = message_json(self._world, message)
        return {"interaction": about, "resource": resource}


def outcome_json(interaction: Interaction) -> Json:
    """What the page is told of an interaction that ended: where it was begun."""
    return {
        "interaction_id": interaction.id,
        "channel_id": interaction.channel_id,
        "message_id": interaction.source_id,
        "custom_id": interaction.data.get("custom_id"),
    }


def _allowed(interaction: Interaction) -> list[int]:
    """Which responses fit: an update needs a message to update, and a modal cannot open a modal."""
    if interaction.type is InteractionType.AUTOCOMPLETE:
        return [int(ResponseType.AUTOCOMPLETE)]
    allowed = [ResponseType.MESSAGE, ResponseType.DEFERRED_MESSAGE]
    if interaction.source_id is not None:
        allowed += [ResponseType.DEFERRED_UPDATE, ResponseType.UPDATE]
    if interaction.type is not InteractionType.MODAL:
        allowed.append(ResponseType.MODAL)
    return [int(item) for item in allowed]
