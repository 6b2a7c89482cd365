"""What can go wrong between a client and an arena.

ArenaError
├── ArenaRefused          the arena understood the request and said no, with a code
│   ├── Unauthorized      the key is missing or wrong
│   ├── Forbidden         the key's tier does not allow this
│   ├── NotFound          no such battle or model
│   ├── BadRequest        the body or a parameter is malformed
│   ├── QuotaExceeded     the key's battles of this window are used up
│   ├── RateLimited       too many requests
│   ├── TooEarly          a vote before both answers stood and 30 s had passed
│   ├── VoteFailed        voted already, or the battle cannot take a vote
│   ├── NotSupported      this battle cannot do that
│   ├── InternalError     the arena failed; whether the request had an effect is unknown
│   └── UnknownRefusal    a code that the reference page does not list
├── ArenaUnreachable      nothing was sent: no connection, or no room in the request budget in time
├── ArenaUnanswered       sent, and no answer: time-out, cut connection, a gateway's 5xx; the effect is unknown
└── ArenaMalformed        answered, but not in the documented form; the effect is unknown

Two properties of a class decide what may be done next, so nobody has to look at a status:
`nothing_happened` (the request had no effect and used nothing up) and `transient` (the same request may succeed soon).
The texts of all of them are for logs: keys are taken out, and a body is never part of them.
"""

from typing import ClassVar, Final

from arena.wire import ErrorCode


class ArenaError(Exception):
    """No usable answer. `retry_after` is in seconds from when the answer came, None where the arena did not say."""

    nothing_happened: ClassVar[bool] = False
    transient: ClassVar[bool] = False

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ArenaRefused(ArenaError):  # noqa: N818 - reads as what happened
    """The arena said no. `message` is its own sentence, without keys; `request_id` is None where it gave none."""

    nothing_happened = True

    def __init__(
        self,
        message: str,
        *,
        code: str,
        status: int,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{code} (HTTP {status}): {message}", retry_after=retry_after)
        self.code = code
        self.message = message
        self.status = status
        self.request_id = request_id


class Unauthorized(ArenaRefused):
    """`UNAUTHORIZED`: the key is missing or wrong."""


class Forbidden(ArenaRefused):
    """`FORBIDDEN`: the key's tier does not allow this."""


class NotFound(ArenaRefused):
    """`NOT_FOUND`: no such battle or model, or not one of this key."""


class BadRequest(ArenaRefused):
    """`BAD_REQUEST`: the body or a parameter is malformed."""


class QuotaExceeded(ArenaRefused):
    """`QUOTA_EXCEEDED`: the key's battles of this window are used up; hours may pass until it opens again."""


class RateLimited(ArenaRefused):
    """`RATE_LIMITED`: too many requests."""

    transient = True


class TooEarly(ArenaRefused):
    """`TOO_EARLY`: a vote before both answers stood and 30 s had passed. Only the caller knows how long to wait."""


class VoteFailed(ArenaRefused):
    """`VOTE_FAILED`: voted already, or the battle is in no state for a vote."""


class NotSupported(ArenaRefused):
    """`NOT_SUPPORTED`: for example a follow-up in an image battle."""


class InternalError(ArenaRefused):
    """`INTERNAL_ERROR`: the arena failed on the way, perhaps after it had done something."""

    nothing_happened = False
    transient = True


class UnknownRefusal(ArenaRefused):
    """A code that the reference page does not list. What it means for the request is unknown."""

    nothing_happened = False


class ArenaUnreachable(ArenaError):  # noqa: N818 - reads as what happened
    """Nothing was sent: no connection could be made, or the request budget had no room before the deadline."""

    nothing_happened = True
    transient = True


class ArenaUnanswered(ArenaError):  # noqa: N818 - reads as what happened
    """The request was sent, at least in part, and no answer of the arena came back."""

    transient = True


class ArenaMalformed(ArenaError):  # noqa: N818 - reads as what happened
    """The answer is not in the documented form. `excerpt` is its beginning without keys.

    The excerpt may hold a prompt or an answer, so it is not part of the text.
    """

    def __init__(self, message: str, *, excerpt: str, retry_after: float | None = None) -> None:
        super().__init__(message, retry_after=retry_after)
        self.excerpt = excerpt


REFUSALS: Final[dict[ErrorCode, type[ArenaRefused]]] = {
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
"""The class of each documented code."""
