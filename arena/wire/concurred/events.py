"""The events of a streamed battle or fight (reference page, "SSE Event Reference").

A field that a screen can do without has a default, so that a careless server ends no fight.
"""

from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Discriminator, Field, JsonValue, Tag, TypeAdapter

from arena.wire.base import Response, dump
from arena.wire.concurred.answers import Citation, ImageDescription
from arena.wire.concurred.completions import CompletionChunk
from arena.wire.errors import ErrorDetail

Points: TypeAlias = int | float
"""What a server counts as votes or score. The page's example has 42 votes of four agents: no number of ballots."""


class ConcurredEvent(Response):
    """What all events share. `timestamp` is in Unix seconds where the page shows one; nothing relies on it."""

    timestamp: Points | str | None = None


class SessionStart(ConcurredEvent):
    """The session begins. `agents` are the names that all later events use.

    Only the house tells an image's description.
    """

    type: Literal["session_start"] = "session_start"
    mode: str | None = None
    fight_style: str | None = None
    agents: list[str] = Field(default_factory=list)
    rounds: int = 1
    image_description: ImageDescription | None = None


class RoundStart(ConcurredEvent):
    """A round begins; the first is 1."""

    type: Literal["round_start"] = "round_start"
    round: int
    total_rounds: int | None = None


class AgentStart(ConcurredEvent):
    """An agent begins to answer.

    Only the house says how many characters of the conversation and the debate its context had no room for.
    """

    type: Literal["agent_start"] = "agent_start"
    agent: str
    model: str | None = None
    cut_characters: int = 0


class SearchStart(ConcurredEvent):
    """An agent looks something up."""

    type: Literal["search_start"] = "search_start"
    agent: str
    query: str = ""


class SearchContent(ConcurredEvent):
    """A piece of what the search found."""

    type: Literal["search_content"] = "search_content"
    agent: str
    delta: str = ""


class SearchComplete(ConcurredEvent):
    """The search is over."""

    type: Literal["search_complete"] = "search_complete"
    agent: str
    citations: list[Citation] = Field(default_factory=list)


class AgentComplete(ConcurredEvent):
    """An agent's whole answer of this round."""

    type: Literal["agent_complete"] = "agent_complete"
    agent: str
    model: str | None = None
    message: str
    citations: list[Citation] = Field(default_factory=list)


class VotingStart(ConcurredEvent):
    """The judges of a round begin.

    Only the house says who they are (not always the agents), and which of them are small and judge poorly.
    """

    type: Literal["voting_start"] = "voting_start"
    round: int | None = None
    judges: list[str] = Field(default_factory=list)
    small_judges: list[str] = Field(default_factory=list)


class VoteUpdate(ConcurredEvent):
    """One vote; None as `voted_for` is an abstention."""

    type: Literal["vote_update"] = "vote_update"
    voter: str
    voted_for: str | None = None


class VoteCount(Response):
    """What an agent got in one round."""

    agent: str
    votes: Points = 0


class VotingComplete(ConcurredEvent):
    """All votes of a round."""

    type: Literal["voting_complete"] = "voting_complete"
    round: int | None = None
    results: list[VoteCount] = Field(default_factory=list)


class LeaderboardEntry(Response):
    """An agent's place over all rounds so far."""

    agent: str
    score: Points = 0
    rank: int | None = None


class LeaderboardUpdate(ConcurredEvent):
    """The standings so far."""

    type: Literal["leaderboard_update"] = "leaderboard_update"
    leaderboard: list[LeaderboardEntry] = Field(default_factory=list)


class RoundComplete(ConcurredEvent):
    """A round is over; without a winner it was a tie."""

    type: Literal["round_complete"] = "round_complete"
    round: int | None = None
    winner: str | None = None


class SessionComplete(ConcurredEvent):
    """The session is over, and the stream with it; a fight without a winner was a tie."""

    type: Literal["session_complete"] = "session_complete"
    winner: str | None = None
    final_leaderboard: list[LeaderboardEntry] = Field(default_factory=list)


class ErrorEvent(ConcurredEvent):
    """Something failed: one agent, or without `agent` the session. The stream may go on."""

    type: Literal["error"] = "error"
    error: str | ErrorDetail = ""
    agent: str | None = None

    @property
    def message(self) -> str:
        """The server's sentence, in whichever form it came. For logs: it may hold anything."""
        return self.error if isinstance(self.error, str) else self.error.message


class UnknownEvent(Response):
    """An event of a type that the page does not list, such as the text deltas of a battle; empty without a type."""

    type: str = ""

    @property
    def data(self) -> dict[str, JsonValue]:
        """All fields but the type."""
        return dict(self.model_extra or {})


_KNOWN: Final = (
    SessionStart,
    RoundStart,
    AgentStart,
    SearchStart,
    SearchContent,
    SearchComplete,
    AgentComplete,
    VotingStart,
    VoteUpdate,
    VotingComplete,
    LeaderboardUpdate,
    RoundComplete,
    SessionComplete,
    ErrorEvent,
)
KNOWN_EVENT_TYPES: Final = frozenset(kind.model_fields["type"].default for kind in _KNOWN)
"""The documented types."""

_UNKNOWN: Final = "unknown"


def _tag(event: Any) -> str:
    found = event.get("type") if isinstance(event, dict) else getattr(event, "type", None)
    if found is None and isinstance(event, dict) and "error" in event:  # the error envelope, sent as an event
        return "error"
    return found if isinstance(found, str) and found in KNOWN_EVENT_TYPES else _UNKNOWN


Event: TypeAlias = Annotated[
    Annotated[SessionStart, Tag("session_start")]
    | Annotated[RoundStart, Tag("round_start")]
    | Annotated[AgentStart, Tag("agent_start")]
    | Annotated[SearchStart, Tag("search_start")]
    | Annotated[SearchContent, Tag("search_content")]
    | Annotated[SearchComplete, Tag("search_complete")]
    | Annotated[AgentComplete, Tag("agent_complete")]
    | Annotated[VotingStart, Tag("voting_start")]
    | Annotated[VoteUpdate, Tag("vote_update")]
    | Annotated[VotingComplete, Tag("voting_complete")]
    | Annotated[LeaderboardUpdate, Tag("leaderboard_update")]
    | Annotated[RoundComplete, Tag("round_complete")]
    | Annotated[SessionComplete, Tag("session_complete")]
    | Annotated[ErrorEvent, Tag("error")]
    | Annotated[UnknownEvent, Tag(_UNKNOWN)],
    Discriminator(_tag),
]
"""Anything that a stream of Concurred may bring."""

EVENT: Final[TypeAdapter[Event]] = TypeAdapter(Event, config={"hide_input_in_errors": True})
"""Reads an event. What is no JSON object, or lacks what its type is for, is a `ValidationError` that names the type."""


def _form(item: Any) -> str:
    piece = "choices" in item if isinstance(item, dict) else isinstance(item, CompletionChunk)
    return "chunk" if piece else "event"


LegacyItem: TypeAlias = Annotated[
    Annotated[CompletionChunk, Tag("chunk")] | Annotated[Event, Tag("event")], Discriminator(_form)
]
"""What a stream of one answer may bring: the pieces of a completion, or events; a failure comes as an event."""

LEGACY_ITEM: Final[TypeAdapter[LegacyItem]] = TypeAdapter(LegacyItem, config={"hide_input_in_errors": True})
"""Reads what a stream of `/api/chat` or `/api/v1/chat/completions` brings."""


def dump_event(event: Event) -> dict[str, object]:
    """The JSON object of an event as it goes over the wire: its type first, then the fields that were set."""
    return ({"type": event.type} if event.type else {}) | dump(event)
