"""Who judges, what a judge sees, and what its reply comes to."""

from collections import Counter
from collections.abc import Sequence

import pytest

from arena.engine.fights.ballots import chosen
from arena.wire import AnswerCut, ChatMessage
from tests.arena.engine.contestants import Contestant, Failing, Quick
from tests.arena.engine.fights.fighters import Fighter, fought, of, voting_for

SLUGS = ("quartz", "basalt", "flint", "agate")


def shown_in(ballot: Sequence[ChatMessage]) -> list[str]:
    """The answers of a ballot, in their order."""
    blocks = ballot[-1].content.split("\nAnswer ")[1:]
    return [block.split("\n")[1] for block in blocks]


async def test_a_judge_never_sees_its_own_answer_nor_any_name_beside_one() -> None:
    models = [Fighter(slug, answer=f"Reply number {number} of all.") for number, slug in enumerate(SLUGS)]
    await fought(*models, rounds=3)
    for number, model in enumerate(models):
        assert len(model.ballots) == 3
        for ballot in model.ballots:
            assert len(shown_in(ballot)) == 3
            assert f"Reply number {number} " not in ballot[-1].content
            assert not any(slug in message.content for message in ballot for slug in SLUGS)


async def test_every_judge_has_an_order_of_its_own() -> None:
    orders: Counter[tuple[str, ...]] = Counter()
    for seed in range(40):
        models = [Fighter(slug) for slug in SLUGS]
        await fought(*models, seed=seed)
        (ballot,) = models[0].ballots
        orders[tuple(shown_in(ballot))] += 1
    assert len(orders) == 6  # all orders of three answers
    assert max(orders.values()) < 20


async def test_an_answer_that_says_who_wrote_it_is_masked_for_the_judges() -> None:
    models = [Fighter("quartz", answer="I am Quartz Max, made by QuartzWorks."), Fighter("basalt"), Fighter("flint")]
    await fought(*models)
    assert "Quartz" not in models[1].ballots[0][-1].content
    assert "█" in models[1].ballots[0][-1].content


async def test_of_two_models_the_others_of_the_arena_judge() -> None:
    judges = [Fighter(slug, voting_for("basalt says")) for slug in ("flint", "agate")]
    events = await fought(Fighter("quartz"), Fighter("basalt"), *judges, models="quartz,basalt")
    assert of(events, "voting_start")[0]["judges"] == ["flint", "agate"]
    assert sorted((event["voter"], event["votedFor"]) for event in of(events, "vote_update")) == [
        ("agate", "basalt"),
        ("flint", "basalt"),
    ]
    assert events[-1]["winner"] == "basalt"


async def test_without_others_both_of_two_judge_and_a_vote_for_oneself_is_shown() -> None:
    models = [Fighter(slug, voting_for("quartz says")) for slug in ("quartz", "basalt")]
    events = await fought(*models)
    assert all(len(shown_in(model.ballots[0])) == 2 for model in models)
    assert ("quartz", "quartz") in {(event["voter"], event["votedFor"]) for event in of(events, "vote_update")}
    assert events[-1]["winner"] == "quartz"


async def test_two_answers_of_more_agents_are_judged_by_those_outside_too() -> None:
    models = (Fighter("quartz"), Fighter("basalt"), Failing("flint"))
    events = await fought(*models, Fighter("agate"), models="quartz,basalt,flint")
    assert of(events, "voting_start")[0]["judges"] == ["agate"]


@pytest.mark.parametrize(("second", "voted"), [("B.", True), ("Still no idea.", False)])
async def test_a_ballot_that_cannot_be_read_is_asked_for_once_more(second: str, voted: bool) -> None:  # noqa: FBT001 - a parameter
    replies = iter(["Both have their merits.", second])
    judge = Fighter("quartz", lambda _: next(replies))
    events = await fought(judge, Fighter("basalt"), Fighter("flint"))
    first, again = judge.ballots
    assert [message.role for message in again] == ["user", "assistant", "user"]
    assert list(again[:2]) == [*first, ChatMessage("assistant", "Both have their merits.")]
    (vote,) = (event for event in of(events, "vote_update") if event["voter"] == "quartz")
    assert (vote["votedFor"] is not None) is voted


async def test_a_cut_ballot_is_asked_for_once_more_too() -> None:
    attempts: list[int] = []

    def vote(_messages: Sequence[ChatMessage]) -> str:
        attempts.append(1)
        if len(attempts) == 1:
            raise AnswerCut("the line went dead")
        return "A"

    events = await fought(Fighter("quartz", vote), Fighter("basalt"), Fighter("flint"))
    assert len(attempts) == 2
    assert None not in [event["votedFor"] for event in of(events, "vote_update")]


class Leaning(Contestant):
    """Prefers the first place strongly and the answer with the word "good" a little, as small models do."""

    answer = Quick.answer

    async def weigh(self, _question: str, answers: Sequence[str]) -> Sequence[float]:
        return [5.0 * (place == 0) + 1.0 * ("good" in answer) for place, answer in enumerate(answers)]


async def test_a_small_judge_is_shown_every_order_round_the_circle_and_its_love_of_places_goes() -> None:
    for seed in range(8):
        models = (Leaning("quartz"), Fighter("basalt"), Fighter("flint", answer="a good answer"), Fighter("agate"))
        events = await fought(*models, seed=seed)
        assert of(events, "voting_start")[0]["smallJudges"] == ["quartz"]
        (vote,) = (event for event in of(events, "vote_update") if event["voter"] == "quartz")
        assert vote["votedFor"] == "flint"


@pytest.mark.parametrize(
    ("reply", "place"),
    [
        ("B", 1),
        ("b", 1),
        (" **B** ", 1),
        ("(C)", 2),
        ("A.", 0),
        ("Answer B", 1),
        ("Answer: C", 2),
        ("The best answer is B, because A is wrong.", 1),
        ("I choose C.", 2),
        ("My vote goes to answer A!", 0),
        ("A is the best.", 0),
        ("B\n\nIt is the only one that names the cause.", 1),
        ("Let me think. One names the cause.\n\n**A**", 0),
        ("", None),
        ("D", None),
        ("I", None),
        ("A good question.", None),
        ("Answer A is fine, but answer B is better.", None),
        ("None of them.", None),
        ("A or B", None),
    ],
)
def test_a_reply_counts_where_it_names_one_letter_as_the_answer(reply: str, place: int | None) -> None:
    assert chosen(reply, 3) == place
