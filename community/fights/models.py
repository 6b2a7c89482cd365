"""Which models shall fight, as members write it: names with commas between, and what to offer while they type."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

from arena.wire.concurred import MAX_FIGHTERS, MIN_FIGHTERS
from community.errors import Refusal

LONGEST_OFFER: Final = 100
"""Characters of a suggestion's label and value (Discord, interactions/application-commands, choices)."""
MOST_OFFERS: Final = 25
_LEAST_PART: Final = 3


class Wrong(StrEnum):
    """What is wrong with a choice of models."""

    UNKNOWN = "unknown"
    TWICE = "twice"
    NUMBER = "number"
    BOTH = "both"
    """Several models and one model four times, at once."""


class ModelsRefused(Refusal):
    """These models cannot fight.

    Attributes:
        wrong: why.
        asked: what was written, where that was the reason.
        known: the display names of those that can.
    """

    def __init__(self, wrong: Wrong, *, asked: str = "", known: Sequence[str] = ()) -> None:
        super().__init__(f"models refused: {wrong}")
        self.wrong = wrong
        self.asked = asked
        self.known = tuple(known)


def chosen(written: str, fighters: Mapping[str, str]) -> tuple[str, ...]:
    """What the source calls the models that were written; where nobody knows its models, what was written.

    Raises:
        ModelsRefused: one is unknown or named twice, or there are fewer than two or more than eight.
    """
    asked = _parts(written)
    if not MIN_FIGHTERS <= len(asked) <= MAX_FIGHTERS:
        raise ModelsRefused(Wrong.NUMBER, asked=str(len(asked)), known=[*fighters.values()])
    found = tuple(one(name, fighters) for name in asked)
    for index, model in enumerate(found):
        if model in found[:index]:
            raise ModelsRefused(Wrong.TWICE, asked=fighters.get(model, model))
    return found


def one(written: str, fighters: Mapping[str, str]) -> str:
    """What the source calls this one model. A part of a name will do where it means only one.

    Raises:
        ModelsRefused: it is unknown.
    """
    model = _found(written.strip(), fighters)
    if model is None:
        raise ModelsRefused(Wrong.UNKNOWN, asked=written.strip(), known=[*fighters.values()])
    return model


def offers(typed: str, fighters: Mapping[str, str], *, several: bool) -> list[tuple[str, str]]:
    """What to suggest after what was typed: label and value, for each model that may come next.

    A value holds all models so far. Where their names grow too long, the earlier are shortened to parts that
    `chosen` understands.
    """
    *before, last = typed.split(",") if several else [typed]
    earlier = [model for part in before if (model := _found(part.strip(), fighters)) is not None]
    found = []
    for model, name in fighters.items():
        if model in earlier or not _matches(last.strip().casefold(), model, name):
            continue
        value = _joined([*earlier, model], fighters)
        if value is None or len(earlier) >= MAX_FIGHTERS:
            continue
        label = ", ".join([*(fighters[one_] for one_ in earlier), name])
        found.append((label if len(label) <= LONGEST_OFFER else "… " + name[: LONGEST_OFFER - 2], value))
    return found[:MOST_OFFERS]


def _parts(written: str) -> list[str]:
    return [part.strip() for part in written.split(",") if part.strip()]


def _found(written: str, fighters: Mapping[str, str]) -> str | None:
    """The one model of that name; else the only one whose name begins so, ends so, or holds it."""
    wanted = written.casefold()
    if not fighters or not wanted:
        return written or None
    spelled = {model: (model.casefold(), name.casefold()) for model, name in fighters.items()}
    for fits in (str.__eq__, str.startswith, str.endswith, str.__contains__):
        found = [model for model, names in spelled.items() if any(fits(name, wanted) for name in names)]
        if len(found) == 1 or (found and fits is str.__eq__):
            return found[0]
    return None


def _matches(wanted: str, model: str, name: str) -> bool:
    return wanted in model.casefold() or wanted in name.casefold()


def _joined(models: Sequence[str], fighters: Mapping[str, str]) -> str | None:
    for names in (models, [_shortest(model, fighters) for model in models]):
        if len(text := ",".join(names)) <= LONGEST_OFFER:
            return text
    return None


def _shortest(model: str, fighters: Mapping[str, str]) -> str:
    """The shortest beginning or end of what the source calls the model that means no other."""
    parts = (part for length in range(_LEAST_PART, len(model)) for part in (model[:length], model[-length:]))
    return next((part for part in parts if "," not in part and _found(part, fighters) == model), model)
