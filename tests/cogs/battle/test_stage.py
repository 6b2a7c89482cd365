"""What the stage does where Discord says that a battle's message is gone, or has its pictures already."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import discord
import pytest

from arena.wire import Modality, Winner
from cogs.battle.stage import DiscordStage
from cogs.common.pace import EditPace
from cogs.common.posting import Edited, Poster
from community.battles import Answers, Battle, BattleId, Failure, Moderation, Polled
from community.places import MessageRef
from storage.community.moderating import SqlModerationStore
from tests.community.battles.conftest import ADA, CHANNEL, GRACE, GUILD, Community
from tests.support.database import migrated_database
from tests.support.layout import dump
from tests.support.voters import voter

FIRST, AGAIN = MessageRef(CHANNEL, 900), MessageRef(CHANNEL, 901)


class Wall(Poster):
    """A channel in memory. A message that is `gone` cannot be edited."""

    def __init__(self) -> None:
        super().__init__()
        self.gone = False
        self.shown = ""
        self.posted: list[str] = []

    async def edit(
        self,
        message: MessageRef,  # noqa: ARG002 - there is one
        view: discord.ui.LayoutView,
        *,
        files: Sequence[discord.File] | None = None,  # noqa: ARG002 - how it looks is enough
    ) -> Edited:
        self.shown = dump(view)
        return Edited.DELETED if self.gone else Edited.DONE

    async def send(self, channel_id: int, view: discord.ui.LayoutView, **_: Any) -> MessageRef:
        assert channel_id == CHANNEL
        self.posted.append(dump(view))
        return AGAIN

    def age_restricted(self, channel_id: int) -> bool:
        return channel_id != CHANNEL


class Shown:
    """A community whose battles stand on a wall."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.wall = Wall()
        self.moderation = Moderation(
            store=SqlModerationStore(community.database), stage=community.stage, clock=community.clock
        )
        self._stage = DiscordStage(
            store=community.store,
            turns=community.turns,
            watchers=_nobody,
            pictures=community.pictures,
            settings=community.settings,
            converses=lambda _: True,
            poster=self.wall,
            pace=EditPace(),
            clock=community.clock,
        )

    async def open(self, modality: Modality = Modality.TEXT) -> Battle:
        """A battle with one ballot, shown."""
        if modality is Modality.IMAGE:
            self.community.source.polls.append(Polled(answers=Answers("a", "b"), turns=1))
        battle = await self.community.driven(await self.community.start(modality=modality))
        await self.community.store.keep_message(battle.id, FIRST)
        await self.up_to_date(battle.id)
        await self.community.voting.cast(battle.id, voter(ADA), Winner.A)
        return battle

    async def close(self, battle: Battle) -> None:
        await self.community.driven(await self.community.voting.close(battle.id, member_id=ADA, moderator=False))

    async def void(self, battle: Battle) -> None:
        await self.moderation.void(GUILD, battle.id, by=GRACE, reason="")

    async def up_to_date(self, battle_id: BattleId) -> None:
        self._stage.changed(battle_id)
        async with asyncio.timeout(10):
            await self._stage._live[battle_id].settled()


async def _nobody(_: BattleId) -> list[int]:
    return []


@pytest.fixture
async def shown(tmp_path: Path) -> Any:
    async with migrated_database(tmp_path / "community.db") as database:
        yield Shown(Community(database))


async def revealed(shown: Shown, battle: Battle) -> None:
    shown.wall.gone = True
    await shown.close(battle)


async def counted_without_names(shown: Shown, battle: Battle) -> None:
    shown.wall.gone = True
    await shown.community.voting.close(battle.id, member_id=ADA, moderator=False)
    await shown.community.store.fail(battle.id, Failure.NAMES_WITHHELD)


async def closed_without_ballots(shown: Shown, battle: Battle) -> None:
    shown.wall.gone = True
    await shown.community.voting.withdraw(battle.id, ADA)
    await shown.close(battle)


async def voided_while_open(shown: Shown, battle: Battle) -> None:
    shown.wall.gone = True
    await shown.void(battle)


async def voided_after_the_reveal(shown: Shown, battle: Battle) -> None:
    await shown.close(battle)
    await shown.up_to_date(battle.id)
    shown.wall.gone = True
    await shown.void(battle)


async def deleted_after_the_reveal(shown: Shown, battle: Battle) -> None:
    await shown.close(battle)
    await shown.up_to_date(battle.id)
    shown.wall.gone = True


@pytest.mark.parametrize(
    ("ends", "posted"),
    [
        (revealed, "A wins"),
        (counted_without_names, "No names this time"),
        (closed_without_ballots, None),
        (voided_while_open, None),
        (voided_after_the_reveal, None),
        (deleted_after_the_reveal, None),
    ],
)
async def test_a_deleted_message_comes_again_only_with_what_became_of_ballots_that_nobody_has_read(
    shown: Shown, ends: Callable[[Shown, Battle], Awaitable[None]], posted: str | None
) -> None:
    battle = await shown.open()
    await ends(shown, battle)
    await shown.up_to_date(battle.id)
    if posted is None:
        assert shown.wall.posted == []
    else:
        (message,) = shown.wall.posted
        assert posted in message
        assert "1 ballot" in message


async def test_a_voided_reveal_keeps_its_pictures_that_discord_alone_has_by_then(shown: Shown) -> None:
    battle = await shown.open(Modality.IMAGE)
    await shown.close(battle)
    await shown.up_to_date(battle.id)
    assert await shown.community.pictures.get(battle.id) is None
    await shown.void(battle)
    await shown.up_to_date(battle.id)
    assert "Voided by a moderator" in shown.wall.shown
    assert "a.png" in shown.wall.shown
