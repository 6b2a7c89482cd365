"""Follow-ups on Discord: the button, the form and what the asker is told."""

from cogs.battle.follow_up.face import FollowUpFace
from cogs.battle.follow_up.items import BUTTONS
from cogs.common.feature import Feature
from community.battles import FollowUps, Voting


def feature(follow_ups: FollowUps, voting: Voting) -> Feature:
    """The buttons, ready to be added to the bot."""
    return Feature(face=FollowUpFace(follow_ups, voting), items=BUTTONS)
