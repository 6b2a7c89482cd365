from datetime import timedelta

import pytest

from arena.wire import Winner
from community.battles import Battle, Mode, Moderation, State, TurnFailure, Void
from community.errors import AlreadyVoid, BattleNotFound, SourceTooEarly, VotingClosed
from community.places import MessageRef
from community.quotas import Scope
from storage.community.moderating import SqlModerationStore
from tests.community.battles.conftest import ADA, CHANNEL, GRACE, GUILD, Community
from tests.support.battles import NAMES
from tests.support.clock import START
from tests.support.voters import voter

LONG_AGO = START - timedelta(days=1)
SHOWN, ANNOUNCED = MessageRef(CHANNEL, 900), MessageRef(CHANNEL, 901)


@pytest.fixture
def moderation(community: Community) -> Moderation:
    return Moderation(store=SqlModerationStore(community.database), stage=community.stage, clock=community.clock)


async def revealed(community: Community) -> Battle:
    battle = await community.open_battle()
    await community.voting.cast(battle.id, voter(ADA), Winner.A)
    return await community.driven(await community.voting.close(battle.id, member_id=ADA, moderator=False))


async def test_an_open_battle_ends_without_names_and_without_a_vote_upstream(
    community: Community, moderation: Moderation
) -> None:
    battle = await community.open_battle()
    await community.voting.cast(battle.id, voter(ADA), Winner.A)

    void = await moderation.void(GUILD, battle.id, by=GRACE, reason=" not \n nice ")

    assert (void.state, void.names, void.void) == (
        State.UNREVEALED,
        None,
        Void(by=GRACE, at=community.clock.now(), reason="not nice"),
    )
    assert community.stage.changes[-1] == battle.id
    with pytest.raises(VotingClosed):
        await community.voting.cast(battle.id, voter(GRACE), Winner.B)
    await community.driven(void)
    assert community.source.voted == []


async def test_a_battle_that_is_still_being_written_ends_and_counts_as_used(
    community: Community, moderation: Moderation
) -> None:
    battle = await community.start()
    void = await moderation.void(GUILD, battle.id, by=GRACE, reason="")
    assert void.state is State.FAILED
    assert {left.scope: left.used for left in await community.start_battle.left(GUILD, ADA)}[Scope.GUILD] == 1
    assert (await community.driven(void)).state is State.FAILED


async def test_nobody_waits_for_a_follow_up_of_a_voided_battle(community: Community, moderation: Moderation) -> None:
    battle = await community.open_battle()
    community.source.gate.clear()
    await community.follow_up(battle.id, GRACE, "More?")

    void = await moderation.void(GUILD, battle.id, by=GRACE, reason="")
    assert (void.state, void.pending, void.turns[-1].failure) == (State.FAILED, None, TurnFailure.UNFINISHED)
    assert await community.turns.pending() == []

    community.source.gate.set()
    assert await community.rested(battle.id) == void, "the answers that came all the same are not kept"
    community.restart()
    polled = community.source.polled
    await community.runner.resume()
    await community.rested(battle.id)
    assert community.source.polled == polled


async def test_a_vote_that_had_to_wait_is_not_told_upstream_once_the_battle_is_void(
    community: Community, moderation: Moderation
) -> None:
    battle = await community.open_battle(mode=Mode.FIRST)
    await community.voting.cast(battle.id, voter(ADA), Winner.A)
    community.source.votes.append(SourceTooEarly("not yet", retry_in=timedelta(seconds=20)))
    community.clock.meanwhile = lambda: moderation.void(GUILD, battle.id, by=GRACE, reason="")

    after = await community.driven(await community.voting.battle(battle.id))

    assert community.source.voted == [Winner.A], "the vote that was too early, and no other"
    assert (after.state, after.names) == (State.UNREVEALED, None)
    assert community.stage.announced == []


async def test_a_revealed_battle_keeps_its_names_and_is_announced_no_more(
    community: Community, moderation: Moderation
) -> None:
    battle = await revealed(community)
    await community.store.keep_message(battle.id, SHOWN)
    await community.store.keep_shown(battle.id, State.REVEALED)
    assert await community.store.unannounced(LONG_AGO)

    void = await moderation.void(GUILD, battle.id, by=GRACE, reason="")

    assert (void.state, void.names) == (State.REVEALED, NAMES)
    assert not await community.store.unannounced(LONG_AGO)
    assert [each.id for each in await community.store.outdated()] == [battle.id], "the next process shows it anew"


async def test_the_first_word_stands(community: Community, moderation: Moderation) -> None:
    battle = await revealed(community)
    first = await moderation.void(GUILD, battle.id, by=GRACE, reason="spam")
    with pytest.raises(AlreadyVoid):
        await moderation.void(GUILD, battle.id, by=ADA, reason="mine")
    assert (await community.voting.battle(battle.id)).void == first.void


async def test_a_battle_is_found_by_its_id_and_by_the_links_to_its_messages(
    community: Community, moderation: Moderation
) -> None:
    battle = await revealed(community)
    await community.store.keep_message(battle.id, SHOWN)
    await community.store.keep_announcement(battle.id, ANNOUNCED)
    links = [f"https://discord.com/channels/{GUILD}/{CHANNEL}/{ref.message_id}" for ref in (SHOWN, ANNOUNCED)]
    for which in (battle.id, f" {battle.id.lower()} ", *links):
        assert await moderation.find(GUILD, which) == battle.id
    for which in ("", "0000000000", links[0].replace("900", "902"), links[0].replace(str(GUILD), "22")):
        with pytest.raises(BattleNotFound):
            await moderation.find(GUILD, which)


async def test_no_other_server_can_void_it(community: Community, moderation: Moderation) -> None:
    battle = await revealed(community)
    for what in (moderation.find(GUILD + 1, battle.id), moderation.void(GUILD + 1, battle.id, by=ADA, reason="")):
        with pytest.raises(BattleNotFound):
            await what
