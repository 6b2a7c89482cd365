"""Typed clients of the two published APIs."""

from arena.clients.budget import PARTNER_REQUESTS_PER_MINUTE, RequestBudget, poll_interval
from arena.clients.errors import (
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
from arena.clients.opening import open_client
from arena.clients.session import DEADLINE_SECONDS, TIMEOUT
from arena.clients.voting import names_of, vote_and_names

__all__ = [
    "DEADLINE_SECONDS",
    "PARTNER_REQUESTS_PER_MINUTE",
    "TIMEOUT",
    "ArenaCut",
    "ArenaError",
    "ArenaMalformed",
    "ArenaRefused",
    "ArenaUnanswered",
    "ArenaUnreachable",
    "BadRequest",
    "Forbidden",
    "GuardrailBlocked",
    "InternalError",
    "InvalidMessageLength",
    "InvalidModel",
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
    "poll_interval",
    "vote_and_names",
]
