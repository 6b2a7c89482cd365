"""The picture of a scheduled post."""

from cogs.common.boards import PAGE_ROWS, board_picture, world_picture
from cogs.common.pictures import Dot, Drawn, Pictures, Theme
from community.boards import Picture
from community.schedules.report import Line, Report


async def drawn(report: Report, pictures: Pictures) -> Drawn | None:
    """The first page of the board; None where no picture was ordered or there is nothing to draw."""
    ground = report.order.picture
    if ground is Picture.NONE or not report.lines:
        return None
    theme = Theme(ground)
    if report.board is not None:
        return await pictures.draw(*board_picture(report.board, 0, theme))
    return await pictures.draw(*world_picture([_dot(line) for line in report.lines[:PAGE_ROWS]], theme))


def _dot(line: Line) -> Dot:
    spread = line.plus_minus
    return Dot(
        rank=line.placing.rank,
        name=line.placing.model,
        rating=line.rating,
        lower=None if spread is None else line.rating - spread,
        upper=None if spread is None else line.rating + spread,
    )
