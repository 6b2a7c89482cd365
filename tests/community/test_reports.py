import asyncio
from dataclasses import dataclass, field

import pytest

from community.errors import AlreadyReported, BattleNotFound, DeskClosed, FightNotFound
from community.places import MessageRef
from community.reports import SHOWN, TELL_WITHIN, About, Clerk, Report, Reports, Subject
from storage.community.fights import SqlFightStore
from storage.community.reports import SqlReportStore
from tests.community.battles.conftest import ADA, GRACE, GUILD, Community, community
from tests.support.fights import new_fight

__all__ = ["community"]
CHANNEL = 77


@dataclass
class ListeningDesk:
    """Remembers what it was told; as long as it is `shut`, nothing can be told."""

    shut: bool = False
    told: list[tuple[int, int]] = field(default_factory=list)

    async def open(self, channel_id: int) -> bool:
        assert channel_id
        return not self.shut

    async def tell(self, report: Report, channel_id: int) -> bool:
        if not self.shut:
            self.told.append((report.id, channel_id))
        return not self.shut


@dataclass
class Office:
    community: Community
    desk: ListeningDesk = field(default_factory=ListeningDesk)

    def __post_init__(self) -> None:
        store = SqlReportStore(self.community.database)
        self.reports = Reports(store=store, desk=self.desk, clock=self.community.clock)
        self.clerk = Clerk(store=store, desk=self.desk, clock=self.community.clock)

    async def battle(self) -> About:
        """A battle that can be reported."""
        return About(Subject.BATTLE, (await self.community.start()).id)

    async def fight(self) -> About:
        """A fight that can be reported, and that a message shows."""
        store = SqlFightStore(self.community.database)
        fight = await store.start(new_fight(guild_id=GUILD), [])
        await store.keep_message(fight.id, MessageRef(200, 400))
        return About(Subject.FIGHT, fight.id)


@pytest.fixture
def office(community: Community) -> Office:
    return Office(community)


async def test_moderators_are_told_of_each_report_once_in_the_channel_that_they_named(office: Office) -> None:
    battle, fight = await office.battle(), await office.fight()
    assert not await office.reports.file(GUILD, battle, ADA, " rude ")
    await office.clerk.look()
    assert office.desk.told == []

    await office.reports.choose_channel(GUILD, CHANNEL)
    assert await office.reports.file(GUILD, fight, GRACE, "")
    office.desk.shut = True
    await office.clerk.look()
    office.desk.shut = False
    await office.clerk.look()
    await office.clerk.look()
    assert [channel for _, channel in office.desk.told] == [CHANNEL, CHANNEL]
    of_fight, of_battle = await office.reports.newest(GUILD)
    assert (of_fight.about, of_fight.member_id, of_fight.words) == (fight, GRACE, "")
    assert (of_fight.message, of_fight.void) == (MessageRef(200, 400), False)
    assert (of_battle.about, of_battle.member_id, of_battle.words) == (battle, ADA, "rude")


async def test_a_member_reports_each_battle_and_each_fight_once(office: Office) -> None:
    for about in (await office.battle(), await office.fight()):
        asked = [office.reports.file(GUILD, about, ADA, "rude") for _ in range(3)]
        outcomes = await asyncio.gather(*asked, return_exceptions=True)
        assert sum(isinstance(outcome, AlreadyReported) for outcome in outcomes) == 2
    assert len(await office.reports.newest(GUILD)) == 2


async def test_nobody_reports_what_is_not_on_their_server(office: Office) -> None:
    for about, missing in ((await office.battle(), BattleNotFound), (await office.fight(), FightNotFound)):
        for guild, asked in ((GUILD + 1, about), (GUILD, About(about.subject, "0000000000"))):
            with pytest.raises(missing):
                await office.reports.file(guild, asked, ADA, "")
    assert await office.reports.newest(GUILD + 1) == []


async def test_old_reports_stand_on_the_page_alone(office: Office) -> None:
    battle = await office.battle()
    for member in range(SHOWN + 1):
        await office.reports.file(GUILD, battle, member, "")
    await office.community.clock.sleep(TELL_WITHIN.total_seconds())
    await office.reports.choose_channel(GUILD, CHANNEL)
    await office.clerk.look()
    assert office.desk.told == []
    assert [report.member_id for report in await office.reports.newest(GUILD)] == list(range(SHOWN, 0, -1))


async def test_the_channel_can_be_changed_and_taken_back(office: Office) -> None:
    for channel in (CHANNEL, CHANNEL + 1, None):
        await office.reports.choose_channel(GUILD, channel)
        assert await office.reports.channel(GUILD) == channel


async def test_a_channel_where_nothing_can_be_said_is_not_chosen(office: Office) -> None:
    await office.reports.choose_channel(GUILD, CHANNEL)
    office.desk.shut = True
    with pytest.raises(DeskClosed):
        await office.reports.choose_channel(GUILD, CHANNEL + 1)
    assert await office.reports.channel(GUILD) == CHANNEL
