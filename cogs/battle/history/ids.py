"""What the buttons carry that turn the pages of a history."""

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Self

PREFIX: Final = "history:v1:"
_NO_MODEL: Final = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTo:
    """A page of a history; pages count from 0. `sign` stands for the model (`community.history.sign_of`)."""

    mine: bool
    page: int
    sign: str | None = None

    TEMPLATE: ClassVar[str] = PREFIX + "(?P<whose>mine|server):(?P<page>[0-9]{1,6}):(?P<sign>[0-9a-f]{8}|all)"

    def encode(self) -> str:
        """The custom id."""
        return f"{PREFIX}{'mine' if self.mine else 'server'}:{self.page}:{self.sign or _NO_MODEL}"

    @classmethod
    def decode(cls, match: re.Match[str]) -> Self:
        """Read what `TEMPLATE` matched."""
        sign = None if match["sign"] == _NO_MODEL else match["sign"]
        return cls(mine=match["whose"] == "mine", page=int(match["page"]), sign=sign)
