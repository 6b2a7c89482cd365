"""Names of models and sources, as they are shown."""

from collections.abc import Sequence
from typing import Final

from cogs.common.text.inline import plain_line
from cogs.common.text.measure import clean

NAME_LENGTH: Final = 32
_LONGEST: Final = 100


def shown_names(names: Sequence[str]) -> tuple[str, ...]:
    """The names that stand together, each at most 32 characters and `…`, safe to show.

    Where that would make two different names equal, all are cut later, at 100 characters at the latest.
    """
    single = [" ".join(clean(name).split()) for name in names]
    different = len(set(single))
    for length in range(NAME_LENGTH, _LONGEST):
        cut = [_cut(name, length) for name in single]
        if len(set(cut)) == different:
            break
    else:
        cut = [_cut(name, _LONGEST) for name in single]
    return tuple(plain_line(name) for name in cut)


def _cut(name: str, length: int) -> str:
    return name if len(name) <= length else name[:length].rstrip() + "…"


def told_apart(names: Sequence[str]) -> tuple[str, ...]:
    """The names that stand together in a narrow place, each at most 32 characters and `…`; as plain text, no markdown.

    Where that makes several equal, they are numbered.
    """
    cut = [_cut(" ".join(clean(name).split()) or "?", NAME_LENGTH) for name in names]
    numbers = [cut[: index + 1].count(name) if cut.count(name) > 1 else 0 for index, name in enumerate(cut)]
    return tuple(
        plain_line(f"{name} ({number})" if number else name) for name, number in zip(cut, numbers, strict=True)
    )
