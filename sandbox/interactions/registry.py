"""Every interaction by id and token, and the two times that bind it: 3 seconds and 15 minutes."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from sandbox import errors
from sandbox.clock import Clock, Timer
from sandbox.rules.limits import TOKEN_SECONDS
from sandbox.state.snowflakes import Snowflakes

Json = dict[str, Any]


class InteractionType(IntEnum):
    """What the member did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(slots=True, kw_only=True)
class Interaction:
    """One interaction. `original_id` is the message that `@original` means; `pending` while it is deferred."""

    id: str
    token: str
    type: InteractionType
    user_id: str
    channel_id: str
    data: Json
    created_at: datetime
    source_id: str | None = None
    trigger: "Interaction | None" = None
    acknowledged: bool = False
    original_id: str | None = None
    pending: bool = False
    message_ids: set[str] = field(default_factory=set)
    timer: Timer | None = None
    choices: "asyncio.Future[list[Json]] | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenModal:
    """A modal on a member's screen."""

    id: str
    opened_by: Interaction
    data: Json


class Registry:
    """Holds the interactions; `on_silence` is called when one gets no first response within `acknowledge_seconds`."""

    def __init__(
        self,
        clock: Clock,
        snowflakes: Snowflakes,
        on_silence: Callable[[Interaction], None],
        *,
        acknowledge_seconds: float,
    ) -> None:
        self._clock = clock
        self._acknowledge_seconds = acknowledge_seconds
        self._snowflakes = snowflakes
        self._on_silence = on_silence
        self._by_token: dict[str, Interaction] = {}
        self.modals: dict[str, OpenModal] = {}

    def open(self, kind: InteractionType, user_id: str, channel_id: str, data: Json, **more: Any) -> Interaction:
        """A new interaction whose time to be acknowledged begins now."""
        interaction = Interaction(
            id=self._snowflakes.new(),
            token=secrets.token_urlsafe(32),
            type=kind,
            user_id=user_id,
            channel_id=channel_id,
            data=data,
            created_at=self._clock.now(),
            **more,
        )
        self._by_token[interaction.token] = interaction

        def silent() -> None:
            if not interaction.acknowledged:
                self._on_silence(interaction)

        interaction.timer = self._clock.call_later(self._acknowledge_seconds, silent)
        return interaction

    def to_answer(self, interaction_id: str, token: str) -> Interaction:
        """The interaction for a first response; raises 10062 when unknown or late, 40060 when answered already."""
        interaction = self._by_token.get(token)
        if interaction is None or interaction.id != interaction_id:
            raise errors.unknown_interaction()
        if interaction.acknowledged:
            raise errors.already_acknowledged()
        if self._age(interaction) > timedelta(seconds=self._acknowledge_seconds):
            raise errors.unknown_interaction()
        return interaction

    def to_follow(self, application_id: str, own_id: str, token: str) -> Interaction:
        """The interaction for a follow-up; raises 10015 when unknown or not yet answered, 50027 after 15 minutes."""
        interaction = self._by_token.get(token)
        if application_id != own_id or interaction is None or not interaction.acknowledged:
            raise errors.unknown_webhook()
        if self._age(interaction) > timedelta(seconds=TOKEN_SECONDS):
            raise errors.invalid_webhook_token()
        return interaction

    def acknowledge(self, interaction: Interaction) -> None:
        """The first response is there."""
        interaction.acknowledged = True
        if interaction.timer is not None:
            interaction.timer.cancel()

    def show_modal(self, interaction: Interaction, data: Json) -> OpenModal:
        """Put a modal on the member's screen."""
        modal = OpenModal(id=self._snowflakes.new(), opened_by=interaction, data=data)
        self.modals[modal.id] = modal
        return modal

    def _age(self, interaction: Interaction) -> timedelta:
        return self._clock.now() - interaction.created_at
