"""The moderators' channel."""

from cogs.common.live import EditFailed
from cogs.common.posting import Poster
from cogs.reports.screens import VoidButton, notice, opened
from community.reports import Report


class ModeratorsDesk:
    """Fulfils `community.reports.Desk`. `void` makes the button that voids a battle."""

    def __init__(self, poster: Poster, *, void: VoidButton) -> None:
        self._poster = poster
        self._void = void

    async def open(self, channel_id: int) -> bool:
        """Say there that reports come from now on."""
        try:
            return await self._poster.send(channel_id, opened(), nonce=f"desk:{channel_id}") is not None
        except EditFailed:
            return False

    async def tell(self, report: Report, channel_id: int) -> bool:
        """Post the report once, whoever tries again."""
        try:
            await self._poster.send(channel_id, notice(report, self._void), nonce=f"report:{report.id}")
        except EditFailed:
            return False
        return True
