"""Battles of ModelChorus: create, poll, vote, feedback, continue."""

from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue, model_validator

from arena.wire.base import MAX_PROMPT_CHARACTERS, Id, Milliseconds, Request, Response
from arena.wire.locales import Locale
from arena.wire.models import Modality

MIN_SECONDS_BEFORE_VOTE: Final = 30.0
"""No vote is accepted earlier than this after the creation (reference page, `POST …/vote`)."""

DEFAULT_POLL_INTERVAL_MS: Final = 2000
"""`pollIntervalMs` of the reference page, used where a server leaves it out."""

HIDDEN_NAME_A: Final = "Model A"
HIDDEN_NAME_B: Final = "Model B"
"""What stands for a model's name until the vote (reference page, `GET …/battles/:id`)."""


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be blank")
    return text


def _different(models: list[str]) -> list[str]:
    if len(set(models)) < len(models):
        raise ValueError("must name each model once")
    return models


Prompt = Annotated[str, Field(min_length=1, max_length=MAX_PROMPT_CHARACTERS), AfterValidator(_not_blank)]


def _whole(number: object) -> object:
    return int(number) if isinstance(number, float) and number.is_integer() else number


Score = Annotated[int, Field(ge=1, le=5), BeforeValidator(_whole)]
"""1 to 5. JSON knows one kind of number, so 4.0 is 4."""


class Winner(StrEnum):
    """What a vote says about the two answers."""

    A = "A"
    B = "B"
    TIE = "tie"
    BOTH_BAD = "both_bad"


class Criteria(Request):
    """Optional scores of 1 to 5 for four qualities."""

    accuracy: Score | None = None
    helpfulness: Score | None = None
    clarity: Score | None = None
    creativity: Score | None = None


class CreateBattle(Request):
    """`POST /api/v1/battles`. `modality` and `locale` come as JSON strings, so the enum is not strict.

    The house arena alone takes `models`: slugs, of which both or one may be chosen.
    """

    prompt: Prompt
    modality: Annotated[Modality, Field(strict=False)] = Modality.TEXT
    locale: Locale = "en"
    models: Annotated[list[str], Field(min_length=1, max_length=2), AfterValidator(_different)] | None = None


class Opinion(Request):
    """What a voter may say beside the choice."""

    feedback: Annotated[str, Field(max_length=MAX_PROMPT_CHARACTERS)] | None = None
    rating: Score | None = None
    criteria: Criteria | None = None


class GiveFeedback(Opinion):
    """`POST /api/v1/battles/:id/feedback`; at least one field has to say something."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        scores = self.criteria.model_dump(exclude_none=True) if self.criteria else {}
        if not (self.feedback or self.rating or scores):
            raise ValueError("at least one of feedback, rating and criteria must be given")
        return self


class CastVote(Opinion):
    """`POST /api/v1/battles/:id/vote`."""

    winner: Annotated[Winner, Field(strict=False)]


class ContinueBattle(Request):
    """`POST /api/v1/battles/:id/continue`."""

    prompt: Prompt


class BattleCreated(Response):
    """The answer to a creation: where to poll, and how often (milliseconds)."""

    id: Id
    status: str = ""
    poll_url: str | None = None
    poll_interval_ms: Milliseconds = DEFAULT_POLL_INTERVAL_MS


class BattleContinued(Response):
    """The answer to a follow-up."""

    turn_number: int
    status: str = ""
    poll_url: str | None = None
    poll_interval_ms: Milliseconds = DEFAULT_POLL_INTERVAL_MS


class BranchMessage(Response):
    """One message of a conversation as one side sees it."""

    role: str
    content: str
    message_index: int | None = None


class Turn(Response):
    """One question and both sides' conversations up to its answers."""

    turn_number: int
    branch_a: list[BranchMessage] = Field(default_factory=list)
    branch_b: list[BranchMessage] = Field(default_factory=list)


class AnswerFacts(Response):
    """What an answer took: an extension of the house arena, told only once the turn was voted on. Null is "unknown".

    `seconds` run from the question to the whole answer. Tokens are as the model's endpoint counted them; `costUsd` is
    what they cost in US dollars at the configured prices. `modelId` and `sampling` say who wrote it, as far as that
    is known.
    """

    seconds: float | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost_usd: float | None = None
    model_id: str | None = None
    sampling: str | None = None


class Comparison(Response):
    """The two answers of one turn. `modelA` is "Model A" until the vote of the turn, then the model's name.

    The reference page shows `vote` only as null; what stands there after a vote is inferred, so it is read as any JSON.
    `factsA` and `factsB` are no part of that page: the house arena adds them once the turn was voted on. Neither are
    `maskedA` and `maskedB`: until then it says so where an answer told who wrote it and names were taken out.
    """

    id: Id
    turn_number: int = 1
    status: str = ""
    responses_ready: bool = False
    model_a: str = HIDDEN_NAME_A
    model_b: str = HIDDEN_NAME_B
    response_a: str | None = None
    response_b: str | None = None
    vote: JsonValue = None
    masked_a: bool = False
    masked_b: bool = False
    facts_a: AnswerFacts | None = None
    facts_b: AnswerFacts | None = None
    pair_probability: float | None = None


class Battle(Response):
    """The state of a battle, `GET /api/v1/battles/:id`.

    `status` is an open string. Readiness comes from `responses_ready` alone and failure from `error_code` alone.
    `created_at` is in Unix milliseconds.
    """

    id: Id
    status: str = ""
    responses_ready: bool = False
    modality: str = Modality.TEXT
    title: str | None = None
    turn_count: int = 1
    voted_count: int = 0
    created_at: Milliseconds | None = None
    comparisons: list[Comparison] = Field(default_factory=list)
    turns: list[Turn] = Field(default_factory=list)
    error_code: str | None = None
    error_message: str | None = None


class ModelsRevealed(Response):
    """The two models' display names."""

    model_a: str
    model_b: str


class VoteAccepted(Response):
    """The answer to a vote; the names come with it."""

    success: bool = True
    models_revealed: ModelsRevealed


class FeedbackAccepted(Response):
    """The answer to feedback."""

    success: bool = True
