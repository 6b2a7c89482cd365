"""The starter's rating goes upstream once, whatever happens on the way."""

from dataclasses import replace

import pytest

from community.battles import Battle
from community.errors import SourceError, SourceMalformed, SourceRefused, SourceUnanswered, SourceUnreachable
from community.opinions import Rating
from community.opinions.courier import RETRY_IN
from community.opinions.values import FEEDBACK_WAIT
from tests.community.battles.conftest import ADA, GRACE, GUILD
from tests.community.opinions.conftest import Said

SCORES = Rating(stars=4, accuracy=2)


async def rated(said: Said) -> Battle:
    battle = await said.revealed()
    await said.opinions.score(battle.id, ADA, SCORES)
    await said.community.clock.sleep(FEEDBACK_WAIT.total_seconds())
    return battle


async def later(said: Said) -> None:
    await said.community.clock.sleep(RETRY_IN.total_seconds())
    await said.courier.look()


async def test_it_waits_for_words_and_goes_once(said: Said) -> None:
    battle = await said.revealed()
    await said.opinions.score(battle.id, ADA, SCORES)
    await said.opinions.score(battle.id, GRACE, Rating(stars=1))
    await said.courier.look()
    assert said.upstream.got == []

    await said.opinions.add_words(battle.id, ADA, "Clear.")
    await said.community.clock.sleep(FEEDBACK_WAIT.total_seconds())
    await said.courier.look()
    assert said.upstream.got == [replace(SCORES, words="Clear.")]

    await said.opinions.score(battle.id, ADA, Rating(stars=1))
    await later(said)
    assert len(said.upstream.got) == 1, "what comes later stays here"


async def test_a_source_out_of_reach_is_tried_again(said: Said) -> None:
    await rated(said)
    said.upstream.faults.extend([SourceUnreachable("down"), SourceUnreachable("down")])
    await said.courier.look()
    await said.courier.look()
    await later(said)
    assert said.upstream.got == []
    await later(said)
    assert said.upstream.got == [SCORES]


async def test_a_refusal_is_final(said: Said) -> None:
    await rated(said)
    said.upstream.faults.append(SourceRefused("no"))
    await said.courier.look()
    await later(said)
    assert said.upstream.got == []


@pytest.mark.parametrize("fault", [SourceUnanswered("cut"), SourceMalformed("<html>"), SourceError("new")])
@pytest.mark.parametrize(("stands", "sent_again"), [(True, 0), (None, 0), (False, 1)])
async def test_a_lost_answer_is_asked_after_and_nothing_is_doubled(
    said: Said, fault: Exception, *, stands: bool | None, sent_again: int
) -> None:
    await rated(said)
    said.upstream.faults.append(fault)
    said.upstream.stands = stands
    await said.courier.look()
    await later(said)
    await later(said)
    assert len(said.upstream.got) == sent_again


@pytest.mark.parametrize(("stands", "sent_again"), [(True, 0), (None, 0), (False, 1)])
async def test_what_was_being_sent_when_a_process_ended_is_decided_by_the_next(
    said: Said, *, stands: bool | None, sent_again: int
) -> None:
    battle = await rated(said)
    assert await said.outbox.take(battle.id)
    said.upstream.stands = stands
    said.upstream.faults.append(SourceUnreachable("not yet up"))
    await said.courier.look()
    assert [parcel.battle_id for parcel in await said.outbox.undecided()] == [battle.id]
    await said.courier.look()
    await said.courier.look()
    assert len(said.upstream.got) == sent_again
    assert await said.outbox.undecided() == []


async def test_what_a_moderator_voided_is_not_sent(said: Said) -> None:
    battle = await rated(said)
    await said.moderation.void(GUILD, battle.id, by=GRACE, reason="")
    await later(said)
    assert said.upstream.got == []
