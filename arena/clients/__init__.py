"""Typed clients of the two published APIs."""

from arena.clients.budget import PARTNER_REQUESTS_PER_MINUTE, RequestBudget, poll_interval
from arena.clients.circuit import FAILURES_UNTIL_OPEN, REST_SECONDS
from arena.clients.concurred import ConcurredClient, ConcurredLimits
from arena.clients.errors import (
    ArenaCircuitOpen,
    ArenaCut,
    ArenaError,
    ArenaMalformed,
    ArenaRefused,
    ArenaUnanswered,
    ArenaUnreachable,
    BadRequest,
    Forbidden,
    GuardrailBlocked,
    InternalError,
    InvalidMessageLength,
    InvalidModel,
    ModelUnavailable,
    NotFound,
    NotSupported,
    QuotaExceeded,
    RateLimited,
    TooEarly,
    Unauthorized,
    UnknownRefusal,
    VoteFailed,
)
from arena.clients.modelchorus import ModelChorusClient
from arena.clients.opening import open_client, open_concurred
from arena.clients.session import DEADLINE_SECONDS, TIMEOUT, KeyHeader
from arena.clients.voting import names_of, vote_and_names

__all__ = [
    "DEADLINE_SECONDS",
    "FAILURES_UNTIL_OPEN",
    "PARTNER_REQUESTS_PER_MINUTE",
    "REST_SECONDS",
    "TIMEOUT",
    "ArenaCircuitOpen",
    "ArenaCut",
    "ArenaError",
    "ArenaMalformed",
    "ArenaRefused",
    "ArenaUnanswered",
    "ArenaUnreachable",
    "BadRequest",
    "ConcurredClient",
    "ConcurredLimits",
    "Forbidden",
    "GuardrailBlocked",
    "InternalError",
    "InvalidMessageLength",
    "InvalidModel",
    "KeyHeader",
    "ModelChorusClient",
    "ModelUnavailable",
    "NotFound",
    "NotSupported",
    "QuotaExceeded",
    "RateLimited",
    "RequestBudget",
    "TooEarly",
    "Unauthorized",
    "UnknownRefusal",
    "VoteFailed",
    "names_of",
    "open_client",
    "open_concurred",
    "poll_interval",
    "vote_and_names",
]
