"""What the house arena tells of itself, beside the published API."""

from arena.wire.base import Response


class StyleEffect(Response):
    """One row of `GET /house/style`: what twice as much of a feature is worth, in points, with its 95 % interval."""

    feature: str
    points: float
    lower: float
    upper: float


class ModelDraws(Response):
    """One row of `GET /house/draws`: in how many revealed battles a model was drawn, and its share of their places.

    `resting` models failed again and again and are left out of draws for a while.
    """

    model_id: str
    model_name: str
    modality: str
    battles: int
    share: float
    resting: bool
