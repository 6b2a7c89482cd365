"""Image battles: both pictures are had and kept before anybody votes, or the battle says that there are none."""

from datetime import timedelta

from arena.wire import Modality
from community.battles import Answers, Battle, Failure, Polled, State
from community.battles.pictures import PictureBroken, PictureMissing, Pictures
from tests.community.battles.conftest import Community

ADDRESSES = Answers("https://pictures.example/kestrel-1.png", "https://pictures.example/marabou.png")


async def painted(community: Community) -> Battle:
    community.source.polls.append(Polled(answers=ADDRESSES, turns=1))
    return await community.driven(await community.start(prompt="A cat", modality=Modality.IMAGE))


async def test_both_pictures_are_kept_before_the_vote_opens_and_their_addresses_nowhere(community: Community) -> None:
    battle = await painted(community)
    assert battle.state is State.VOTING
    assert await community.pictures.get(battle.id) == Pictures(ADDRESSES.a.encode(), ADDRESSES.b.encode())
    assert "example" not in repr(battle)


async def test_a_picture_that_cannot_be_had_is_asked_for_again(community: Community) -> None:
    community.darkroom.faults.append(PictureMissing("not yet"))
    community.source.polls.append(Polled(answers=ADDRESSES, turns=1))
    assert (await painted(community)).state is State.VOTING


async def test_a_picture_that_never_comes_ends_the_battle_in_time(community: Community) -> None:
    community.darkroom.faults.extend([PictureMissing("never")] * 1000)
    battle = await painted(community)
    assert (battle.state, battle.failure) == (State.FAILED, Failure.UNFINISHED)


async def test_what_is_no_picture_ends_the_battle_at_once(community: Community) -> None:
    community.darkroom.faults.append(PictureBroken("no picture"))
    battle = await painted(community)
    assert (battle.state, battle.failure) == (State.FAILED, Failure.UNFINISHED)
    assert await community.pictures.get(battle.id) is None


async def test_pictures_of_a_process_that_died_before_the_vote_opened_are_fetched_once_more(
    community: Community,
) -> None:
    battle = await community.start(prompt="A cat", modality=Modality.IMAGE)
    await community.store.created(battle.id, "up-1", timedelta(seconds=2))
    await community.pictures.keep(battle.id, Pictures(b"half", b"shown"))
    community.source.polls.append(Polled(answers=ADDRESSES, turns=1))
    community.restart()
    await community.runner.resume()
    assert (await community.rested(battle.id)).state is State.VOTING
    assert await community.pictures.get(battle.id) == Pictures(ADDRESSES.a.encode(), ADDRESSES.b.encode())
    assert community.source.assignments == []


async def test_pictures_that_come_after_a_battle_s_end_are_not_kept(community: Community) -> None:
    battle = await community.start(prompt="A cat", modality=Modality.IMAGE)
    await community.store.fail(battle.id, Failure.UNFINISHED)
    await community.pictures.keep(battle.id, Pictures(b"a", b"b"))
    assert await community.pictures.get(battle.id) is None


async def test_pictures_are_forgotten_once_they_are_not_needed(community: Community) -> None:
    battle = await painted(community)
    await community.pictures.forget(battle.id)
    assert await community.pictures.get(battle.id) is None
