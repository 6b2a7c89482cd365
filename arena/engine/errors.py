"""Why the engine says no. Each refusal carries the published error code and a sentence that may be shown to anybody.

ArenaError
├── Unauthorized         no key, or one that is unknown or revoked
│   └── KeyUnknown       a key was sent, and it is not one of this API
├── Forbidden            the key's tier does not reach
├── NotFound             no such thing, or it belongs to somebody else
├── BadRequest           a parameter makes no sense
│   └── UnknownModel     no model of that name writes text here
├── NotSupported         this arena cannot do it
├── ModelUnavailable     the models that were asked gave no answer
├── VoteFailed           already voted, or the battle failed
├── NotSaved             the store cannot write just now
├── NotRated             the ratings of a board found no rest
└── Wait                 the same request will be fine later, after `retry_after`
    ├── QuotaExceeded    the key's battles of these 24 hours are used up
    ├── RateLimited      too many requests in this minute
    └── TooEarly         the battle is not ready for a vote yet
"""

from datetime import timedelta
from typing import ClassVar

from arena.wire import ErrorCode


class ArenaError(Exception):
    """The request was refused and changed nothing. The text is fit for strangers: no names, no provider's words."""

    code: ClassVar[ErrorCode]


class Unauthorized(ArenaError):  # noqa: N818 - reads as what happened
    """No key was sent, or one that is unknown or revoked."""

    code = ErrorCode.UNAUTHORIZED


class KeyUnknown(Unauthorized):
    """A key was sent, and it is unknown, revoked, or for the other API. Only one of the two APIs tells this apart."""


class Forbidden(ArenaError):  # noqa: N818 - reads as what happened
    """The key is good, but its tier does not reach."""

    code = ErrorCode.FORBIDDEN


class NotFound(ArenaError):  # noqa: N818 - reads as what happened
    """There is no such thing, or it belongs to somebody else, which looks the same from outside."""

    code = ErrorCode.NOT_FOUND


class BadRequest(ArenaError):  # noqa: N818 - reads as what happened
    """A parameter makes no sense here, alone or beside another one."""

    code = ErrorCode.BAD_REQUEST


class UnknownModel(BadRequest):
    """No model of that name writes text here."""


class NotSupported(ArenaError):  # noqa: N818 - reads as what happened
    """This arena cannot do what was asked."""

    code = ErrorCode.NOT_SUPPORTED


class ModelUnavailable(ArenaError):  # noqa: N818 - reads as what happened
    """The models that were asked gave no answer, or there are too few of them."""

    code = ErrorCode.INTERNAL_ERROR


class VoteFailed(ArenaError):  # noqa: N818 - reads as what happened
    """The battle takes no vote (any more), or no feedback yet."""

    code = ErrorCode.VOTE_FAILED


class NotSaved(ArenaError):  # noqa: N818 - reads as what happened
    """The store cannot write just now, for instance because the disk is full. Nothing was changed."""

    code = ErrorCode.INTERNAL_ERROR


class NotRated(ArenaError):  # noqa: N818 - reads as what happened
    """The fit of a board came to no result that may be shown. No vote is lost, and an earlier board is still right."""

    code = ErrorCode.INTERNAL_ERROR


class Wait(ArenaError):  # noqa: N818 - reads as what to do
    """The same request will be accepted once `retry_after` has passed."""

    def __init__(self, message: str, *, retry_after: timedelta) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class QuotaExceeded(Wait):
    """The key's battles of this 24-hour window are used up."""

    code = ErrorCode.QUOTA_EXCEEDED


class RateLimited(Wait):
    """Too many requests within a minute."""

    code = ErrorCode.RATE_LIMITED


class TooEarly(Wait):
    """The answers are not ready, or the time before a vote has not passed."""

    code = ErrorCode.TOO_EARLY
