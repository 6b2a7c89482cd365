"""What members say and ask beside their ballots: ratings, reasons, guesses, and to be told of the reveal."""

from community.opinions.courier import FeedbackCourier
from community.opinions.ports import Catalogue, OpinionSource, OpinionStore, Outbox
from community.opinions.saying import Opinions
from community.opinions.values import Guess, Parcel, Rating, Reason

__all__ = [
    "Catalogue",
    "FeedbackCourier",
    "Guess",
    "OpinionSource",
    "OpinionStore",
    "Opinions",
    "Outbox",
    "Parcel",
    "Rating",
    "Reason",
]
