"""Image battles: both pictures are had and kept before anybody votes, or the battle says that there are none."""

from arena.wire import Modality
from community.battles import Answers, Battle, BattleRequest, Failure, Polled, State, Terms
from community.battles.pictures import PictureBroken, PictureMissing, Pictures
from tests.community.battles.conftest import ADA, CHANNEL, GUILD, Community

ADDRESSES = Answers("https://pictures.example/kestrel-1.png", "https://pictures.example/marabou.png")


async def painted(community: Community) -> Battle:
    community.source.polls.append(Polled(answers=ADDRESSES, turns=1))
    request = BattleRequest(
        guild_id=GUILD, channel_id=CHANNEL, member_id=ADA, prompt="A cat", terms=Terms(modality=Modality.IMAGE)
    )
    return await community.driven(await community.start_battle(request))


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


async def test_pictures_are_forgotten_once_they_are_not_needed(community: Community) -> None:
    battle = await painted(community)
    await community.pictures.forget(battle.id)
    assert await community.pictures.get(battle.id) is None
