"""The JSON of the published reference page, body by body, as it stands there."""

import json
from pathlib import Path

import pytest
from pydantic import BaseModel

from arena.wire import (
    Availability,
    Battle,
    BattleContinued,
    BattleCreated,
    CastVote,
    Chat,
    ChatCreated,
    ContinueBattle,
    CreateBattle,
    CreateChat,
    Data,
    ErrorBody,
    FeedbackAccepted,
    FeedVote,
    GiveFeedback,
    Locales,
    MessageAccepted,
    ModelList,
    Page,
    SendMessage,
    Standing,
    Stats,
    VoteAccepted,
    dump,
)

EXAMPLES = Path(__file__).parent / "examples"

BODIES: dict[str, type[BaseModel]] = {
    "availability": Data[list[Availability]],
    "battle": Data[Battle],
    "battle-continued": Data[BattleContinued],
    "battle-created": Data[BattleCreated],
    "cast-vote": CastVote,
    "cast-vote-quickstart": CastVote,
    "chat": Data[Chat],
    "chat-created": Data[ChatCreated],
    "continue-battle": ContinueBattle,
    "create-battle": CreateBattle,
    "create-battle-quickstart": CreateBattle,
    "create-chat": CreateChat,
    "error": ErrorBody,
    "feedback-accepted": Data[FeedbackAccepted],
    "give-feedback": GiveFeedback,
    "message-accepted": Data[MessageAccepted],
    "leaderboard": Data[list[Standing]],
    "locales": Data[Locales],
    "models": ModelList,
    "send-message": SendMessage,
    "stats": Data[Stats],
    "vote-accepted": Data[VoteAccepted],
    "votes-feedback": Page[FeedVote],
    "votes-recent": Data[list[FeedVote]],
}


def test_every_example_has_its_type() -> None:
    assert {path.stem for path in EXAMPLES.iterdir()} == set(BODIES)


@pytest.mark.parametrize("name", sorted(BODIES))
def test_an_example_parses_and_comes_out_equal(name: str) -> None:
    text = (EXAMPLES / f"{name}.json").read_text(encoding="utf-8")
    assert dump(BODIES[name].model_validate_json(text)) == json.loads(text)


@pytest.mark.parametrize("name", sorted(BODIES))
def test_every_field_of_an_example_is_known(name: str) -> None:
    """Unknown fields are kept, so equality alone would not notice a misspelt field."""
    body = BODIES[name].model_validate_json((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    assert _unknown_fields(body) == set()


def _unknown_fields(value: object) -> set[str]:
    if isinstance(value, BaseModel):
        nested = [_unknown_fields(getattr(value, name)) for name in type(value).model_fields]
        return set(value.model_extra or {}).union(*nested)
    if isinstance(value, list):
        return set().union(*map(_unknown_fields, value))
    return set()
