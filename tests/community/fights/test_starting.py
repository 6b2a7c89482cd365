"""What a fight may be started with."""

from dataclasses import replace

import pytest

from arena.wire.concurred import FightStyle, HistoryMessage
from community.consent import Activity, Destination, Draft
from community.errors import HostedForbidden, PromptRefused
from community.fights import ModelsRefused, Status, Terms, Wrong, chosen, offers, request_of, texts_of
from community.fights.models import LONGEST_OFFER
from community.quotas import Kind, QuotaUsedUp, Scope
from community.settings import GuildSettings
from tests.community.fights.conftest import ADA, CHANNEL, GRACE, GUILD, Ring, request, ring_on
from tests.support.fights import NAMES


@pytest.mark.parametrize("question", ["", "  \n ", "\u200b", "x" * 2_001])
async def test_a_question_is_neither_empty_nor_too_long(ring: Ring, question: str) -> None:
    with pytest.raises(PromptRefused):
        await ring.start(request(question=question))
    assert (await ring.start(request(question="x" * 2_000))).status is Status.STARTING


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("gpt,claude", ("gpt", "claude")),
        (" Mistral , GPT,", ("mistral", "gpt")),
        ("cl, mini, tral, gp", ("claude", "gemini", "mistral", "gpt")),
    ],
)
def test_models_are_found_by_what_people_write(written: str, found: tuple[str, ...]) -> None:
    assert chosen(written, NAMES) == found


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("gpt", Wrong.NUMBER),
        (",".join(f"m{number}" for number in range(9)), Wrong.NUMBER),
        ("gpt,llama", Wrong.UNKNOWN),
        ("g,claude", Wrong.UNKNOWN),
        ("gpt,GPT", Wrong.TWICE),
    ],
)
def test_models_that_cannot_fight_are_refused(written: str, wrong: Wrong) -> None:
    with pytest.raises(ModelsRefused) as refused:
        chosen(written, NAMES)
    assert refused.value.wrong is wrong


def test_where_the_source_cannot_be_asked_it_decides_itself() -> None:
    assert chosen("gpt,something-new", {}) == ("gpt", "something-new")


async def test_several_models_and_one_four_times_cannot_be_both(ring: Ring) -> None:
    with pytest.raises(ModelsRefused):
        await ring.start(request(models="gpt,claude", multiplied="gpt"))
    fight = await ring.start(request(multiplied="Claude"))
    assert (fight.terms.multiplied, fight.terms.models) == ("claude", None)


def test_what_is_offered_can_be_taken() -> None:
    many = {f"provider/a-rather-long-name-{number}": f"A rather long name {number}" for number in range(12)}
    typed = ""
    for number in range(8):
        found = offers(typed, many, several=True)
        assert found
        assert all(1 <= len(text) <= LONGEST_OFFER for offer in found for text in offer), found
        typed = found[0][1] + ","
        if number:
            assert len(chosen(typed, many)) == number + 1
    assert offers(typed, many, several=True) == []
    assert offers("cla", NAMES, several=False) == [("Claude", "claude")]


async def test_a_fight_is_charged_to_its_member_its_server_and_the_bot(ring: Ring) -> None:
    await ring.settings.save(GUILD, GuildSettings(fights_per_day=3, fights_per_member=2))
    await ring.start(request())
    left = await ring.start.left(GUILD, ADA)
    assert [(one.kind, one.scope, one.remaining) for one in left] == [
        (Kind.FIGHT, Scope.MEMBER, 1),
        (Kind.FIGHT, Scope.GUILD, 2),
        (Kind.FIGHT, Scope.KEY, 99),
    ]
    await ring.start(request())
    with pytest.raises(QuotaUsedUp) as refused:
        await ring.start(request())
    assert refused.value.scope is Scope.MEMBER
    await ring.start(request(member_id=GRACE))
    with pytest.raises(QuotaUsedUp) as refused:
        await ring.start(request(member_id=GRACE))
    assert refused.value.scope is Scope.GUILD


async def test_no_server_takes_more_than_its_share_of_the_key(ring: Ring) -> None:
    ring.source.fights_per_day = 4
    shared = ring_on(ring.database, ring.source, fair_share=0.5)
    for _ in range(2):
        await shared.start(request())
    with pytest.raises(QuotaUsedUp) as refused:
        await shared.start(request())
    assert refused.value.scope is Scope.SHARE
    assert (await shared.start(request(guild_id=GUILD + 1))).status is Status.STARTING


async def test_an_abandoned_start_gives_everything_back(ring: Ring) -> None:
    fight = await ring.start(request())
    await ring.start.abandon(fight.id)
    assert [one.used for one in await ring.start.left(GUILD, ADA)] == [0, 0, 0]


async def test_a_draft_keeps_everything_of_a_start(ring: Ring) -> None:
    history = (HistoryMessage(role="user", content="Before?"), HistoryMessage(role="assistant", content="Yes."))
    terms = Terms(rounds=4, style=FightStyle.BLITZ, image_url="https://example.com/a.png", history=history)
    for asked in (
        request(terms=terms, models="gpt,claude"),
        request(terms=replace(terms, anonymous=True), multiplied="gpt"),
        request(),
    ):
        checked = await ring.start.checked(asked)
        draft = Draft(
            activity=Activity.FIGHT,
            guild_id=GUILD,
            channel_id=CHANNEL,
            member_id=ADA,
            prompt=checked.question,
            sent=ring.start.sent,
            terms=texts_of(checked.terms),
            created_at=checked.created_at,
        )
        assert request_of(draft).terms == checked.terms
        assert request_of(draft).question == asked.question


async def test_a_server_may_keep_its_questions_away_from_hosted_sources(ring: Ring) -> None:
    await ring.settings.save(GUILD, GuildSettings(hosted_allowed=False))
    with pytest.raises(HostedForbidden):
        await ring.start(request())
    ring.source.destination = Destination.MACHINE
    assert (await ring.start(request())).status is Status.STARTING
