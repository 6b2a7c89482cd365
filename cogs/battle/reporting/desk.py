"""The moderators' channel."""

from cogs.battle.reporting.screens import notice, opened
from cogs.common.live import EditFailed
from cogs.common.posting import Poster
from community.reports import Report


class ModeratorsDesk:
    """Fulfils `community.reports.Desk`."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster

    async def open(self, channel_id: int) -> bool:
        """Say there that reports come from now on."""
        try:
            return await self._poster.send(channel_id, opened(), nonce=f"desk:{channel_id}") is not None
        except EditFailed:
            return False

    async def tell(self, report: Report, channel_id: int) -> bool:
        """Post the report once, whoever tries again."""
        try:
            await self._poster.send(channel_id, notice(report), nonce=f"report:{report.id}")
        except EditFailed:
            return False
        return True
