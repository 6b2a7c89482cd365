"""What is left, and the refusal where nothing is: the same words for battles and fights."""

from collections.abc import Iterable, Sequence
from typing import Final

from cogs.common.look import small
from cogs.common.text import counted, relative, time_of_day
from community.quotas import Kind, Left, QuotaUsedUp, Scope

WHOSE: Final = {
    Scope.MEMBER: "You",
    Scope.GUILD: "This server",
    Scope.SHARE: "This server's share of the bot's",
    Scope.KEY: "The bot",
}
_WHO: Final = {
    Scope.MEMBER: "you",
    Scope.GUILD: "this server",
    Scope.SHARE: "this server's share",
    Scope.KEY: "the bot",
}
_ONE: Final = {Kind.BATTLE: "battle", Kind.FIGHT: "fight"}


def used_up(error: QuotaUsedUp) -> tuple[str, ...]:
    """Heading, text and what is left otherwise."""
    return (*_why(error.used_up), left_line(error.left))


def _why(left: Left) -> tuple[str, str]:
    one = _ONE[left.kind]
    if not left.limit:
        return (f"### No {one}s here for now", "An admin has set their number to 0.")
    heading, used, opens = {
        Scope.MEMBER: (f"You have had your {left.limit:,} for now", "", f"Your next {one} opens"),
        Scope.GUILD: (
            f"No {one}s left for now",
            f"This server has used its {counted(left.limit, one)}. ",
            "New ones open",
        ),
        Scope.SHARE: (
            f"No {one}s left for now",
            f"All servers share the bot's {one}s, and this one has used its {left.limit:,}. ",
            "New ones open",
        ),
        Scope.KEY: (f"The bot is out of {one}s", "All servers share them. ", "New ones open"),
    }[left.scope]
    if left.opens_at is None:
        raise ValueError("an allowance that is used up has a window, and a window ends")
    when = f"{opens} {relative(left.opens_at)}, at {time_of_day(left.opens_at)}."
    return (f"### {heading}", used + when)


def left_line(allowances: Iterable[Left]) -> str:
    """What is left, in one line of small print."""
    phrases = [f"{_WHO[left.scope]} {left.remaining:,} of {left.limit:,}" for left in that_matter(allowances)]
    return small("Left: " + phrases[0], *phrases[1:])


def that_matter(allowances: Iterable[Left]) -> Sequence[Left]:
    """A share is only worth a word where it ends sooner than what the server and the key have anyway."""
    known = list(allowances)
    least = min((left.remaining for left in known if left.scope in {Scope.GUILD, Scope.KEY}), default=0)
    return [left for left in known if left.scope is not Scope.SHARE or left.remaining < least]
