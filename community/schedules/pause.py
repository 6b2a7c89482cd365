"""Why a schedule rests."""

from enum import StrEnum


class Pause(StrEnum):
    """Why a schedule rests."""

    BY_HAND = "by_hand"
    CHANNEL_GONE = "channel_gone"
    """The channel was deleted, or the bot cannot see it any more."""
    NOT_ALLOWED = "not_allowed"
    """The bot may not write there."""
    ZONE_GONE = "zone_gone"
    """The time zone is not known any more, so nobody can say when the next post is due."""

    @property
    def needs_an_admin(self) -> bool:
        """Whether nobody asked for it, so that somebody has to be told."""
        return self is not Pause.BY_HAND
