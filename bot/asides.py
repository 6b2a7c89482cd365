"""What surrounds the vote, put together: what members say beside it, and moderators' work."""

import asyncio
from collections.abc import Mapping, Sequence

from bot.sources import ConcurredBattles, ModelChorusSource
from cogs import battle, reports
from cogs.battle import history as battle_history
from cogs.battle import moderation as battle_moderation
from cogs.battle import opinions as battle_opinions
from cogs.common.feature import Feature
from cogs.common.posting import Poster
from community.battles import BattleStore, Moderation, Source, Stage
from community.clock import Clock
from community.history import History
from community.opinions import Catalogue, FeedbackCourier, Opinions, OpinionSource
from community.reports import Clerk, Reports
from storage.community.history import SqlHistoryReader
from storage.community.moderating import SqlModerationStore
from storage.community.opinions import SqlOpinionStore
from storage.community.outbox import SqlOutbox
from storage.community.reports import SqlReportStore
from storage.database import Database


class Asides:
    """The features beside a battle's vote."""

    def __init__(
        self,
        *,
        database: Database,
        battles: BattleStore,
        stage: Stage,
        poster: Poster,
        sources: Mapping[str, Source],
        clock: Clock,
    ) -> None:
        self.moderation = Moderation(store=SqlModerationStore(database), stage=stage, clock=clock)
        taking: dict[str, OpinionSource] = {
            name: source for name, source in sources.items() if isinstance(source, ModelChorusSource)
        }
        catalogues: dict[str, Catalogue] = {
            name: source for name, source in sources.items() if isinstance(source, ModelChorusSource | ConcurredBattles)
        }
        self._opinions = Opinions(
            battles=battles, store=SqlOpinionStore(database), sources=taking, catalogues=catalogues, clock=clock
        )
        self._history, self._history_face = battle_history.feature(History(SqlHistoryReader(database)))
        filed, desk = SqlReportStore(database), reports.ModeratorsDesk(poster, void=battle_moderation.void_button)
        self._reports, self._reports_face = reports.feature(Reports(store=filed, desk=desk, clock=clock))
        self._clerk = Clerk(store=filed, desk=desk, clock=clock)
        self._courier = FeedbackCourier(outbox=SqlOutbox(database), sources=taking, clock=clock)

    @property
    def features(self) -> Sequence[Feature]:
        """To be added to the bot."""
        return [
            battle_moderation.feature(self.moderation),
            battle_opinions.feature(self._opinions),
            self._history,
            self._reports,
        ]

    @property
    def battle_commands(self) -> Sequence[battle.Command]:
        """What goes under `/battle`."""
        return [battle_history.history_command(self._history_face)]

    @property
    def manage_commands(self) -> Sequence[battle.Command]:
        """What goes under `/manage`."""
        return [reports.reports_command(self._reports_face)]

    async def run(self) -> None:
        """Do what is to be done in the background, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._courier.run(), name="feedback courier")
            tasks.create_task(self._clerk.run(), name="reports clerk")
