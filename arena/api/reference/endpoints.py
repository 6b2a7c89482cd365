"""Every endpoint in words: what it is for, who may call it, how long its answer is good, and what it may refuse."""

from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from arena import wire
from arena.api.boards import BOARD_CACHE, LOCALES_CACHE
from arena.api.feeds import FEED_CACHE
from arena.api.house import HOUSE_CACHE
from arena.api.models import COMPARISONS_CACHE, MODELS_CACHE, STATS_CACHE
from arena.api.suggestions import SUGGESTIONS_CACHE
from arena.engine.values import Api, Tier
from arena.wire import Data, ErrorCode
from arena.wire.concurred import ConcurredErrorCode

GROUPS: Final = ("Leaderboard", "Models", "Votes & stats", "Battles", "Chats", "Concurred", "House")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One endpoint. `cache` is in seconds, 0 for none; `errors` are those that not every endpoint of its API has.

    `answer` is None where there is only a stream.
    """

    group: str
    title: str
    text: str
    answer: type[BaseModel] | None
    tier: Tier = Tier.ANONYMOUS
    cache: int = 0
    errors: tuple[ErrorCode | ConcurredErrorCode, ...] = ()
    inferred: bool = False
    api: Api = Api.MODELCHORUS
    streams: bool = False


_BOARD: Final = Data[list[wire.Standing]]

ENDPOINTS: Final[dict[str, Endpoint]] = {
    "GET /leaderboard": Endpoint(
        group="Leaderboard",
        title="Text leaderboard",
        text="Ranked model standings for text battles, the highest rating first. `category` needs `locale` beside it. "
        "`days` on this and the other boards is this arena's own; not part of the published API.",
        answer=_BOARD,
        cache=BOARD_CACHE,
    ),
    "GET /leaderboard/image": Endpoint(
        group="Leaderboard",
        title="Image leaderboard",
        text="Ranked model standings for image battles, the highest rating first.",
        answer=_BOARD,
        cache=BOARD_CACHE,
        inferred=True,
    ),
    "GET /leaderboard/categories": Endpoint(
        group="Leaderboard",
        title="Category leaderboards",
        text="The standings of text battles in every category that has counted votes.",
        answer=Data[list[wire.CategoryBoard]],
        cache=BOARD_CACHE,
        inferred=True,
    ),
    "GET /leaderboard/head-to-head": Endpoint(
        group="Leaderboard",
        title="Head-to-head",
        text="What every pair of models did against each other. `localeMode`: `exact` takes the locale itself, "
        "`language` every locale of its language, `hybrid` itself where it has votes and else its language.",
        answer=Data[list[wire.HeadToHead]],
        cache=BOARD_CACHE,
        inferred=True,
    ),
    "GET /leaderboard/locales": Endpoint(
        group="Leaderboard",
        title="Locales",
        text="The locales that have counted votes. Without `modality` both lists come.",
        answer=Data[wire.Locales],
        cache=LOCALES_CACHE,
    ),
    "GET /models": Endpoint(
        group="Models",
        title="Models",
        text="All models with what is known of them. Clients of OpenAI's API can read this list too.",
        answer=wire.ModelList,
        cache=MODELS_CACHE,
    ),
    "GET /models/availability": Endpoint(
        group="Models",
        title="Availability",
        text="All models, only with what goes in and what comes out.",
        answer=Data[list[wire.Availability]],
        cache=MODELS_CACHE,
    ),
    "GET /models/{}": Endpoint(
        group="Models",
        title="One model",
        text="A model by its display name or its slug.",
        answer=Data[wire.Model],
        cache=MODELS_CACHE,
        errors=(ErrorCode.NOT_FOUND,),
        inferred=True,
    ),
    "GET /models/{}/comparisons": Endpoint(
        group="Models",
        title="Comparisons of a model",
        text="The latest counted battles of a model, by its display name or slug. Nobody's identity is in them.",
        answer=Data[list[wire.ModelComparison]],
        cache=COMPARISONS_CACHE,
        errors=(ErrorCode.NOT_FOUND,),
        inferred=True,
    ),
    "GET /votes/recent": Endpoint(
        group="Votes & stats",
        title="Recent votes",
        text="The latest votes that carry feedback; votes without a comment are not in this feed.",
        answer=Data[list[wire.FeedVote]],
        cache=FEED_CACHE,
    ),
    "GET /votes/feedback": Endpoint(
        group="Votes & stats",
        title="Feedback",
        text="All votes that carry feedback, page by page, the newest first.",
        answer=wire.Page[wire.FeedVote],
        cache=FEED_CACHE,
    ),
    "GET /stats": Endpoint(
        group="Votes & stats",
        title="Totals",
        text="Models and votes in the whole arena.",
        answer=Data[wire.Stats],
        cache=STATS_CACHE,
    ),
    "GET /suggestions": Endpoint(
        group="Votes & stats",
        title="Suggestions",
        text="Prompts to begin with. A locale that is unknown here gets those of its language, or English ones.",
        answer=Data[list[wire.Suggestion]],
        cache=SUGGESTIONS_CACHE,
        inferred=True,
    ),
    "POST /battles": Endpoint(
        group="Battles",
        title="Create a battle",
        text="Two anonymous models get the prompt and answer in parallel. `models`, one or two slugs that shall be "
        "among them, is this arena's own; not part of the published API. The sides are drawn all the same.",
        answer=Data[wire.BattleCreated],
        tier=Tier.WRITE,
        errors=(ErrorCode.NOT_SUPPORTED, ErrorCode.QUOTA_EXCEEDED),
    ),
    "GET /battles/{}": Endpoint(
        group="Battles",
        title="Poll a battle",
        text="Poll until `responsesReady` is true. The models are called Model A and Model B until the vote; after it "
        "this arena adds `factsA` and `factsB` to a comparison: time, tokens and cost of each answer. Before it, "
        "`maskedA` and `maskedB` are there where an answer told who wrote it: true where names were taken out.",
        answer=Data[wire.Battle],
        tier=Tier.STANDARD,
        errors=(ErrorCode.NOT_FOUND,),
    ),
    "POST /battles/{}/vote": Endpoint(
        group="Battles",
        title="Vote",
        text="One vote a turn; the answer reveals both models. Not before both answers stand and 30 seconds have "
        "passed since the creation.",
        answer=Data[wire.VoteAccepted],
        tier=Tier.WRITE,
        errors=(ErrorCode.NOT_FOUND, ErrorCode.VOTE_FAILED, ErrorCode.TOO_EARLY),
    ),
    "POST /battles/{}/feedback": Endpoint(
        group="Battles",
        title="Feedback on a vote",
        text="Attach feedback to a battle that was voted on. At least one field is needed.",
        answer=Data[wire.FeedbackAccepted],
        tier=Tier.WRITE,
        errors=(ErrorCode.NOT_FOUND, ErrorCode.VOTE_FAILED),
    ),
    "POST /battles/{}/continue": Endpoint(
        group="Battles",
        title="Continue a battle",
        text="A follow-up question to both models of a text battle. Image battles have one turn.",
        answer=Data[wire.BattleContinued],
        tier=Tier.WRITE,
        errors=(ErrorCode.NOT_FOUND, ErrorCode.NOT_SUPPORTED, ErrorCode.TOO_EARLY),
    ),
    "POST /chats": Endpoint(
        group="Chats",
        title="Create a chat",
        text="A chat with one model, by its display name or slug.",
        answer=Data[wire.ChatCreated],
        tier=Tier.WRITE,
        errors=(ErrorCode.NOT_FOUND, ErrorCode.NOT_SUPPORTED),
    ),
    "GET /chats/{}": Endpoint(
        group="Chats",
        title="Poll a chat",
        text="The chat's messages and whether the model is still writing.",
        answer=Data[wire.Chat],
        tier=Tier.STANDARD,
        errors=(ErrorCode.NOT_FOUND,),
    ),
    "POST /chats/{}/message": Endpoint(
        group="Chats",
        title="Send a message",
        text="Poll the chat afterwards to read the answer.",
        answer=Data[wire.MessageAccepted],
        tier=Tier.WRITE,
        errors=(ErrorCode.NOT_FOUND, ErrorCode.NOT_SUPPORTED, ErrorCode.TOO_EARLY),
    ),
    "GET /house/draws": Endpoint(
        group="House",
        title="Draws",
        text="How often each model was drawn, over revealed battles, and whether it rests because it failed again and "
        "again. This arena's own; not part of the published API.",
        answer=Data[list[wire.ModelDraws]],
        cache=HOUSE_CACHE,
    ),
    "GET /house/style": Endpoint(
        group="House",
        title="Style",
        text="What twice as much of a text answer's characters, headings, list items and bold passages is worth to "
        "voters, in points, with its 95 % interval. This arena's own; not part of the published API.",
        answer=Data[list[wire.StyleEffect]],
        cache=HOUSE_CACHE,
    ),
}
"""By method and path, `/api/v1` left out where it begins with it; `{}` stands for a part that the caller fills in."""
