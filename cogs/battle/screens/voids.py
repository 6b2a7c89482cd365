"""What stands on a battle that a moderator voided."""

from cogs.common.look import Part, rule, small, words
from cogs.common.text import plain_line
from community.battles.values import Battle, Void


def void_mark(battle: Battle) -> list[Part]:
    """What is added to a reveal that was voided later; nothing to any other."""
    if battle.void is None:
        return []
    return [rule(), words("**Voided by a moderator.** This battle counts on no board.", *why(battle.void))]


def why(void: Void) -> list[str]:
    """The reason as a line, where the moderator gave one."""
    return [small(f"Why: {plain_line(void.reason)}")] if void.reason else []
