"""A start that waits for a press, as texts: what a draft keeps of it."""

from collections.abc import Mapping
from datetime import timedelta

from arena.wire import Modality
from community.battles.starting import BattleRequest, Terms
from community.battles.values import BattleId, Mode
from community.consent import Draft

_SECOND = timedelta(seconds=1)


def texts_of(request: BattleRequest) -> Mapping[str, str]:
    """Everything but who, where and what, which the draft has anyway. What is not given is left out."""
    terms = request.terms
    given = {
        "modality": terms.modality,
        "locale": terms.locale,
        "models": " ".join(sorted(terms.models)),
        "mode": terms.mode,
        "seconds": None if terms.voting_window is None else str(terms.voting_window // _SECOND),
        "guild_locale": request.guild_locale,
        "again": request.again,
    }
    return {name: text for name, text in given.items() if text}


def request_of(draft: Draft) -> BattleRequest:
    """The start that the draft waits for, from the source that its card named."""
    texts = draft.terms
    seconds, again = texts.get("seconds"), texts.get("again")
    terms = Terms(
        modality=Modality(texts.get("modality", Modality.TEXT)),
        locale=texts.get("locale"),
        source=draft.sent.source,
        models=frozenset(texts.get("models", "").split()),
        mode=Mode(texts.get("mode", Mode.POLL)),
        voting_window=None if seconds is None else int(seconds) * _SECOND,
    )
    return BattleRequest(
        guild_id=draft.guild_id,
        channel_id=draft.channel_id,
        member_id=draft.member_id,
        prompt=draft.prompt,
        terms=terms,
        guild_locale=texts.get("guild_locale"),
        again=None if again is None else BattleId(again),
    )
