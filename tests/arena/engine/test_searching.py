"""What happens when a model searches before it answers."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date

import pytest

from arena.engine.searching import (
    MAX_SEARCHES,
    QUERY_CHARACTERS,
    Piece,
    SearchBegan,
    SearchEnded,
    SearchFound,
    answer_with_search,
)
from arena.wire import AnswerCut, ChatMessage, Chunk, ModelCard, SearchFailed, Source, Tool, ToolCall, Usage
from tests.arena.engine.contestants import Quick

TODAY = date(2026, 2, 10)
QUESTION = [ChatMessage("user", "What is the S&P 500 at?")]
PAGE = Source(url="https://pages.example/1", title="Market", text="It closed at 7,000.", published="2026-02-09")


def call(query: str, identity: str = "call_1") -> ToolCall:
    return ToolCall(id=identity, name="web_search", arguments=json.dumps({"query": query}))


class Scripted:
    """A model that calls tools: each time it is asked it brings the next of its scripts, the last one for ever."""

    def __init__(self, *scripts: Sequence[Chunk]) -> None:
        self.card = ModelCard(slug="scripted", name="Scripted", provider="Tests", calls_tools=True)
        self._scripts = list(scripts)
        self.asked: list[list[ChatMessage]] = []
        self.tools: list[Sequence[Tool]] = []
        self.must_answer: list[bool] = []

    async def answer(
        self, messages: Sequence[ChatMessage], *, tools: Sequence[Tool] = (), must_answer: bool = False
    ) -> AsyncIterator[Chunk]:
        self.asked.append(list(messages))
        self.tools.append(tools)
        self.must_answer.append(must_answer)
        for chunk in self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]:
            yield chunk


class Finds:
    """Finds the same for every query, or fails."""

    def __init__(self, *sources: Source, fails: bool = False) -> None:
        self._sources = sources
        self._fails = fails
        self.queries: list[str] = []

    async def search(self, query: str) -> Sequence[Source]:
        self.queries.append(query)
        if self._fails:
            raise SearchFailed("no connection")
        return self._sources


async def pieces(model: Scripted | Quick, search: Finds | None) -> list[Piece]:
    return [piece async for piece in answer_with_search(model, QUESTION, search, today=TODAY)]


def text(found: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in found if isinstance(piece, Chunk))


async def test_a_search_is_told_as_it_goes_and_the_model_reads_what_was_found() -> None:
    model = Scripted([Chunk(calls=(call(" S&P  500 "),))], [Chunk("At 7,000.")])
    search = Finds(PAGE)

    assert await pieces(model, search) == [
        SearchBegan("S&P 500"),
        SearchFound(PAGE),
        SearchEnded((PAGE,)),
        Chunk("At 7,000."),
    ]
    assert search.queries == ["S&P 500"]
    asked, result = model.asked[1][-2:]
    assert model.asked[1][:-2] == QUESTION
    assert (asked.role, asked.calls) == ("assistant", (call(" S&P  500 "),))
    assert (result.role, result.call_id) == ("tool", "call_1")
    for told in (PAGE.title, PAGE.url, PAGE.text, "2026-02-09", "strangers"):
        assert told in result.content


async def test_the_model_is_told_what_day_it_is() -> None:
    model = Scripted([Chunk("Hm.")])
    await pieces(model, Finds())
    (tool,) = model.tools[0]
    assert tool.name == "web_search"
    assert "2026-02-10" in tool.description


async def test_a_model_that_does_not_search_is_asked_once() -> None:
    model = Scripted([Chunk("It is "), Chunk("blue.")])
    assert await pieces(model, Finds()) == [Chunk("It is "), Chunk("blue.")]
    assert len(model.asked) == 1


async def test_without_a_search_no_tool_is_offered() -> None:
    model = Scripted([Chunk("Blue.")])
    assert await pieces(model, None) == [Chunk("Blue.")]
    assert model.tools == [()]


async def test_a_model_that_calls_no_tools_is_only_asked() -> None:
    model = Quick("quartz")
    assert text(await pieces(model, Finds(PAGE))) == "A first half, and a second one."


async def test_what_is_written_before_and_after_a_search_is_parted_and_counted_together() -> None:
    spent = Usage(prompt_tokens=10, completion_tokens=2)
    model = Scripted(
        [Chunk("Let me look."), Chunk(usage=spent), Chunk(calls=(call("a"),))], [Chunk("7,000."), Chunk(usage=spent)]
    )
    found = await pieces(model, Finds(PAGE))
    assert text(found) == "Let me look.\n\n7,000."
    used = [piece.usage for piece in found if isinstance(piece, Chunk) and piece.usage]
    assert used[-1] == Usage(prompt_tokens=20, completion_tokens=4)
    assert model.asked[1][-2].content == "Let me look."


async def test_a_failed_search_is_told_to_the_model_and_is_no_failure_of_the_answer() -> None:
    model = Scripted([Chunk(calls=(call("a"),))], [Chunk("I could not look it up.")])
    found = await pieces(model, Finds(fails=True))
    assert found == [SearchBegan("a"), SearchEnded(()), Chunk("I could not look it up.")]
    assert "failed" in model.asked[1][-1].content


async def test_several_calls_at_once_are_each_answered() -> None:
    model = Scripted([Chunk(calls=(call("a", "1"), call("b", "2")))], [Chunk("Both.")])
    search = Finds()
    await pieces(model, search)
    assert search.queries == ["a", "b"]
    assert [(said.call_id, said.content) for said in model.asked[1][-2:]] == [
        ("1", "The search found nothing."),
        ("2", "The search found nothing."),
    ]


async def test_no_answer_gets_more_than_three_searches_and_then_it_must_be_given() -> None:
    greedy = Scripted([Chunk(calls=(call("a", "1"), call("b", "2")))])
    search = Finds(PAGE)
    with pytest.raises(AnswerCut):
        await pieces(greedy, search)
    assert len(search.queries) == MAX_SEARCHES == 3
    assert greedy.must_answer == [False, False, False, True]
    assert "No more searches" in greedy.asked[-1][-1].content


async def test_a_model_that_only_ever_calls_is_left_with_what_it_wrote() -> None:
    stubborn = Scripted([Chunk("Searching …"), Chunk(calls=(call("a"),))])
    assert text(await pieces(stubborn, Finds())) == "\n\n".join(["Searching …"] * 4)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("web_search", "not JSON"),
        ("web_search", "{}"),
        ("web_search", '{"query": ""}'),
        ("web_search", '{"query": " \\n"}'),
        ("web_search", '{"query": 7}'),
        ("open_page", '{"query": "a"}'),
    ],
)
async def test_a_call_that_makes_no_sense_is_explained_and_searches_nothing(name: str, arguments: str) -> None:
    model = Scripted([Chunk(calls=(ToolCall(id="1", name=name, arguments=arguments),))], [Chunk("Well.")])
    search = Finds(PAGE)
    assert await pieces(model, search) == [Chunk("Well.")]
    assert search.queries == []
    asked, result = model.asked[1][-2:]
    assert "web_search" in result.content
    assert asked.calls[0].arguments == (arguments if arguments.startswith("{") else "{}")


@pytest.mark.parametrize(("context", "characters"), [(2_000, 500), (128_000, 1_500), (None, 1_500)])
async def test_pages_are_cut_to_what_the_models_context_can_bear(context: int | None, characters: int) -> None:
    model = Scripted([Chunk(calls=(call("a"),))], [Chunk("Well.")])
    model.card = replace(model.card, context_tokens=context)
    page = replace(PAGE, text="ü" * 1_500)
    await pieces(model, Finds(page, page))
    assert model.asked[1][-1].content.count("ü") == 2 * characters


async def test_a_query_is_cut_to_what_a_search_takes() -> None:
    model = Scripted([Chunk(calls=(call("x" * 9_000),))], [Chunk("Well.")])
    search = Finds()
    await pieces(model, search)
    assert search.queries == ["x" * QUERY_CHARACTERS]
