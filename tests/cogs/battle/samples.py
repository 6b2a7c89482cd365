"""Battles to draw."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from arena.wire import Modality
from community.battles.facts import AnswerFacts, Facts
from community.battles.tally import Tally
from community.battles.values import (
    Answers,
    Battle,
    BattleId,
    Mode,
    Names,
    State,
    Turn,
    TurnState,
    Void,
)
from community.places import MessageRef

STARTED: Final = datetime(2026, 7, 13, 18, 40, tzinfo=UTC)
CLOSES: Final = STARTED + timedelta(minutes=10)

ANSWER_A: Final = """# Reading line by line is fine

Most likely you **keep** what you read. The usual reasons, most common first:

1. **A list that only grows**: each parsed line is appended “for later”.
2. **A dictionary with a unique key**, such as a request id or a full URL.
3. `readlines()` or `list(f)` hidden in a helper.
4. **A queue between threads** that fills faster than it empties.
5. **One giant “line”**: a file without line breaks is read in one piece.

To find yours, measure rather than guess. Python can tell you which line of code owns the memory:

```python
import tracemalloc

tracemalloc.start(10)
with open("app.log", encoding="utf-8", errors="replace") as f:
    for n, line in enumerate(f):
        handle(line)
        if n % 1_000_000 == 0:
            snap = tracemalloc.take_snapshot()
            for stat in snap.statistics("lineno")[:3]:
                print(n, stat)
```

Run it for a few minutes and watch the three lines it prints. The one that grows from print to print is where your
memory goes. Everything else is noise.
"""
ANSWER_B: Final = """Something still holds on to each line. First prove that reading is not the problem:

```py
with open("app.log", "rb") as f:
    for line in f:
        pass
```

If memory stays flat here, the leak is in what you do with the lines. See [memray](https://bloomberg.github.io/memray).
"""

CREATING: Final = Battle(
    id=BattleId("7F3K2CMXQ0"),
    guild_id=100,
    channel_id=200,
    starter_id=300,
    prompt="My Python script reads a 20 GB log line by line and still fills up all memory. "
    "What are the usual reasons, and how do I find mine?",
    modality=Modality.TEXT,
    locale="en",
    models=frozenset(),
    source="ModelChorus",
    mode=Mode.POLL,
    voting_window=timedelta(minutes=10),
    created_at=STARTED,
    state=State.CREATING,
)
VOTING: Final = replace(CREATING, state=State.VOTING, answers=Answers(ANSWER_A, ANSWER_B), closes_at=CLOSES)
CLOSING: Final = replace(
    VOTING,
    state=State.CLOSING,
    closed_at=CLOSES,
    ballots=11,
    tally=Tally(a=7, b=3, tie=1),
    message=MessageRef(200, 400),
)
REVEALED: Final = replace(
    CLOSING,
    state=State.REVEALED,
    names=Names("Qwen3 32B", "Llama 3.3 70B Instruct"),
    facts=Facts(
        AnswerFacts(seconds=8.24, dollars=0.0031, tokens=512), AnswerFacts(seconds=13.7, dollars=0.00042, tokens=131)
    ),
)
VOID: Final = Void(by=301, at=CLOSES, reason="Somebody *canvassed* for @everyone")
VOIDED: Final = replace(VOTING, state=State.UNREVEALED, closed_at=CLOSES, ballots=3, void=VOID)
UNREVEALED: Final = replace(VOTING, state=State.UNREVEALED, closed_at=CLOSES, extended=True)


def failed(**values: Any) -> Battle:
    """A battle that failed before there were answers, or as the values say."""
    return replace(CREATING, state=State.FAILED, **values)


PAINTED: Final = replace(VOTING, modality=Modality.IMAGE, prompt="A cat in the rain", answers=Answers("a.png", "b.png"))
ASKED: Final = STARTED + timedelta(minutes=4)
FIRST_TURN: Final = Turn(
    number=1,
    prompt=CREATING.prompt,
    asked_by=300,
    asked_at=STARTED,
    state=TurnState.READY,
    answers=Answers(ANSWER_A, ANSWER_B),
)
SECOND_ANSWERS: Final = Answers(
    "Yes. Call `gc.get_objects()` twice and compare.", "Only with `objgraph`; the standard library alone is not enough."
)


def turn(number: int = 2, **values: Any) -> Turn:
    """A follow-up that was answered, or as the values say."""
    ready: dict[str, Any] = {"state": TurnState.READY, "answers": SECOND_ANSWERS}
    return Turn(number=number, prompt="Can I find it without a tool?", asked_by=301, asked_at=ASKED, **ready | values)


def with_turns(battle: Battle, *later: Turn) -> Battle:
    """The battle with these turns after its first; the latest blind answers are voted on."""
    turns = (FIRST_TURN, *later)
    pending = any(one.blind and one.state.pending for one in later)
    answers = [one.answers for one in turns if one.blind and one.answers is not None]
    return replace(battle, turns=turns, answers=None if pending else answers[-1])
