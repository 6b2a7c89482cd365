"""Reports as members and moderators see them. `BLINDBOUT_REDRAW=1` writes the files anew."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from cogs.battle.moderation import void_button
from cogs.common.reports import ReportThis
from cogs.reports import screens
from community.errors import AlreadyReported, FightNotFound
from community.places import MessageRef
from community.reports import SHOWN, About, Report, Subject
from tests.cogs.common.text.strategies import hostile
from tests.support.layout import components, dump, texts, utf16_units

GOLDENS: Final = Path(__file__).parent / "goldens"
OF_BATTLE: Final = Report(
    id=1,
    about=About(Subject.BATTLE, "7F3K2CMXQ0"),
    guild_id=100,
    message=MessageRef(200, 400),
    void=False,
    member_id=302,
    words="Answer B is *rude* to @everyone.",
    at=datetime(2026, 7, 13, 18, 50, tzinfo=UTC),
)
OF_FIGHT: Final = replace(OF_BATTLE, id=3, about=About(Subject.FIGHT, "7F3K2CMXQ1"), words="It never ends.")

SCREENS: Final[Mapping[str, Callable[[], ui.LayoutView]]] = {
    "reported": lambda: screens.reported(Subject.BATTLE, told=True),
    "reported-without-channel": lambda: screens.reported(Subject.FIGHT, told=False),
    "refused-twice": lambda: screens.refusal(AlreadyReported()),
    "refused-gone": lambda: screens.refusal(FightNotFound()),
    "report-notice": lambda: screens.notice(OF_BATTLE, void_button),
    "report-notice-void": lambda: screens.notice(replace(OF_BATTLE, words="", void=True, message=None), void_button),
    "report-notice-fight": lambda: screens.notice(OF_FIGHT, void_button),
    "reports-opened": screens.opened,
    "reports-closed": screens.closed,
    "reports": lambda: screens.reports([OF_FIGHT, OF_BATTLE, replace(OF_BATTLE, id=2, void=True)], None),
    "reports-none": lambda: screens.reports([], None),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_is_drawn_as_its_golden_says(name: str) -> None:
    drawn, golden = dump(SCREENS[name]()), GOLDENS / f"{name}.txt"
    if os.environ.get("BLINDBOUT_REDRAW"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8")


def test_every_golden_has_its_screen() -> None:
    assert {path.stem for path in GOLDENS.iterdir()} == set(SCREENS)


@settings(max_examples=30, deadline=None)
@given(words=hostile | st.text(max_size=500), report=st.sampled_from([OF_BATTLE, OF_FIGHT]))
async def test_no_text_breaks_a_screen(words: str, report: Report) -> None:
    report = replace(report, words=words)
    for view in (screens.notice(report, void_button), screens.reports([report] * SHOWN, 10**18)):
        assert all(texts(view)), "Discord refuses an empty text"
        assert len(list(components(view))) <= 40
        assert sum(map(utf16_units, texts(view))) <= 4000


@given(st.builds(About, st.sampled_from(Subject), st.from_regex("[0-9A-HJKMNP-TV-Z]{10}", fullmatch=True)))
def test_an_id_is_read_back_and_says_nothing_but_what_is_reported(about: About) -> None:
    encoded = ReportThis(about).encode()
    match = re.fullmatch(ReportThis.TEMPLATE, encoded)
    assert match is not None
    assert ReportThis.decode(match) == ReportThis(about)
    assert encoded == f"{about.subject}:v1:report:{about.id}"
