"""What the buttons carry behind [More] and on private pages, where members do more than vote and read."""

from cogs.battle.custom_ids import OfBattle, template


class Void(OfBattle):
    """Ask for the reason, then void the battle."""

    __slots__ = ()
    ACTION = "void"
    TEMPLATE = template(ACTION)


class FollowUp(OfBattle):
    """Ask for the next question, then ask both models."""

    __slots__ = ()
    ACTION = "followup"
    TEMPLATE = template(ACTION)
