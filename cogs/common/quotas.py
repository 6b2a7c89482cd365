"""What is left, and the refusal where nothing is: the same words for battles and fights."""

from collections.abc import Iterable
from typing import Final

from cogs.common.look import small
from cogs.common.text import counted, relative, time_of_day
from community.quotas import Kind, Left, QuotaUsedUp, Scope

WHOSE: Final = {Scope.MEMBER: "You", Scope.GUILD: "This server", Scope.KEY: "The bot"}
_WHO: Final = {Scope.MEMBER: "you", Scope.GUILD: "this server", Scope.KEY: "the bot"}
_ONE: Final = {Kind.BATTLE: "battle", Kind.FIGHT: "fight"}


def used_up(error: QuotaUsedUp) -> tuple[str, ...]:
    """Heading, text and what is left otherwise."""
    return (*_why(error.used_up), _left(error.left))


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
        Scope.KEY: (f"The bot is out of {one}s", "All servers share them. ", "New ones open"),
    }[left.scope]
    if left.opens_at is None:
        raise ValueError("an allowance that is used up has a window, and a window ends")
    when = f"{opens} {relative(left.opens_at)}, at {time_of_day(left.opens_at)}."
    return (f"### {heading}", used + when)


def _left(allowances: Iterable[Left]) -> str:
    phrases = [f"{_WHO[left.scope]} {left.remaining:,} of {left.limit:,}" for left in allowances]
    return small("Left: " + phrases[0], *phrases[1:])
