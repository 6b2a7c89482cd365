"""What the community refuses, and what its sources fail with. Members read neither text: the faces in `cogs` word them.

Refusal                      a rule says no; nothing happened
├── QuotaUsedUp              (community.quotas)
├── PromptRefused            empty, or longer than the limit
├── PromptUnreadable         the file with the prompt is no text, or could not be fetched
├── SourceClosed             no such source of battles
├── HostedForbidden          the guild keeps its questions away from hosted sources
├── ModalityUnknown          the source runs no battles of this kind
├── ModelUnknown             the source has no such model, or lets nobody choose
├── LocaleUnknown            what was given is no locale
├── BattleNotFound           no such battle
├── AlreadyVoid              a moderator has voided the battle before
├── DeskClosed               the bot cannot write where moderators should be told
├── AlreadyReported          the member has reported the battle or fight before
├── NoOpenBallot             a reason came for no ballot, or after the close
├── RatingClosed             the names are not out, or the battle is void
├── NothingSaid              a form came back empty
├── RevealPassed             there is no reveal to come
├── TooManyWatchers          as many want to be told of the reveal as can be
├── FightNotFound            no such fight, or none that could be stopped
├── ModelsRefused            (community.fights.models) these models cannot fight
├── AuthorCannotAgree        a message of a bot shall leave this machine
├── StartedAgain             somebody has started the battle again already
├── DraftGone                what a button would start was started, given up or forgotten
├── VotingClosed             a ballot came too late, or too early
├── NotEligible              (community.voters) a rule of the guild bars the voter
├── TooSoonToVote            (community.battles.eligibility) nobody can have read both answers yet
├── FollowUpRefused          (community.battles.turns) the battle takes no follow-up now
├── DailyBallotsUsedUp       the member has cast as many ballots as a day allows
└── NotAllowed               only the starter or a moderator may do this

StoreUnavailable             the store could not save just now; nothing was saved
BoardUnrated                 a board's ballots gave no ratings that may be shown; nothing was lost

SourceError                  a system that runs battles did not do what it was asked
├── SourceRefused            it understood and said no: nothing was used up
│   ├── SourceKeyRefused     the bot's key may not do this
│   ├── SourceNotSupported   it cannot do this with this battle
│   ├── SourceDeclined       it declined this very request
│   └── SourceQuotaUsedUp    the key's own window is full
├── SourceUnreachable        nothing was sent, or it was too much at a time: nothing was used up
├── SourceUnanswered         something was sent and no clear answer came: nobody can know
├── SourceMalformed          an answer came that cannot be read
├── SourceCut                a stream stopped before its end; what came by then stands
├── SourceTooEarly           a vote came before its time; try again later
└── SourceWithheldNames      the vote will never bring the names
"""

from datetime import datetime, timedelta


class StoreUnavailable(Exception):  # noqa: N818 - reads as what happened
    """The store could not save just now; nothing of it was saved, and another try may help."""


class BoardUnrated(Exception):  # noqa: N818 - reads as what happened
    """A board's ballots gave no ratings that may be shown. No ballot is lost, and an earlier board is still right."""


class Refusal(Exception):  # noqa: N818 - reads as what happened
    """A rule of the community says no. Nothing happened."""


class PromptRefused(Refusal):
    """The prompt cannot be sent.

    Attributes:
        length: its length in characters; 0 when there is nothing but white space, None where it was too long to count.
        limit: the longest that may be sent.
    """

    def __init__(self, length: int | None, limit: int) -> None:
        super().__init__(f"a prompt was refused ({length=}, {limit=})")
        self.length = length
        self.limit = limit


class PromptUnreadable(Refusal):
    """The file that should hold the prompt is not text in UTF-8, or it did not come in time."""


class SourceClosed(Refusal):
    """There is no such source of battles."""


class HostedForbidden(Refusal):
    """The source is a hosted one, and the guild keeps its questions away from those."""


class ModalityUnknown(Refusal):
    """The source runs no battles of this kind."""


class ModelUnknown(Refusal):
    """The source has no such model for this, or lets nobody choose."""


class LocaleUnknown(Refusal):
    """What was given is no locale, such as `en` or `pt-BR`."""


class AuthorCannotAgree(Refusal):
    """Whoever wrote the message is a bot, and its text would leave this machine."""


class StartedAgain(Refusal):
    """Somebody has started the battle again already."""


class DraftGone(Refusal):
    """What a button would start was started already, given up, or forgotten after a day."""


class BattleNotFound(Refusal):
    """There is no such battle."""


class AlreadyVoid(Refusal):
    """A moderator has voided the battle before."""


class DeskClosed(Refusal):
    """The bot cannot write where moderators should be told."""


class AlreadyReported(Refusal):
    """The member has reported the battle or fight before."""


class NoOpenBallot(Refusal):
    """The member has no ballot there, or the vote is closed."""


class RatingClosed(Refusal):
    """The names are not out, or the battle is void."""


class NothingSaid(Refusal):
    """A form came back empty."""


class RevealPassed(Refusal):
    """There is no reveal to come."""


class TooManyWatchers(Refusal):
    """As many members want to be told of the reveal as can be."""


class FightNotFound(Refusal):
    """There is no such fight, or none here that could be stopped."""


class VotingClosed(Refusal):
    """The battle or fight takes no ballots now."""


class DailyBallotsUsedUp(Refusal):
    """The member has cast as many ballots in the last 24 hours as the guild allows.

    Attributes:
        limit: how many that are.
        opens_at: when one more is taken.
    """

    def __init__(self, limit: int, opens_at: datetime) -> None:
        super().__init__(f"{limit} ballots are cast")
        self.limit = limit
        self.opens_at = opens_at


class NotAllowed(Refusal):
    """Only the starter or a moderator may do this."""


class SourceError(Exception):
    """A system that runs battles did not do what it was asked. The text is for logs."""


class SourceRefused(SourceError):  # noqa: N818 - reads as what happened
    """It understood the request and refused it; nothing was used up."""


class SourceKeyRefused(SourceRefused):
    """The bot's key may not do this."""


class SourceNotSupported(SourceRefused):
    """It cannot do this with this battle, now or later."""


class SourceDeclined(SourceRefused):
    """It declined this very request: a model it does not know, a picture it cannot fetch, a question it will not take.

    Attributes:
        reason: its own sentence.
    """

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class SourceQuotaUsedUp(SourceRefused):
    """The key's own window is full.

    Attributes:
        opens_in: until it opens again, None where the source did not say.
    """

    def __init__(self, message: str, *, opens_in: timedelta | None) -> None:
        super().__init__(message)
        self.opens_in = opens_in


class SourceUnreachable(SourceError):  # noqa: N818 - reads as what happened
    """Nothing was sent, or it was turned away for its pace: nothing was used up, and another try may help."""


class SourceUnanswered(SourceError):  # noqa: N818 - reads as what happened
    """Something was sent and no clear answer came."""


class SourceMalformed(SourceError):  # noqa: N818 - reads as what happened
    """An answer came that cannot be read."""


class SourceCut(SourceError):  # noqa: N818 - reads as what happened
    """A stream stopped before its end. What came by then stands."""


class SourceTooEarly(SourceError):  # noqa: N818 - reads as what happened
    """The vote came before its time, or amid too many requests.

    Attributes:
        retry_in: when to try again.
    """

    def __init__(self, message: str, *, retry_in: timedelta) -> None:
        super().__init__(message)
        self.retry_in = retry_in


class SourceWithheldNames(SourceError):  # noqa: N818 - reads as what happened
    """The source took another vote, forgot the battle, or refuses ours for good."""
