"""Reporting, as far as the screens of battles and fights offer it."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Self

from discord import ui

from cogs.common.look import Part, beside, button, small
from community.reports import About, Subject

_SUBJECT: Final = f"(?P<subject>{'|'.join(Subject)})"
_ID: Final = "(?P<id>[0-9A-HJKMNP-TV-Z]{10})"


@dataclass(frozen=True, slots=True)
class ReportThis:
    """What [Report] carries: it opens the form that says what is wrong."""

    about: About

    TEMPLATE: ClassVar[str] = f"{_SUBJECT}:v1:report:{_ID}"

    def encode(self) -> str:
        """The custom id."""
        return f"{self.about.subject}:v1:report:{self.about.id}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        return cls(About(Subject(match["subject"]), match["id"]))


def report_button(about: About) -> ui.Button[Any]:
    """[Report]."""
    return button("Report", ReportThis(about).encode())


def something_wrong(about: About) -> Part:
    """The same behind [More]."""
    said = small(f"A moderator gets a link to this {about.subject}.")
    return beside(f"**Something wrong?**\n{said}", report_button(about))
