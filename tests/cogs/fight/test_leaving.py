"""What the screen of fights still shows when the process ends, and how long it may take."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import discord
import pytest

from cogs.common.pace import EditPace
from cogs.common.posting import Edited, Poster
from cogs.fight import FightScreen, stage
from community.clock import SystemClock
from community.fights import Fight, FightState, Status
from community.places import MessageRef
from storage.community.fights import SqlFightStore
from storage.database import Database
from tests.support.database import migrated_database
from tests.support.fights import STARTED, new_fight
from tests.support.layout import dump

PATIENCE = 20


class Wire(Poster):
    """Keeps the texts of edits; as long as Discord is `silent`, none comes to an end."""

    def __init__(self, *, silent: bool) -> None:
        super().__init__()
        self.silent = silent
        self.began = asyncio.Event()
        self.edits = 0
        self.where: MessageRef | None = None
        self.view = discord.ui.LayoutView()
        """What was sent last, whether or not it arrived."""

    async def edit(
        self, message: MessageRef, view: discord.ui.LayoutView, *, files: Sequence[discord.File] | None = None
    ) -> Edited:
        assert files is None, "nothing was said, so there is no transcript"
        self.where, self.view = message, view
        self.began.set()
        if self.silent:
            await asyncio.Event().wait()
        self.edits += 1
        return Edited.DONE


async def interrupted(database: Database, wire: Wire) -> tuple[FightScreen, SqlFightStore, Fight]:
    """A fight that has just been interrupted, and the screen that is to say so."""
    store = SqlFightStore(database)
    fight = await store.start(new_fight(), [])
    await store.keep_message(fight.id, MessageRef(fight.channel_id, 1 << 60))
    ended = await store.end(fight.id, Status.INTERRUPTED, STARTED)
    assert ended is not None
    screen = FightScreen(store=store, poster=wire, pace=EditPace(), clock=SystemClock())

    async def nothing_came(_fight_id: object) -> FightState:
        return FightState()

    screen.ask(nothing_came)
    screen.changed(fight.id)
    return screen, store, ended


async def test_the_last_state_is_shown_before_the_screen_closes_and_nothing_after_it(tmp_path: Path) -> None:
    wire = Wire(silent=False)
    async with migrated_database(tmp_path / "a.db") as database, asyncio.timeout(PATIENCE):
        screen, store, fight = await interrupted(database, wire)
        await screen.close()
        assert wire.edits == 1
        assert wire.where == fight.message
        assert "The fight was interrupted" in dump(wire.view)
        assert await store.outdated() == []
        screen.changed(fight.id)
        await screen.close()
    assert wire.edits == 1


async def test_a_discord_that_does_not_answer_holds_nobody_up_and_leaves_the_rest_to_the_next_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "LAST_WORDS", 0.05)
    wire = Wire(silent=True)
    async with migrated_database(tmp_path / "a.db") as database, asyncio.timeout(PATIENCE):
        screen, store, fight = await interrupted(database, wire)
        await wire.began.wait()
        await screen.close()
        assert [left.id for left in await store.outdated()] == [fight.id]
    assert wire.edits == 0
