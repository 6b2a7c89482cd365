"""`docs/commands.md` lists the commands as they are; each is described and within Discord's limits."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import create_autospec

import pytest
from discord import app_commands

from cogs.battle.commands import BattleCommands
from cogs.battle.history import HistoryFace, history_command
from cogs.battle.starting import Starting
from cogs.exports import ExportFace, export_command
from cogs.fight.commands import FightCommands
from cogs.fight.face import FightFace
from cogs.insights import InsightsFace
from cogs.insights.commands import feedback_command, stats_command
from cogs.leaderboard import LiveBoardCommands, LiveBoards
from cogs.leaderboard.commands import LeaderboardCommands
from cogs.leaderboard.face import LeaderboardFace
from cogs.leaderboard.world import WorldFace
from cogs.manage.commands import ManageCommands
from cogs.manage.face import ManageFace
from cogs.privacy.commands import PrivacyCommands
from cogs.privacy.face import PrivacyFace
from cogs.quota.commands import quota_command
from cogs.quota.face import QuotaFace
from cogs.reports import ReportsFace, reports_command
from cogs.schedules import ScheduleCommands, ScheduleFace
from cogs.suggest import SuggestFace
from cogs.suggest.commands import suggest_command
from community.boards import Boards

ROOT = Path(__file__).parents[2]
MANAGE = ManageCommands(create_autospec(ManageFace, instance=True))
MANAGE.add_command(export_command(create_autospec(ExportFace, instance=True)))
MANAGE.add_command(
    LiveBoardCommands(create_autospec(LiveBoards, instance=True), create_autospec(Boards, instance=True))
)
MANAGE.add_command(reports_command(create_autospec(ReportsFace, instance=True)))
MANAGE.add_command(ScheduleCommands(create_autospec(ScheduleFace, instance=True)))
BATTLE = BattleCommands(create_autospec(Starting, instance=True))
BATTLE.add_command(history_command(create_autospec(HistoryFace, instance=True)))
GROUPS: list[app_commands.Group] = [
    BATTLE,
    MANAGE,
    LeaderboardCommands(create_autospec(LeaderboardFace, instance=True), create_autospec(WorldFace, instance=True)),
    FightCommands(create_autospec(FightFace, instance=True)),
    PrivacyCommands(create_autospec(PrivacyFace, instance=True)),
]


def commands() -> Iterator[app_commands.Command[Any, ..., None]]:
    yield suggest_command(create_autospec(SuggestFace, instance=True))
    yield quota_command(create_autospec(QuotaFace, instance=True))
    yield stats_command(create_autospec(InsightsFace, instance=True))
    yield feedback_command(create_autospec(InsightsFace, instance=True))
    for group in GROUPS:
        for command in group.walk_commands():
            if isinstance(command, app_commands.Command):
                yield command


def test_the_documented_commands_are_the_ones_there_are() -> None:
    documented = re.findall(r"^\| `/([a-z -]+)` \|", (ROOT / "docs/commands.md").read_text(), re.MULTILINE)
    assert sorted(documented) == sorted(command.qualified_name for command in commands())


@pytest.mark.parametrize("command", list(commands()), ids=lambda command: command.qualified_name)
def test_each_command_is_described(command: app_commands.Command[Any, ..., None]) -> None:
    assert 10 <= len(command.description) <= 100
    for parameter in command.parameters:
        assert parameter.description != "…", f"{parameter.name} has no description"
        assert len(str(parameter.description)) <= 100


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_groups_are_for_guilds_and_described(group: app_commands.Group) -> None:
    assert group.guild_only
    assert 10 <= len(group.description) <= 100
