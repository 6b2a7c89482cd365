"""An image that some fighters could not see: the transcript says who read a description of it, and by whom."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from arena.wire.concurred import (
    AgentComplete,
    Event,
    ImageDescription,
    RoundStart,
    SessionComplete,
    SessionStart,
)
from cogs.fight import screens
from cogs.fight.screens.transcript import transcript
from community.fights import Fight, FightId, Status, Terms, fold
from tests.support.layout import texts

DESCRIBED = ImageDescription(by="opal", text="A square.\nAll of it grey.", agents=["basalt", "flint"])
FIGHT = Fight(
    id=FightId("7F3K2CQ9ZB"),
    guild_id=1,
    channel_id=2,
    starter_id=3,
    question="Which colour is it?",
    terms=Terms(image_url="https://cdn.example/x.png"),
    names={"opal": "Opal Max", "basalt": "Basalt Max", "flint": "Flint Max"},
    source="the house arena",
    created_at=datetime(2026, 11, 22, tzinfo=UTC),
    status=Status.COMPLETE,
)


def happened(described: ImageDescription | None) -> list[Event]:
    start = SessionStart(agents=["opal", "basalt", "flint"])
    return [
        start if described is None else start.model_copy(update={"image_description": described}),
        RoundStart(round=1),
        AgentComplete(agent="basalt", message="Grey, I was told."),
        SessionComplete(winner="basalt"),
    ]


def told(described: ImageDescription | None) -> str:
    return transcript(FIGHT, fold(happened(described))).decode()


def test_the_transcript_says_that_some_read_a_description_and_who_wrote_it() -> None:
    assert (
        "> Which colour is it?\n\n"
        "An image came with the question. Basalt Max and Flint Max could not see it and read this description by "
        "Opal Max instead:\n\n"
        "> A square.\n> All of it grey.\n"
    ) in told(DESCRIBED)


def test_a_describer_that_did_not_fight_is_called_as_its_source_calls_it() -> None:
    assert "by jade instead" in told(DESCRIBED.model_copy(update={"by": "jade"}))


def test_without_a_description_nothing_is_said() -> None:
    assert "image" not in told(None)


@pytest.mark.parametrize("status", [Status.RUNNING, Status.COMPLETE])
def test_the_fights_message_says_that_some_could_not_see_it(status: Status) -> None:
    def message(described: ImageDescription | None) -> str:
        return "\n".join(texts(screens.fight_message(replace(FIGHT, status=status), fold(happened(described))).view))

    assert "2 of 3 could not see the picture and read a description of it" in message(DESCRIBED)
    assert "could not see" not in message(None)
