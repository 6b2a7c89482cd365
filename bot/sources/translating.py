"""What goes wrong with an arena, in the community's words."""

from datetime import timedelta

from arena.clients import (
    ArenaError,
    ArenaMalformed,
    ArenaRefused,
    ArenaUnreachable,
    Forbidden,
    NotSupported,
    QuotaExceeded,
    RateLimited,
    Unauthorized,
)
from community.errors import (
    SourceError,
    SourceKeyRefused,
    SourceMalformed,
    SourceNotSupported,
    SourceQuotaUsedUp,
    SourceRefused,
    SourceUnanswered,
    SourceUnreachable,
)


def translated(error: ArenaError) -> SourceError:
    """The community's word for an arena's fault. What may have had an effect never becomes a plain refusal."""
    message = str(error)
    match error:
        case Unauthorized() | Forbidden():
            return SourceKeyRefused(message)
        case QuotaExceeded():
            opens_in = None if error.retry_after is None else timedelta(seconds=error.retry_after)
            return SourceQuotaUsedUp(message, opens_in=opens_in)
        case ArenaUnreachable() | RateLimited():
            return SourceUnreachable(message)
        case ArenaRefused() if error.nothing_happened:
            return SourceNotSupported(message) if isinstance(error, NotSupported) else SourceRefused(message)
        case ArenaMalformed():
            return SourceMalformed(message)
        case _:
            return SourceUnanswered(message)
