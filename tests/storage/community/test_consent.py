"""Agreements and drafts on the disk."""

from dataclasses import replace

import pytest

from community.consent import DRAFTS_KEPT, Activity, Consents, ConsentStore, Destination, Draft, Sent, new_draft_id
from community.errors import DraftGone, NotAllowed
from storage.community.consent import SqlConsentStore
from storage.database import Database
from tests.support.clock import START, EagerClock

ADA, GRACE = 11, 12
HOSTED = Sent("ModelChorus", Destination.FEEDS)
DRAFT = Draft(
    activity=Activity.BATTLE,
    guild_id=1,
    channel_id=2,
    member_id=ADA,
    author_id=GRACE,
    prompt="Why?",
    sent=HOSTED,
    terms={"mode": "first"},
    created_at=START,
)


@pytest.fixture
def store(database: Database) -> ConsentStore:
    return SqlConsentStore(database)


@pytest.fixture
def consents(store: ConsentStore) -> Consents:
    return Consents(store=store, clock=EagerClock())


async def test_who_agreed_is_asked_again_only_where_questions_go_elsewhere(consents: Consents) -> None:
    await consents.keep(DRAFT)
    assert await consents.needed(ADA, HOSTED)

    await consents.agree(DRAFT.id, ADA)
    await consents.agree(DRAFT.id, ADA)

    assert not await consents.needed(ADA, HOSTED)
    assert await consents.needed(GRACE, HOSTED)
    assert await consents.needed(ADA, replace(HOSTED, source="Concurred"))
    assert await consents.needed(ADA, replace(HOSTED, destination=Destination.SERVICE))


async def test_what_stays_on_the_machine_needs_no_agreement(consents: Consents) -> None:
    assert not await consents.needed(ADA, Sent("the house arena", Destination.MACHINE))


async def test_nobody_agrees_for_somebody_else(consents: Consents) -> None:
    await consents.keep(DRAFT)
    with pytest.raises(NotAllowed):
        await consents.agree(DRAFT.id, GRACE)
    assert await consents.needed(ADA, HOSTED)


async def test_a_draft_is_started_once(consents: Consents) -> None:
    await consents.keep(DRAFT)
    assert await consents.waiting(DRAFT.id) == DRAFT

    assert await consents.take(DRAFT.id) == DRAFT

    with pytest.raises(DraftGone):
        await consents.take(DRAFT.id)


async def test_a_draft_waits_for_a_day_and_is_then_forgotten(store: ConsentStore) -> None:
    clock = EagerClock()
    consents = Consents(store=store, clock=clock)
    await consents.keep(DRAFT)
    await clock.sleep(DRAFTS_KEPT.total_seconds())

    with pytest.raises(DraftGone):
        await consents.waiting(DRAFT.id)
    await consents.keep(replace(DRAFT, id=new_draft_id(), created_at=clock.now()))

    assert await store.draft(DRAFT.id) is None
