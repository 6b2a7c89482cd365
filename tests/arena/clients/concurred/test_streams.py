"""A stream comes to its end, or says how and after which event it stopped."""

import asyncio
import contextlib
import traceback
from typing import Any

import pytest
import stamina
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from structlog.testing import capture_logs

from arena.clients import (
    FAILURES_UNTIL_OPEN,
    ArenaCircuitOpen,
    ArenaCut,
    ArenaError,
    ArenaMalformed,
    ArenaUnanswered,
    ConcurredClient,
    ConcurredLimits,
    InternalError,
    RateLimited,
)
from arena.wire.concurred import SessionComplete, UnknownEvent, dump_event
from tests.arena.clients.concurred.streaming import (
    BATTLE,
    COMPLETION,
    EVENTS,
    FIGHT,
    RECORDED,
    STREAMS,
    Streaming,
    concurred_of,
    gathered,
    hang_up,
    keep_alive_for_ever,
    noticing,
    piece,
    reset,
    sends,
    sse,
    stay_silent,
    stream,
)
from tests.arena.clients.foreign import Behaviour, ForeignArena, RawArena, error

pytestmark = pytest.mark.asyncio(loop_scope="module")

ANSWERS = [{"type": "agent_complete", "agent": name, "message": "Yes."} for name in ("claude", "gpt")]


@pytest.mark.parametrize("events", range(len(EVENTS)))
async def test_a_fight_that_ends_after_any_event_but_the_last_was_cut(
    concurred: ConcurredClient, arena: ForeignArena, events: int
) -> None:
    arena.answers(stream(*EVENTS[:events]))
    came, failure = await gathered(concurred.stream_fight(FIGHT))
    assert [dump_event(event) for event in came] == EVENTS[:events]
    assert isinstance(failure, ArenaCut)
    assert failure.events == events
    assert len(arena.received) == 1


@pytest.mark.parametrize("ending", [hang_up, reset])
@pytest.mark.parametrize("events", range(1, len(EVENTS)))
async def test_a_connection_lost_after_any_event_is_a_cut_and_nothing_is_repeated(
    events: int, ending: Behaviour
) -> None:
    half = sse(EVENTS[events])[:20]  # an event that came only in part did not come
    arena = RawArena(sends(sse(*EVENTS[:events]) + half, ending))
    async with arena.listening() as base_url, concurred_of(base_url) as client:
        came, failure = await gathered(client.stream_fight(FIGHT))
    assert isinstance(failure, ArenaCut)
    assert arena.requests == 1
    assert len(came) == failure.events
    # A reset may throw away what had arrived unread; it never makes anything up.
    assert [dump_event(event) for event in came] == EVENTS[: len(came)]
    assert ending is reset or len(came) == events


async def test_a_fight_is_over_with_its_last_event_whatever_the_connection_does() -> None:
    for ending in (hang_up, stay_silent, keep_alive_for_ever):
        arena = RawArena(sends(RECORDED, ending))
        async with arena.listening() as base_url, concurred_of(base_url) as client:
            came, failure = await asyncio.wait_for(gathered(client.stream_fight(FIGHT)), 10)
        assert isinstance(came[-1], SessionComplete)
        assert failure is None


@pytest.mark.parametrize(("call", "body"), STREAMS[2:])
@pytest.mark.parametrize("ending", [hang_up, stay_silent])
async def test_every_other_stream_is_cut_before_its_end(call: Streaming, body: bytes, ending: Behaviour) -> None:
    arena = RawArena(sends(body, ending))
    limits = ConcurredLimits(silence=0.1)
    async with arena.listening() as base_url, concurred_of(base_url, limits=limits) as client:
        came, failure = await gathered(call(client))
    assert isinstance(failure, ArenaCut)
    assert (len(came), failure.events, arena.requests) == (2, 2, 1)


@pytest.mark.parametrize(
    "events",
    [
        ANSWERS,
        [*ANSWERS, {"type": "session_complete"}],
        [*ANSWERS, "[DONE]"],
        [ANSWERS[0], {"type": "error", "agent": "gpt", "error": "overloaded"}],
    ],
)
@pytest.mark.parametrize("ending", [hang_up, stay_silent])
async def test_a_battle_is_over_after_both_answers(events: list[Any], ending: Behaviour) -> None:
    arena = RawArena(sends(sse(*events), ending))
    limits = ConcurredLimits(silence=0.1)
    async with arena.listening() as base_url, concurred_of(base_url, limits=limits) as client:
        came, failure = await gathered(client.stream_battle(BATTLE))
    assert failure is None
    assert len(came) == len([event for event in events if event != "[DONE]"])


@pytest.mark.parametrize("events", [[], [ANSWERS[0]], [ANSWERS[0], ANSWERS[0]], [ANSWERS[0], "[DONE]"]])
async def test_a_battle_with_one_answer_was_cut(
    concurred: ConcurredClient, arena: ForeignArena, events: list[Any]
) -> None:
    arena.answers(stream(*events))
    _, failure = await gathered(concurred.stream_battle(BATTLE))
    assert isinstance(failure, ArenaCut)


@pytest.mark.parametrize("events", [[piece("a"), "[DONE]"], [piece("a", "stop")], [piece("a"), piece(None, "length")]])
async def test_a_completion_ends_by_its_mark_or_its_reason(
    concurred: ConcurredClient, arena: ForeignArena, events: list[Any]
) -> None:
    arena.answers(stream(*events))
    came, failure = await gathered(concurred.stream_completion(COMPLETION))
    assert ("".join(chunk.text for chunk in came), failure) == ("a", None)


async def test_an_error_inside_a_completion_ends_it(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers(stream(piece("a"), {"error": {"code": "MODEL_UNAVAILABLE", "message": "gone"}}))
    came, failure = await gathered(concurred.stream_completion(COMPLETION))
    assert isinstance(failure, ArenaCut)
    assert (len(came), failure.events, "gone" in str(failure)) == (1, 1, True)


async def test_an_error_inside_a_fight_is_an_event_and_the_fight_may_go_on(
    concurred: ConcurredClient, arena: ForeignArena
) -> None:
    failed = {"type": "error", "error": "overloaded", "agent": "grok"}
    arena.answers(stream(*EVENTS[:3], failed, *EVENTS[3:]))
    came, failure = await gathered(concurred.stream_fight(FIGHT))
    assert failure is None
    assert dump_event(came[3]) == failed


@pytest.mark.parametrize("events", [0, 1, 5])
async def test_silence_between_events_is_a_cut(events: int) -> None:
    arena = RawArena(sends(sse(*EVENTS[:events]), stay_silent))
    async with arena.listening() as base_url, concurred_of(base_url, limits=ConcurredLimits(silence=0.1)) as client:
        came, failure = await gathered(client.stream_fight(FIGHT))
    assert isinstance(failure, ArenaCut)
    assert "ReadTimeout" in str(failure)
    assert (len(came), arena.requests) == (events, 1)


async def test_keep_alive_comments_break_the_silence_and_the_deadline_still_holds() -> None:
    arena = RawArena(sends(sse(EVENTS[0]), keep_alive_for_ever))
    limits = ConcurredLimits(silence=0.2, stream=0.6)
    async with arena.listening() as base_url, concurred_of(base_url, limits=limits) as client:
        came, failure = await asyncio.wait_for(gathered(client.stream_fight(FIGHT)), 10)
    assert isinstance(failure, ArenaCut)
    assert "TimeoutError" in str(failure)
    assert (len(came), arena.requests) == (1, 1)


@pytest.mark.parametrize(("call", "_body"), STREAMS)
async def test_an_arena_that_never_answers_leaves_the_effect_unknown_and_is_asked_once(
    call: Streaming, _body: bytes
) -> None:
    arena = RawArena(stay_silent)
    async with arena.listening() as base_url, concurred_of(base_url, limits=ConcurredLimits(silence=0.1)) as client:
        _, failure = await gathered(call(client))
    assert isinstance(failure, ArenaUnanswered)
    assert arena.requests == 1


@pytest.mark.parametrize(("call", "body"), STREAMS)
async def test_cancellation_closes_the_connection_at_once(call: Streaming, body: bytes) -> None:
    gone, began = asyncio.Event(), asyncio.Event()
    arena = RawArena(sends(sse(body.split(b"\n")[0].decode().removeprefix("data: ")), noticing(gone)))

    async def watch(client: ConcurredClient) -> None:
        async with contextlib.aclosing(call(client)) as events:
            async for _ in events:
                began.set()

    async with arena.listening() as base_url, concurred_of(base_url) as client:
        watching = asyncio.create_task(watch(client))
        await asyncio.wait_for(began.wait(), 5)
        assert not gone.is_set()
        watching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await watching
        await asyncio.wait_for(gone.wait(), 5)  # while the client and its pool are still open


@pytest.mark.parametrize(("call", "body"), STREAMS)
async def test_leaving_early_closes_the_connection_at_once(call: Streaming, body: bytes) -> None:
    gone = asyncio.Event()
    arena = RawArena(sends(body[: body.index(b"\n\n") + 2], noticing(gone)))
    async with arena.listening() as base_url, concurred_of(base_url) as client:
        async with contextlib.aclosing(call(client)) as events:
            await anext(events)
        await asyncio.wait_for(gone.wait(), 5)


async def test_cancellation_while_nothing_has_come_closes_the_connection_too() -> None:
    gone, asked = asyncio.Event(), asyncio.Event()

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await noticing(gone)(reader, writer)

    async with RawArena(behave).listening() as base_url, concurred_of(base_url) as client:
        watching = asyncio.create_task(gathered(client.stream_fight(FIGHT)))
        await asyncio.wait_for(asked.wait(), 5)
        watching.cancel()
        await asyncio.wait({watching})
        await asyncio.wait_for(gone.wait(), 5)


@pytest.mark.parametrize(
    "refusal",
    [
        error("RATE_LIMIT_EXCEEDED", 429),
        error("MODEL_UNAVAILABLE", 503),
    ],
)
async def test_a_refusal_that_may_pass_is_tried_again_before_the_first_event(
    concurred: ConcurredClient, arena: ForeignArena, refusal: Response
) -> None:
    arena.answers(refusal, refusal, stream(*EVENTS))
    came, failure = await gathered(concurred.stream_fight(FIGHT))
    assert (len(came), failure, len(arena.received)) == (len(EVENTS), None, 3)


async def test_a_refusal_of_unknown_effect_is_not(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers(error("INTERNAL_ERROR", 500), stream(*EVENTS))
    _, failure = await gathered(concurred.stream_fight(FIGHT))
    assert isinstance(failure, InternalError)
    assert len(arena.received) == 1


async def test_what_is_tried_again_is_not_logged(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers(error("RATE_LIMIT_EXCEEDED", 429))
    with capture_logs() as logs, stamina.set_testing(True, attempts=2):
        _, failure = await gathered(concurred.stream_fight(FIGHT))
    assert isinstance(failure, RateLimited)
    assert len(arena.received) == 2
    assert "meaning of life" not in str(logs)


async def test_an_arena_whose_streams_do_not_open_is_left_in_peace_on_every_path(
    concurred: ConcurredClient, arena: ForeignArena
) -> None:
    arena.answers(PlainTextResponse("", 502))
    for _ in range(FAILURES_UNTIL_OPEN):
        await gathered(concurred.stream_fight(FIGHT))
    _, failure = await gathered(concurred.stream_battle(BATTLE))
    assert isinstance(failure, ArenaCircuitOpen)
    with pytest.raises(ArenaCircuitOpen):
        await concurred.models()
    assert len(arena.received) == FAILURES_UNTIL_OPEN


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (HTMLResponse("<html>Welcome to the Wi-Fi of this hotel</html>"), ArenaMalformed),
        (HTMLResponse("<html>Not here</html>", 404), ArenaMalformed),
        (HTMLResponse("<html>Bad gateway</html>", 502), ArenaUnanswered),
        (PlainTextResponse("", 200), ArenaMalformed),
        (error("GUARDRAIL_BLOCKED", 200), ArenaError),
    ],
)
async def test_what_is_no_stream_is_an_error(
    concurred: ConcurredClient, arena: ForeignArena, answer: Response, kind: type[ArenaError]
) -> None:
    arena.answers(answer)
    came, failure = await gathered(concurred.stream_fight(FIGHT))
    assert came == []
    assert isinstance(failure, kind)
    assert not isinstance(failure, ArenaCut)


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("{", "event 3 cannot be read: Invalid JSON"),
        ("Bad gateway", "event 3 cannot be read: Invalid JSON"),
        ("[1]", "event 3 cannot be read"),
        ('{"type": "agent_complete", "agent": "gpt"}', "event 3 cannot be read: agent_complete.message"),
        ('{"type": "vote_update"}', "event 3 cannot be read: vote_update.voter"),
    ],
)
async def test_an_event_that_cannot_be_read_is_named(
    concurred: ConcurredClient, arena: ForeignArena, broken: str, problem: str
) -> None:
    arena.answers(stream(*EVENTS[:2], broken, *EVENTS[2:]))
    came, failure = await gathered(concurred.stream_fight(FIGHT))
    assert len(came) == 2
    assert isinstance(failure, ArenaMalformed)
    assert str(failure).startswith(problem)
    assert failure.excerpt == broken
    assert len(arena.received) == 1


async def test_the_text_of_an_event_is_no_part_of_the_error(concurred: ConcurredClient, arena: ForeignArena) -> None:
    for broken in (
        '{"type": "agent_complete", "message": ["an answer"]}',
        '{"type": "agent_complete", "x": "an answer',
    ):
        arena.answers(stream(broken))
        _, failure = await gathered(concurred.stream_fight(FIGHT))
        assert isinstance(failure, ArenaMalformed)
        assert "an answer" not in "".join(traceback.format_exception(failure))


@pytest.mark.parametrize("call", [call for call, _ in STREAMS[:2]])
async def test_unknown_types_pass_through_and_are_logged_once_each(
    concurred: ConcurredClient, arena: ForeignArena, call: Streaming
) -> None:
    strange: list[Any] = [{"type": "agent_delta", "delta": "secret"}, {"type": "mood", "data": 1}, {"no": "type"}]
    arena.answers(stream(EVENTS[0] | {"new": "field"}, *strange, *strange, *EVENTS[1:]))
    with capture_logs() as logs:
        came, failure = await gathered(call(concurred))
        arena.answers(stream(*strange, *EVENTS))
        await gathered(call(concurred))
    assert failure is None
    assert [dump_event(event) for event in came if isinstance(event, UnknownEvent)] == strange * 2
    assert came[0].model_extra == {"new": "field"}
    assert [entry["type"] for entry in logs if entry["event"] == "concurred.unknown_event"] == [
        "agent_delta",
        "mood",
        "",
    ]
    assert "secret" not in str(logs)


async def test_a_flood_of_unknown_types_does_not_flood_the_log(concurred: ConcurredClient, arena: ForeignArena) -> None:
    arena.answers(stream(*({"type": f"{number}" + "x" * 10_000} for number in range(300)), *EVENTS))
    with capture_logs() as logs:
        came, failure = await gathered(concurred.stream_fight(FIGHT))
    assert (len(came), failure) == (300 + len(EVENTS), None)
    assert len(logs) == 100
    assert len(str(logs)) < 20_000
