"""Who presses a button, and the words for whoever may not vote: the same for battles and fights."""

from typing import Any, Final

import discord

from cogs.common.text import counted
from community.voters import Bar, NotEligible, Voter

_PASSING: Final = frozenset({Bar.ACCOUNT_AGE, Bar.MEMBERSHIP})


def voter_of(interaction: discord.Interaction[Any]) -> Voter:
    """What Discord says of whoever pressed."""
    user = interaction.user
    member = user if isinstance(user, discord.Member) else None
    return Voter(
        member_id=user.id,
        bot=user.bot,
        role_ids=frozenset() if member is None else frozenset(role.id for role in member.roles),
        account_created_at=user.created_at,
        joined_at=None if member is None else member.joined_at,
    )


def not_eligible(error: NotEligible, what: str) -> tuple[str, str]:
    """Heading and reason; `what` was to be voted on, such as "battle"."""
    rules = error.rules
    roles = ", ".join(f"<@&{role}>" for role in sorted(rules.voter_roles))
    why = {
        Bar.BOT: "Bots do not vote.",
        Bar.STARTER: f"Here whoever starts a {what} leaves the vote to the others.",
        Bar.ROLE: f"Members with one of these roles vote here: {roles}.",
        Bar.ACCOUNT_AGE: f"Accounts may vote here {counted(rules.account_age.days, 'day')} after they were made.",
        Bar.MEMBERSHIP: f"Members may vote here {counted(rules.membership.days, 'day')} after joining.",
    }[error.bar]
    return ("### Not open to you yet" if error.bar in _PASSING else "### Not open to you", why)
