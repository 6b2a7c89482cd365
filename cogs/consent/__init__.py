"""Agreeing to where questions go, for all that members start."""

from collections.abc import Mapping

from cogs.common.feature import Feature
from cogs.consent.face import ConsentFace, GoOn
from cogs.consent.items import DraftButton
from community.consent import Activity, Consents


def feature(consents: Consents, go_on: Mapping[Activity, GoOn]) -> Feature:
    """The feature, ready to be added to the bot. `go_on` starts what was agreed to."""
    return Feature(face=ConsentFace(consents, go_on), items=[DraftButton])


__all__ = ["feature"]
