"""What Discord answers when it refuses.

ApiError                 any refusal: an HTTP status, Discord's numeric code, its sentence
├── InvalidFormError      50035, with the tree that says which field is wrong and how
├── NotFoundError        100xx: unknown channel, message, guild, member, user, command, webhook, interaction
├── ForbiddenError       500xx: missing access, missing permissions, somebody else's message
└── RateLimitedError     429: too often; says after how long it may be tried again

DoorError                the page asked for something that cannot be done; carries a sentence for the member

The codes are those of the public documentation, topics/opcodes-and-status-codes.
"""

from typing import Any


class ApiError(Exception):
    """A refusal as Discord words it: HTTP `status`, numeric `code`, `message`, and for forms the `errors` tree."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} ({code}): {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def to_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        return body if self.errors is None else {**body, "errors": self.errors}


class InvalidFormError(ApiError):
    """A body whose fields break Discord's rules (400, 50035)."""

    def __init__(self, errors: dict[str, Any]) -> None:
        super().__init__(400, 50035, "Invalid Form Body", errors)


class NotFoundError(ApiError):
    """Something that does not exist, or no longer (404)."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(404, code, message)


class ForbiddenError(ApiError):
    """Something that this application may not do (403)."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(403, code, message)


class RateLimitedError(ApiError):
    """Too often (429, topics/rate-limits#exceeding-a-rate-limit): to be tried again after `retry_after` seconds."""

    def __init__(
        self,
        retry_after: float,
        *,
        everywhere: bool = False,
        code: int = 0,
        message: str = "You are being rate limited.",
    ) -> None:
        super().__init__(429, code, message)
        self.retry_after = retry_after
        self.everywhere = everywhere

    def to_json(self) -> dict[str, Any]:
        """The body of the answer; only some limits have a code."""
        body = {"message": self.message, "retry_after": round(self.retry_after, 3), "global": self.everywhere}
        return {**body, "code": self.code} if self.code else body


class DoorError(Exception):
    """A member's action that the sandbox refuses: HTTP `status` and a `sentence` to show."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


def not_modelled(what: str) -> ApiError:
    """Something that Discord has and the sandbox has not: loud, so that no test passes by accident (501)."""
    return ApiError(501, 0, f"501: the sandbox does not model {what}")


def unauthorized() -> ApiError:
    """The bot token is missing or wrong."""
    return ApiError(401, 0, "401: Unauthorized")


def empty_message() -> ApiError:
    """A message with neither text, embed, file nor component."""
    return ApiError(400, 50006, "Cannot send an empty message")


def already_acknowledged() -> ApiError:
    """A second first response to one interaction."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def invalid_webhook_token() -> ApiError:
    """An interaction token after its 15 minutes."""
    return ApiError(401, 50027, "Invalid Webhook Token")


def too_many_old_edits(retry_after: float) -> RateLimitedError:
    """Too many edits of messages that are over an hour old, in one channel."""
    sentence = "Maximum number of edits to messages older than 1 hour reached. Try again later"
    return RateLimitedError(retry_after, code=30046, message=sentence)


def too_many_creates(retry_after: float) -> RateLimitedError:
    """Too many new commands in a day."""
    sentence = "Max number of daily application command creates has been reached (200)"
    return RateLimitedError(retry_after, code=30034, message=sentence)


def thread_exists() -> ApiError:
    """A second thread on one message."""
    return ApiError(400, 160004, "A thread has already been created for this message")


def thread_archived() -> ApiError:
    """A message in a thread that is archived and locked, or an edit in one that is archived."""
    return ApiError(400, 50083, "Thread is archived")


def unknown_application() -> NotFoundError:
    """Another application than the bot's own."""
    return NotFoundError(10002, "Unknown Application")


def too_many_commands() -> ApiError:
    """More commands of one type than an application may have."""
    return ApiError(400, 30032, "Maximum number of application commands reached (100)")


def too_large() -> ApiError:
    """A request or a file above the limit."""
    return ApiError(413, 40005, "Request entity too large")


def invalid_json() -> ApiError:
    """A body that is not JSON."""
    return ApiError(400, 50109, "The request body contains invalid JSON.")


def unknown_channel() -> NotFoundError:
    """No such channel."""
    return NotFoundError(10003, "Unknown Channel")


def unknown_guild() -> NotFoundError:
    """No such guild, or the bot is not in it."""
    return NotFoundError(10004, "Unknown Guild")


def unknown_member() -> NotFoundError:
    """No such member in the guild."""
    return NotFoundError(10007, "Unknown Member")


def unknown_message() -> NotFoundError:
    """No such message in the channel."""
    return NotFoundError(10008, "Unknown Message")


def unknown_user() -> NotFoundError:
    """No such user."""
    return NotFoundError(10013, "Unknown User")


def unknown_webhook() -> NotFoundError:
    """No interaction with this token, or one that has had no first response."""
    return NotFoundError(10015, "Unknown Webhook")


def unknown_interaction() -> NotFoundError:
    """No such interaction, or its three seconds are over."""
    return NotFoundError(10062, "Unknown interaction")


def unknown_command() -> NotFoundError:
    """No such application command."""
    return NotFoundError(10063, "Unknown application command")


def missing_access() -> ForbiddenError:
    """The bot cannot see the channel."""
    return ForbiddenError(50001, "Missing Access")


def missing_permissions() -> ForbiddenError:
    """The bot sees the channel but may not do this in it."""
    return ForbiddenError(50013, "Missing Permissions")


def not_the_author() -> ForbiddenError:
    """An edit of a message that somebody else wrote."""
    return ForbiddenError(50005, "Cannot edit a message authored by another user")


def unreachable() -> ForbiddenError:
    """A direct message to somebody who takes none from the bot."""
    return ForbiddenError(50007, "Cannot send messages to this user")


def direct_only_own() -> ForbiddenError:
    """A deletion of what the other one wrote in direct messages."""
    return ForbiddenError(50003, "Cannot execute action on a DM channel")


def invalid_recipient() -> ApiError:
    """Direct messages with nobody, or with the bot itself."""
    return ApiError(400, 50033, "Invalid Recipient(s)")


def cannot_read_history() -> ApiError:
    """A reply where the bot may not read older messages."""
    return ApiError(400, 160002, "Cannot reply without permission to read message history")
