"""Who one is, and what happens when the connection breaks."""

import pytest
from playwright.async_api import expect

from tests.sandbox.page import samples
from tests.sandbox.page.conftest import OpenPage
from tests.sandbox.page.door import ScriptedDoor

pytestmark = pytest.mark.browser


async def test_the_address_says_who_one_is(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    ada, grace = await open_page(door), await open_page(door, query="?as=grace")
    await expect(ada.get_by_label("You are:")).to_have_value("ada")
    await expect(grace.get_by_label("You are:")).to_have_value("grace")


async def test_a_private_message_reaches_only_its_member(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    ada, grace = await open_page(door), await open_page(door, query="?as=grace")
    await door.opened("11")
    await door.opened("12")
    private = samples.setup()
    door.emit("message_create", private, to="12")
    door.emit("message_create", samples.message("for all", author="linus"))
    await expect(grace.get_by_text("Only you can see this")).to_be_visible()
    await expect(ada.get_by_text("for all", exact=True)).to_be_visible()
    await expect(ada.get_by_text("Only you can see this")).to_have_count(0)


async def test_one_can_become_somebody_else(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    await page.get_by_label("You are:").select_option("Linus")
    await door.opened("13")
    await page.wait_for_url("**/?as=linus")
    await page.get_by_label("Message #arena").fill("it is me")
    await page.get_by_label("Message #arena").press("Enter")
    _, body = await door.next_post()
    assert body["as"] == "13"


async def test_a_lost_connection_is_said_and_what_was_missed_appears(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    await door.opened("11")
    door.cut()
    await expect(page.get_by_text("Reconnecting …")).to_be_visible()
    missed = samples.message("while you were away", author="grace")
    door.messages.append(missed)
    await door.opened("11", times=2)
    await expect(page.get_by_text("while you were away")).to_be_visible()
    await expect(page.get_by_text("Reconnecting …")).to_be_hidden()


async def test_a_sandbox_started_anew_asks_for_its_new_address(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    await door.opened("11")
    door.shut = True
    door.cut()
    await expect(page.get_by_text("Open the address that the terminal shows.")).to_be_visible()
    door.shut = False
    await door.opened("11", times=2)
    await expect(page.get_by_role("status").filter(has_text="address")).to_have_count(0)


async def test_who_types_is_shown_until_the_message_is_there(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    await door.opened("11")
    door.emit("typing", {"channel_id": "21", "user_id": "19"})
    await expect(page.get_by_text("Blindbout is typing …")).to_be_visible()
    door.emit("message_create", samples.message("There"))
    await expect(page.get_by_text("Blindbout is typing …")).to_have_count(0)
