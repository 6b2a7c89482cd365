from unittest.mock import create_autospec

from arena.wire import Modality
from cogs.common.pictures import Pictures
from cogs.schedules import ScheduleFace
from community.boards import Boards
from community.schedules.ports import ScheduleStore
from community.schedules.reporting import BoardReporter
from community.schedules.values import Topic
from tests.support.clock import EagerClock


async def test_the_worlds_board_is_offered_of_sources_that_publish_one_the_servers_own_first() -> None:
    boards = create_autospec(Boards, instance=True)
    boards.sources.return_value = ("Concurred", "the house arena")
    face = ScheduleFace(
        store=create_autospec(ScheduleStore, instance=True),
        reporter=create_autospec(BoardReporter, instance=True),
        boards=boards,
        worlds=["ModelChorus", "the house arena"],
        pictures=Pictures(),
        clock=EagerClock(),
    )

    assert list(await face.sources(1, Topic.SERVER, Modality.TEXT)) == ["Concurred", "the house arena"]
    assert list(await face.sources(1, Topic.WORLD, Modality.TEXT)) == ["the house arena", "ModelChorus"]
