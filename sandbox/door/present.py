"""Messages as the page shows them: the same objects, with `html` beside every text."""

from collections.abc import Mapping
from typing import Any, Protocol

from sandbox.state.world import World

Json = dict[str, Any]


class Render(Protocol):
    """Turns Discord's markdown into safe HTML; the mappings lead from ids to names."""

    def __call__(
        self, text: str, *, users: Mapping[str, str], channels: Mapping[str, str], roles: Mapping[str, str]
    ) -> str:
        """The HTML of `text`."""


class Presenter:
    """Adds `html` to copies; what the bot sent stays as it is."""

    def __init__(self, world: World, render: Render) -> None:
        self._world = world
        self._render = render

    def present(self, body: Any) -> Any:
        """A copy in which `html` stands beside every `content` and every embed's `description`."""
        if isinstance(body, list):
            return [self.present(item) for item in body]
        if not isinstance(body, dict):
            return body
        shown = {key: self.present(value) for key, value in body.items()}
        if isinstance(content := body.get("content"), str):
            shown["html"] = self._html(content)
        for embed in shown.get("embeds") or []:
            if isinstance(description := embed.get("description"), str):
                embed["html"] = self._html(description)
        return shown

    def _html(self, text: str) -> str:
        guild = self._world.guild
        return self._render(
            text,
            users={member.user.id: member.display_name for member in guild.members.values()},
            channels={channel.id: channel.name for channel in guild.channels.values()},
            roles={role.id: role.name for role in guild.roles.values()},
        )
