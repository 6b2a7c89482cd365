"""Image battles over the wire: two pictures that tell nothing, in one message, through restarts and to the reveal."""

import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest
import pytest_asyncio
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.flows.places import ROOMY, Flow, Place
from tests.support.members import Json, labels, text_of
from tests.support.scripted_arena import Script

pytestmark = pytest.mark.asyncio(loop_scope="module")


def painted(colour: str, size: tuple[int, int], telling: str) -> bytes:
    info = PngInfo()
    info.add_text("Software", telling)
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def gallery(message: Json) -> list[Json]:
    """The items of the message's gallery."""
    found = [part for box in message["components"] for part in box["components"] if part["type"] == 12]
    return found[0]["items"] if found else []


PAINTED = {
    "pictures": (painted("teal", (900, 600), "Kestrel"), painted("maroon", (512, 512), "Marabou")),
    "deleted pictures": (painted("navy", (640, 640), "x"), painted("olive", (640, 640), "y")),
    "veiled": (painted("teal", (64, 64), "x"), painted("maroon", (64, 64), "y")),
    "age-restricted": (painted("teal", (64, 64), "x"), painted("maroon", (64, 64), "y")),
    "broken picture": (painted("teal", (64, 64), "x"), b"no picture"),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def flows(here: Place) -> AsyncIterator[dict[str, Flow]]:
    """Image battles, one in each channel."""
    here.discord.control.guilds.add_channel("age-restricted", nsfw=True)
    async with AsyncExitStack() as stack:
        found = {}
        for where, pictures in PAINTED.items():
            flow = found[where] = await stack.enter_async_context(here.flow(where, Script(pictures=pictures)))
            await flow.begin(modality="image")
        yield found


async def test_two_pictures_are_shown_alike_and_tell_nothing_until_the_reveal(
    here: Place, flows: dict[str, Flow]
) -> None:
    flow = flows["pictures"]
    ada = flow.starter
    message = await ada.sees("Which picture is better?")
    items = gallery(message)
    assert [item["description"] for item in items] == ["Picture A", "Picture B"]
    assert not any(item.get("spoiler") for item in items)
    assert [file["filename"] for file in message["attachments"]] == ["a.png", "b.png"]
    assert not {"Read A", "Read B"} & set(labels(message))
    assert len({file["size"] for file in message["attachments"]}) == 1
    for data in (here.discord.world.files[file["id"]].data for file in message["attachments"]):
        picture = Image.open(io.BytesIO(data))
        assert (picture.format, picture.size, picture.info) == ("PNG", (1024, 1024), {})
        assert b"Kestrel" not in data
        assert b"Marabou" not in data

    assert "Pictures have one turn" in text_of(await ada.press("More"))
    await ada.press("Vote B")
    voted = await ada.sees("1 has voted")
    assert voted["attachments"] == message["attachments"], "an edit leaves the pictures where they are"
    assert gallery(voted) == items
    await flow.close()
    revealed = await ada.sees(f"B wins: {flow.upstream.names[1]}")
    assert revealed["id"] == message["id"]
    assert gallery(revealed) == items
    await ada.hears()
    assert flow.upstream.votes == ["B"]


async def test_a_message_deleted_before_the_reveal_is_posted_again_with_its_pictures(
    here: Place, flows: dict[str, Flow]
) -> None:
    ada = flows["deleted pictures"].starter
    message = await ada.sees("Which picture is better?")
    await ada.press("Vote A")
    await ada.sees("1 has voted")
    del here.discord.world.messages[message["channel_id"]][message["id"]]
    ada.public.clear()
    await here.ledger.fall_due(await here.ledger.battle(flows["deleted pictures"].upstream.prompt))
    again = await ada.sees("A wins")
    assert len(gallery(again)) == 2
    assert [file["filename"] for file in again["attachments"]] == ["a.png", "b.png"]


async def test_pictures_are_veiled_from_when_the_guild_asks_for_it_but_for_age_restricted_channels(
    here: Place, flows: dict[str, Flow]
) -> None:
    await here.settings.save(here.guild_id, replace(ROOMY, spoilers=True))
    try:
        for where, veiled in (("veiled", True), ("age-restricted", False)):
            ada = flows[where].starter
            await ada.sees("Which picture is better?")
            await ada.press("Vote A")
            items = gallery(await ada.sees("1 has voted"))
            assert [bool(item.get("spoiler")) for item in items] == [veiled, veiled]
    finally:
        await here.settings.save(here.guild_id, ROOMY)


async def test_a_broken_picture_ends_the_battle_and_says_so(flows: dict[str, Flow]) -> None:
    told = await flows["broken picture"].starter.sees("There are no two pictures")
    assert "cannot be shown" in text_of(told)
    assert gallery(told) == []
