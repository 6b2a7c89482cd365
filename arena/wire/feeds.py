"""What voters wrote, and the battles of one model. Nobody's identity is in any of it."""

from arena.wire.models import Modality
from arena.wire.pages import Document


class FeedVote(Document):
    """One vote with a comment, of `GET /api/v1/votes/recent` and `/votes/feedback`. Models are not named there."""

    winner: str
    user_locale: str | None = None
    prompt: str | None = None
    modality: str = Modality.TEXT
    feedback: str | None = None
    has_feedback: bool = False


class ModelComparison(Document):
    """One battle of a model, of `GET /api/v1/models/:name/comparisons` (inferred)."""

    model_a: str | None = None
    model_b: str | None = None
    winner: str | None = None
    prompt: str | None = None
    response_a: str | None = None
    response_b: str | None = None
    user_locale: str | None = None
    modality: str = Modality.TEXT
