"""A start that waits for a press, as texts: what a draft keeps of it."""

import json
from collections.abc import Mapping
from typing import Final

from pydantic import TypeAdapter

from arena.wire.concurred import FightStyle, HistoryMessage
from community.consent import Draft
from community.fights.starting import FightRequest
from community.fights.values import Terms

_HISTORY: Final = TypeAdapter(tuple[HistoryMessage, ...])


def texts_of(terms: Terms) -> Mapping[str, str]:
    """Everything but who, where and what, which the draft has anyway. What is not given is left out."""
    given = {
        "models": None if terms.models is None else json.dumps(terms.models),
        "multiplied": terms.multiplied,
        "rounds": str(terms.rounds),
        "style": terms.style.value,
        "image": terms.image_url,
        "history": _HISTORY.dump_json(terms.history).decode() if terms.history else None,
        "anonymous": "yes" if terms.anonymous else None,
    }
    return {name: text for name, text in given.items() if text is not None}


def request_of(draft: Draft) -> FightRequest:
    """The start that the draft waits for."""
    texts = draft.terms
    models = texts.get("models")
    return FightRequest(
        guild_id=draft.guild_id,
        channel_id=draft.channel_id,
        member_id=draft.member_id,
        question=draft.prompt,
        terms=Terms(
            models=None if models is None else tuple(json.loads(models)),
            multiplied=texts.get("multiplied"),
            rounds=int(texts["rounds"]),
            style=FightStyle(texts["style"]),
            image_url=texts.get("image"),
            history=_HISTORY.validate_json(texts.get("history", "[]")),
            anonymous="anonymous" in texts,
        ),
    )
