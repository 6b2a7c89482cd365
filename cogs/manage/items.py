"""The select on the page of settings."""

import re
from dataclasses import replace
from typing import Any, Self

import discord
from discord.ui import DynamicItem, Item, RoleSelect

from cogs.common.feature import face_of
from cogs.common.items import Guarded
from cogs.manage.face import ManageFace
from cogs.manage.screens import VOTER_ROLES


class VoterRolesSelect(Guarded, DynamicItem[RoleSelect[Any]], template=re.escape(VOTER_ROLES)):
    """Who may vote: the roles, none for everybody."""

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: Item[Any], _match: re.Match[str], /
    ) -> Self:
        """Take the select as it was posted."""
        return cls(item)  # type: ignore[arg-type] # the template matches role selects only

    async def press(self, interaction: discord.Interaction[Any]) -> None:
        """Keep the choice."""
        roles = frozenset(role.id for role in self.item.values)
        face = face_of(interaction, ManageFace)
        await face.change_rules(interaction, lambda rules: replace(rules, voter_roles=roles))
