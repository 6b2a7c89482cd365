"""`/manage reports`."""

from typing import Any

import discord
from discord import app_commands

from cogs.reports.face import ReportsFace


def reports_command(face: ReportsFace) -> app_commands.Command[Any, ..., None]:
    """The command, for the group of managers."""

    @app_commands.command(name="reports", description="What members reported, and where moderators are told")
    async def reports(interaction: discord.Interaction[Any]) -> None:
        await face.show(interaction)

    return reports
