"""What agents are told, and that it fits."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.engine.fights.transcripts import fitted, room, shortened
from arena.wire import ModelCard
from tests.arena.engine.fights.fighters import Fighter, Reply, fought, of, voting_for

MARK = re.compile(r"\[… ([\d,]+) characters left out …\]")
SMALL = 700


def small(model: Fighter) -> Fighter:
    card = model.card
    model.card = ModelCard(slug=card.slug, name=card.name, provider=card.provider, context_tokens=SMALL)
    return model


async def test_in_a_brawl_everybody_sees_the_peers_before_and_all_earlier_rounds() -> None:
    models = [Fighter(slug, answer=f"{slug} was here.") for slug in ("quartz", "basalt", "flint")]
    await fought(
        *models, rounds=2, messages=[{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}]
    )
    first, second = (model.questions[0] for model in models[:2])
    assert [message.content for message in first] == ["Hello", "Hi", "Why is the sky blue?"]
    assert re.findall(r"\[Round \d, .*\]", second[-3].content) == ["[Round 1, quartz]"]
    *_, debate, heard, last = models[1].questions[1]
    assert [message.role for message in (debate, heard, last)] == ["user", "assistant", "user"]
    assert last.content == "Why is the sky blue?"
    assert re.findall(r"\[(Round \d, .*)\]\n(.*)", debate.content) == [
        ("Round 1, quartz", "quartz was here."),
        ("Round 1, basalt (you)", "basalt was here."),
        ("Round 1, flint", "flint was here."),
        ("Round 2, quartz", "quartz was here."),
    ]


async def test_in_a_blitz_only_the_winner_of_the_round_before_is_carried_forward() -> None:
    def vote(*rounds: str) -> Reply:
        favourites = iter(rounds)
        return lambda ballot: voting_for(f"{next(favourites)} was here")(ballot)  # noqa: PLW0108 - one favourite a ballot

    models = [
        Fighter("quartz", vote("basalt", "flint"), answer="quartz was here."),
        Fighter("basalt", vote("flint", "flint"), answer="basalt was here."),
        Fighter("flint", vote("basalt", "basalt"), answer="flint was here."),
    ]
    events = await fought(*models, rounds=2, fightStyle="blitz")
    assert [event["winner"] for event in of(events, "round_complete")] == ["basalt", "flint"]
    for model in models:
        first, second = model.questions
        assert [message.content for message in first] == ["Why is the sky blue?"]
        assert re.findall(r"(\w+) was here", second[0].content) == ["basalt"]


async def test_four_of_one_model_fight_under_numbers() -> None:
    model = Fighter("quartz", "B")
    events = await fought(model, Fighter("basalt"), agentMode="multiple-quartz", models="basalt,quartz")
    ids = [f"quartz-{number}" for number in range(1, 5)]
    assert events[0]["agents"] == ids
    assert [(event["agent"], event["model"]) for event in of(events, "agent_start")] == [(one, "quartz") for one in ids]
    assert {event["voter"] for event in of(events, "vote_update")} == set(ids)
    assert all(event["voter"] != event["votedFor"] for event in of(events, "vote_update"))


async def test_a_debate_that_is_too_long_for_a_model_is_cut_and_both_it_and_the_audience_are_told() -> None:
    tiny = small(Fighter("quartz"))
    talker = Fighter("basalt", answer="So it is. " * 200)
    events = await fought(tiny, talker, Fighter("flint"), rounds=2)
    start = [event for event in of(events, "agent_start") if event["agent"] == "quartz"][1]
    asked = "".join(message.content for message in tiny.questions[1])
    (cut,) = MARK.findall(asked)
    assert start["cutCharacters"] == int(cut.replace(",", "")) > 0
    assert len(asked.encode()) <= room(tiny.card)
    assert "flint says so." in asked
    assert all(len(message.content.encode()) <= room(tiny.card) for ballot in tiny.ballots for message in ballot)


@pytest.mark.parametrize("style", ["brawl", "blitz"])
async def test_what_fits_is_not_marked(style: str) -> None:
    events = await fought(Fighter("quartz"), Fighter("basalt"), rounds=2, fightStyle=style)
    assert not any("cutCharacters" in event for event in of(events, "agent_start"))


@given(texts=st.lists(st.text(max_size=400), max_size=12), room=st.integers(0, 2_000))
def test_what_is_kept_is_the_end_and_what_is_gone_is_counted(texts: list[str], room: int) -> None:
    kept, cut = fitted(texts, room)
    assert len(kept) == len(texts)
    if cut == 0:
        assert kept == texts
        return
    place = next(index for index, text in enumerate(kept) if MARK.match(text))
    assert kept[:place] == [""] * place
    assert kept[place + 1 :] == texts[place + 1 :]
    tail = MARK.sub("", kept[place], count=1)
    assert texts[place].endswith(tail.strip("\n")) or tail.strip() in texts[place]
    mark = len(kept[place].encode()) if tail else 0  # a bare mark is worth its bytes
    assert sum(len(text.encode()) for text in kept[place + 1 :]) + mark <= room


@given(text=st.text(max_size=600), room=st.integers(100, 500))
def test_a_shortened_text_fits_and_says_what_is_gone(text: str, room: int) -> None:
    short = shortened(text, room)
    assert len(short.encode()) <= room
    if short != text:
        (gone,) = MARK.findall(short)
        assert len(text) - int(gone.replace(",", "")) == len(MARK.sub("", short)) - 1
