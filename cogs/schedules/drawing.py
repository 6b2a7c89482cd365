"""The picture of a scheduled post."""

from cogs.common.boards import board_picture
from cogs.common.pictures import Drawn, Pictures, Theme
from community.schedules.report import Report


async def drawn(report: Report, pictures: Pictures) -> Drawn | None:
    """The first page of the server's board, dark as most clients; None where none was ordered or can be drawn."""
    if not report.order.picture or report.board is None or not report.board.board.standings:
        return None
    return await pictures.draw(*board_picture(report.board, 0, Theme.DARK))
