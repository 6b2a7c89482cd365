"""What can go wrong between a client and an arena.

ArenaError
├── ArenaRefused          the arena understood the request and said no, with a code
│   ├── Unauthorized      the key is missing or wrong
│   ├── Forbidden         the key's tier does not allow this
│   ├── NotFound          no such battle or model
│   ├── BadRequest        the body or a parameter is malformed, or asks for what the endpoint cannot do
│   │   ├── InvalidModel          a model that the arena does not know, or not for this
│   │   └── InvalidMessageLength  the message is too long
│   ├── GuardrailBlocked  the arena's guardrails do not let the question through
│   ├── ModelUnavailable  a model is down for now
│   ├── QuotaExceeded     the key's battles of this window are used up
│   ├── RateLimited       too many requests
│   ├── TooEarly          a vote before both answers stood and 30 s had passed
│   ├── VoteFailed        voted already, or the battle cannot take a vote
│   ├── NotSupported      this battle cannot do that
│   ├── InternalError     the arena failed; whether the request had an effect is unknown
│   └── UnknownRefusal    a code that the reference page does not list
├── ArenaUnreachable      nothing was sent: no connection, or no room in the request budget in time
│   └── ArenaCircuitOpen  nothing was sent, because the last requests all failed
├── ArenaUnanswered       sent, and no answer: time-out, cut connection, a gateway's 5xx; the effect is unknown
├── ArenaCut              a stream began and stopped before its end; what had come by then is all there is
└── ArenaMalformed        answered, but not in the documented form; the effect is unknown

Two properties of a class decide what may be done next, so nobody has to look at a status:
`nothing_happened` (the request had no effect and used nothing up) and `transient` (the same request may succeed soon).
The texts of all of them are for logs: keys are taken out, and a body is never part of them.
"""

from typing import ClassVar, Final

from arena.wire import ErrorCode
from arena.wire.concurred import ConcurredErrorCode


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
    """`UNAUTHORIZED`, `INVALID_API_KEY`: the key is missing, wrong or expired."""


class Forbidden(ArenaRefused):
    """`FORBIDDEN`: the key's tier does not allow this."""


class NotFound(ArenaRefused):
    """`NOT_FOUND`: no such battle or model, or not one of this key."""


class BadRequest(ArenaRefused):
    """`BAD_REQUEST`, `MISSING_REQUIRED_FIELD`, `STREAMING_REQUIRED`: the body or a parameter is malformed."""


class InvalidModel(BadRequest):
    """`INVALID_MODEL`: the arena does not know the model, or does not support it here."""


class InvalidMessageLength(BadRequest):
    """`INVALID_MESSAGE_LENGTH`: the message has more characters than the arena takes."""


class GuardrailBlocked(ArenaRefused):
    """`GUARDRAIL_BLOCKED`: the arena's guardrails do not let the question through."""


class ModelUnavailable(ArenaRefused):
    """`MODEL_UNAVAILABLE`: a model is down for now."""

    transient = True


class QuotaExceeded(ArenaRefused):
    """`QUOTA_EXCEEDED`: the key's battles of this window are used up; hours may pass until it opens again."""


class RateLimited(ArenaRefused):
    """`RATE_LIMITED`, `RATE_LIMIT_EXCEEDED`: too many requests."""

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


class ArenaCircuitOpen(ArenaUnreachable):
    """Nothing was sent, because the last requests all failed. `retry_after` says when the next one may go out."""


class ArenaUnanswered(ArenaError):  # noqa: N818 - reads as what happened
    """The request was sent, at least in part, and no answer of the arena came back."""

    transient = True


class ArenaCut(ArenaError):  # noqa: N818 - reads as what happened
    """A stream began and stopped before its end: connection lost, silence, or the deadline.

    `events` is how many came before. Never repeated: the models may have worked, and would work again.
    """

    def __init__(self, message: str, *, events: int) -> None:
        super().__init__(message)
        self.events = events


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
"""The class of each documented code of ModelChorus."""

CONCURRED_REFUSALS: Final[dict[ConcurredErrorCode, type[ArenaRefused]]] = {
    ConcurredErrorCode.UNAUTHORIZED: Unauthorized,
    ConcurredErrorCode.INVALID_API_KEY: Unauthorized,
    ConcurredErrorCode.FORBIDDEN: Forbidden,
    ConcurredErrorCode.BAD_REQUEST: BadRequest,
    ConcurredErrorCode.MISSING_REQUIRED_FIELD: BadRequest,
    ConcurredErrorCode.INVALID_MODEL: InvalidModel,
    ConcurredErrorCode.INVALID_MESSAGE_LENGTH: InvalidMessageLength,
    ConcurredErrorCode.STREAMING_REQUIRED: BadRequest,
    ConcurredErrorCode.GUARDRAIL_BLOCKED: GuardrailBlocked,
    ConcurredErrorCode.RATE_LIMIT_EXCEEDED: RateLimited,
    ConcurredErrorCode.MODEL_UNAVAILABLE: ModelUnavailable,
    ConcurredErrorCode.INTERNAL_ERROR: InternalError,
}
"""The class of each documented code of Concurred. Where both have a code, it means the same."""
