"""Where questions go, and what has to be agreed before they do.

A member agrees once for each source and destination: a source that begins to send questions elsewhere asks anew. What
waits for a press, be it agreement or a choice among suggestions, is a *draft*: a row, so that a restart loses nothing.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType, Protocol

from community.clock import Clock
from community.errors import DraftGone, NotAllowed

DRAFTS_KEPT: Final = timedelta(hours=24)
"""How long a draft waits for a press; then it is forgotten."""

DraftId = NewType("DraftId", str)
"""Ten characters of Crockford's base 32, as those of battles."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MENTIONS: Final = re.compile(r"<(?:@[!&]?|#)\d+>|<id:\w+>|</[^:>]+:\d+>|@(?:everyone|here)\b")
_EMOJI: Final = re.compile(r"<a?:(\w+):\d+>")
SOMEBODY: Final = "somebody"
"""Stands for whoever a message named."""


class Destination(StrEnum):
    """How far a question travels."""

    MACHINE = "machine"
    """It stays on the machine that the bot runs on."""
    ENDPOINTS = "endpoints"
    """To the services where the house arena's models run, as the bot's owner chose them."""
    SERVICE = "service"
    """To a hosted system."""
    FEEDS = "feeds"
    """To a hosted system that may show it in public feeds."""

    @property
    def hosted(self) -> bool:
        """Whether a hosted system gets it, which administrators may forbid."""
        return self in {Destination.SERVICE, Destination.FEEDS}


class Activity(StrEnum):
    """What a draft would start."""

    BATTLE = "battle"
    FIGHT = "fight"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True)
class Sent:
    """Where one source sends questions: its name as members know it, and how far they travel."""

    source: str
    destination: Destination


def new_draft_id() -> DraftId:
    """A fresh id of 50 random bits."""
    return DraftId("".join(secrets.choice(_ALPHABET) for _ in range(10)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A start that waits for a press.

    `author_id` is whoever wrote the prompt where that is another member, who has to agree too; None else. `terms` are
    for the activity alone to read, and hold the source's name as "source".
    """

    id: DraftId = field(default_factory=new_draft_id)
    activity: Activity
    guild_id: int
    channel_id: int
    member_id: int
    author_id: int | None = None
    prompt: str
    sent: Sent
    terms: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime


class ConsentStore(Protocol):
    """Agreements and drafts. Every method is one transaction."""

    async def agreed(self, member_id: int, sent: Sent) -> bool:
        """Whether the member agreed to this."""
        ...

    async def agree(self, member_id: int, sent: Sent, now: datetime) -> None:
        """Remember that the member agreed; harmless the second time."""
        ...

    async def keep(self, *drafts: Draft) -> None:
        """Keep the drafts, and forget those that are too old."""
        ...

    async def draft(self, draft_id: DraftId) -> Draft | None:
        """The draft, as long as it waits."""
        ...

    async def take(self, draft_id: DraftId) -> Draft | None:
        """The draft, for one caller alone: it is gone afterwards."""
        ...


class Consents:
    """Asks before questions travel, and remembers who agreed."""

    def __init__(self, *, store: ConsentStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def needed(self, member_id: int, sent: Sent) -> bool:
        """Whether the member has to agree first. What stays on the bot's machine needs no agreement."""
        return sent.destination is not Destination.MACHINE and not await self._store.agreed(member_id, sent)

    async def keep(self, *drafts: Draft) -> None:
        """Let these wait for a press."""
        await self._store.keep(*drafts)

    async def waiting(self, draft_id: DraftId) -> Draft:
        """The draft, which goes on waiting.

        Raises:
            DraftGone: it was started, given up or forgotten.
        """
        draft = await self._store.draft(draft_id)
        if draft is None or self._clock.now() - draft.created_at >= DRAFTS_KEPT:
            raise DraftGone
        return draft

    async def agree(self, draft_id: DraftId, member_id: int) -> Draft:
        """Agree to what a draft's own card says about where it goes; the draft goes on waiting.

        Raises:
            DraftGone: as for `waiting`.
            NotAllowed: the draft is somebody else's.
        """
        draft = await self.waiting(draft_id)
        if member_id != draft.member_id:
            raise NotAllowed
        await self._store.agree(member_id, draft.sent, self._clock.now())
        return draft

    async def take(self, draft_id: DraftId) -> Draft:
        """Take the draft away to start it: of several presses one gets it.

        Raises:
            DraftGone: as for `waiting`, or another press was faster.
        """
        await self.waiting(draft_id)
        draft = await self._store.take(draft_id)
        if draft is None:
            raise DraftGone
        return draft


def without_names(text: str, names: Iterable[str]) -> str:
    """A message as it may be battled: mentions go, and `somebody` stands for each of the names in it.

    Names of one or two characters stay: they are as good as always parts of ordinary words.
    """
    text = _EMOJI.sub(r":\1:", _MENTIONS.sub(SOMEBODY, text))
    known = sorted({name for name in names if len(name) > 2}, key=len, reverse=True)  # noqa: PLR2004 - as said above
    if not known:
        return text.strip()
    pattern = "|".join(map(re.escape, known))
    return re.sub(rf"@?(?<!\w)(?:{pattern})(?!\w)", SOMEBODY, text, flags=re.IGNORECASE).strip()
