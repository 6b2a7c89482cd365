"""What members say beside their ballots."""

from cogs.battle.opinions.face import OpinionFace
from cogs.battle.opinions.items import ITEMS
from cogs.common.feature import Feature
from community.opinions import Opinions


def feature(opinions: Opinions) -> Feature:
    """The buttons, ready to be added to the bot."""
    return Feature(face=OpinionFace(opinions), items=ITEMS)
