"""Where ballots give no ratings members are told so in words, and what needs none is shown without them."""

from pathlib import Path
from typing import Any, cast

import discord
import pytest

from arena.wire import Winner
from cogs.common.boards.looks import Look, Scope
from cogs.common.pictures import Pictures
from cogs.insights.face import InsightsFace
from cogs.leaderboard.face import LeaderboardFace
from community.boards import Boards, Expectations, Filters, Picture
from storage.community.battles import SqlBattleStore
from storage.community.boards import SqlBoardStore
from storage.community.fights import SqlFightStore
from storage.community.remarks import SqlRemarks
from storage.community.statistics import SqlStatistics
from tests.support.clock import START, EagerClock
from tests.support.database import migrated_database
from tests.support.fought import fought
from tests.support.layout import texts

GUILD, MEMBER = 1, 7
FILTERS = Filters(source="ModelChorus")


class Command:
    """A command as a member uses it: what Discord would be told to show them."""

    def __init__(self) -> None:
        self.guild_id, self.guild, self.message = GUILD, None, None
        self.user, self.response, self.followup = discord.Object(MEMBER), self, self
        self.shown: list[str] = []
        self.deferred = False

    def is_done(self) -> bool:
        return self.deferred or bool(self.shown)

    async def defer(self, *, ephemeral: bool, thinking: bool) -> None:
        assert ephemeral
        assert thinking
        self.deferred = True

    async def send(self, *, view: discord.ui.LayoutView, files: list[discord.File], ephemeral: bool) -> None:
        await self.send_message(view=view, files=files, ephemeral=ephemeral)

    async def send_message(self, *, view: discord.ui.LayoutView, files: list[discord.File], ephemeral: bool) -> None:
        assert ephemeral
        assert not files
        self.shown.append("\n".join(texts(view)))

    @property
    def interaction(self) -> discord.Interaction[Any]:
        return cast("discord.Interaction[Any]", self)


async def test_no_ratings_are_told_in_words_and_statistics_do_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arena.ratings.fitting._STEPS", 0)
    async with migrated_database(tmp_path / "blindbout.db") as database:
        await fought(SqlBattleStore(database), ("Qwen", "Phi"), [Winner.A] * 3, closed_at=START)
        store, clock = SqlBoardStore(database), EagerClock()
        expectations = Expectations(store=store, worlds={}, clock=clock)
        boards = Boards(store=store, expectations=expectations, clock=clock, source=FILTERS.source)
        face = LeaderboardFace(boards, Pictures())
        for scope in Scope:
            for use in (face.show, face.post):
                command = Command()
                await use(command.interaction, Look(scope=scope, filters=FILTERS, picture=Picture.NONE))
                (said,) = command.shown
                assert said.startswith("### No ratings just now")
                assert "No ballot is lost" in said
        insights = InsightsFace(
            statistics=SqlStatistics(database),
            remarks=SqlRemarks(database),
            boards=boards,
            fights=SqlFightStore(database),
            worlds={},
        )
        command = Command()
        await insights.stats(command.interaction)
        (said,) = command.shown
        assert "**1 battle, 3 ballots" in said
