"""Boards to draw."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from arena.ratings import PairStats, PairTable, Prior, rate
from community.boards import Filters, GuildBoard, Moment, Placing, Posted

CLOSED: Final = datetime(2026, 7, 13, 18, 40, tzinfo=UTC)
NAMES: Final = (
    *("Qwen3 32B", "Gemma 3 27B", "Mistral Small 3.2", "Llama 3.3 70B Instruct", "DeepSeek V3", "Command R+"),
    *(
        "Phi-4",
        "OLMo 2 32B",
        "Granite 3.3 8B",
        "通义千问 2.5 超大杯",
        "🦙",
        "A very long model name (preview, 2026-07-13)",
    ),
)
TEXT: Final = Filters(source="ModelChorus")


def board(
    names: tuple[str, ...] = NAMES,
    *,
    battles: int = 40,
    filters: Filters = TEXT,
    world: Mapping[str, float] | None = None,
    posted: Posted | None = None,
) -> GuildBoard:
    """A board on which each model is a little better than the next: all of them met `battles` times."""
    table = PairTable()
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            for number in range(battles):
                a = 2 + (number * (place + 1)) % 2
                table.add(name, other, PairStats.of_battle(a=a, b=1 + number % 2, tie=number % 5 // 4))
    found = rate(table, prior=Prior(world=world or {}))
    return GuildBoard(
        filters=filters, board=found, last=CLOSED if battles and names else None, world=bool(world), posted=posted
    )


POSTED: Final = Posted(
    at=CLOSED - timedelta(days=7),
    placings={
        name: Placing(rank=rank, rating=1000.0)
        for rank, name in enumerate(
            ("Gemma 3 27B", "Mistral Small 3.2", "Qwen3 32B", "Llama 3.3 70B Instruct"), start=1
        )
    },
)
MOMENTS: Final = tuple(
    Moment(
        day=date(2026, 6, 1) + timedelta(days=7 * week),
        ratings={name: 1000.0 + (2 - place) * 8 * week for place, name in enumerate(NAMES[: 5 if week else 3])},
    )
    for week in range(6)
)
