"""What can go wrong with ratings.

RatingError
├── NotConverged    the fit has no answer, or did not reach it
└── BadCounts       counts that no battle can have
"""


class RatingError(Exception):
    """Ratings were refused. Nothing was changed."""


class NotConverged(RatingError):  # noqa: N818 - reads as what happened
    """The fit has no finite answer, or did not reach it: there is nothing that may be shown."""


class BadCounts(RatingError):  # noqa: N818 - reads as what happened
    """Negative counts, more subtracted than there was, or a model that meets itself."""
