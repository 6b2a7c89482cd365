import asyncio
from dataclasses import dataclass, field

import pytest

from community.battles import BattleId
from community.errors import AlreadyReported, BattleNotFound, DeskClosed
from community.reports import SHOWN, TELL_WITHIN, Clerk, Report, Reports
from storage.community.reports import SqlReportStore
from tests.community.battles.conftest import ADA, GRACE, GUILD, Community, community

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


@pytest.fixture
def office(community: Community) -> Office:
    return Office(community)


async def test_moderators_are_told_of_each_report_once_in_the_channel_that_they_named(office: Office) -> None:
    battle = await office.community.start()
    assert not await office.reports.file(GUILD, battle.id, ADA, " rude ")
    await office.clerk.look()
    assert office.desk.told == []

    await office.reports.choose_channel(GUILD, CHANNEL)
    assert await office.reports.file(GUILD, battle.id, GRACE, "")
    office.desk.shut = True
    await office.clerk.look()
    office.desk.shut = False
    await office.clerk.look()
    await office.clerk.look()
    assert [channel for _, channel in office.desk.told] == [CHANNEL, CHANNEL]
    assert [(report.member_id, report.words) for report in await office.reports.newest(GUILD)] == [
        (GRACE, ""),
        (ADA, "rude"),
    ]


async def test_a_member_reports_a_battle_once(office: Office) -> None:
    battle = await office.community.start()
    asked = [office.reports.file(GUILD, battle.id, ADA, "rude") for _ in range(3)]
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(outcome, AlreadyReported) for outcome in outcomes) == 2


async def test_nobody_reports_what_is_not_on_their_server(office: Office) -> None:
    battle = await office.community.start()
    for guild, battle_id in ((GUILD + 1, battle.id), (GUILD, BattleId("0000000000"))):
        with pytest.raises(BattleNotFound):
            await office.reports.file(guild, battle_id, ADA, "")
    assert await office.reports.newest(GUILD + 1) == []


async def test_old_reports_stand_on_the_page_alone(office: Office) -> None:
    battle = await office.community.start()
    for member in range(SHOWN + 1):
        await office.reports.file(GUILD, battle.id, member, "")
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
