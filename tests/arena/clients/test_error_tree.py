"""The tree of errors and the public names, without any arena."""

from arena import clients
from arena.clients import (
    ArenaError,
    ArenaMalformed,
    ArenaRefused,
    ArenaUnanswered,
    ArenaUnreachable,
    BadRequest,
    Forbidden,
    InternalError,
    NotFound,
    NotSupported,
    QuotaExceeded,
    RateLimited,
    TooEarly,
    Unauthorized,
    UnknownRefusal,
    VoteFailed,
)
from arena.clients.errors import REFUSALS
from arena.wire import ErrorCode

CLASSES: dict[ErrorCode, type[ArenaRefused]] = {
    ErrorCode.UNAUTHORIZED: Unauthorized,
    ErrorCode.FORBIDDEN: Forbidden,
    ErrorCode.NOT_FOUND: NotFound,
    ErrorCode.BAD_REQUEST: BadRequest,
    ErrorCode.QUOTA_EXCEEDED: QuotaExceeded,
    ErrorCode.RATE_LIMITED: RateLimited,
    ErrorCode.TOO_EARLY: TooEarly,
    ErrorCode.VOTE_FAILED: VoteFailed,
    ErrorCode.NOT_SUPPORTED: NotSupported,
    ErrorCode.INTERNAL_ERROR: InternalError,
}


def test_every_documented_code_has_a_class_of_its_own() -> None:
    assert REFUSALS == CLASSES


def test_what_may_be_done_next_is_a_property_of_the_class() -> None:
    every: set[type[ArenaError]] = {
        *CLASSES.values(),
        UnknownRefusal,
        ArenaUnreachable,
        ArenaUnanswered,
        ArenaMalformed,
    }
    assert {kind for kind in every if kind.transient} == {
        RateLimited,
        InternalError,
        ArenaUnreachable,
        ArenaUnanswered,
    }
    assert {kind for kind in every if not kind.nothing_happened} == {
        InternalError,
        UnknownRefusal,
        ArenaUnanswered,
        ArenaMalformed,
    }


def test_the_package_shows_exactly_its_public_names() -> None:
    public = {
        name for name, value in vars(clients).items() if not name.startswith("_") and type(value).__name__ != "module"
    }
    assert sorted(public) == sorted(clients.__all__)
    assert {kind.__name__ for kind in [*CLASSES.values(), UnknownRefusal]} <= public
