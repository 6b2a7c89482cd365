"""What a member sees."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page import samples
from tests.sandbox.page.conftest import OpenPage
from tests.sandbox.page.door import ScriptedDoor

pytestmark = pytest.mark.browser


def shown(page: Page, message: dict[str, Any]) -> Any:
    return page.locator(f"#message-{message['id']}")


async def test_a_layout_shows_all_its_parts(open_page: OpenPage) -> None:
    battle = samples.battle()
    page = await open_page(ScriptedDoor(battle))
    here = shown(page, battle)
    await expect(here.get_by_text("Ada used /battle start")).to_be_visible()
    await expect(here.get_by_text("APP", exact=True)).to_be_visible()
    await expect(here.get_by_role("heading", name="Answer A")).to_be_visible()
    await expect(here.locator("time[data-style=R]")).to_have_text(re.compile("in [34] minutes"))
    labels = await here.get_by_role("button").filter(visible=True).all_inner_texts()
    assert labels == ["Read A", "Read B", "Vote A", "Vote B", "Tie", "Both bad", "More", "Apps"]
    accent = await here.locator(".container").evaluate("box => getComputedStyle(box).borderLeftColor")
    assert accent == "rgb(123, 124, 242)"


async def test_a_private_message_says_so_and_can_be_put_away(open_page: OpenPage) -> None:
    setup = samples.setup()
    page = await open_page(ScriptedDoor(setup))
    await expect(shown(page, setup)).to_contain_text("Only you can see this")
    await shown(page, setup).get_by_role("button", name="Dismiss message").click()
    await expect(shown(page, setup)).to_have_count(0)


async def test_a_deferred_answer_shows_that_the_bot_thinks(open_page: OpenPage) -> None:
    thinking = samples.message(flags=samples.LOADING)
    door = ScriptedDoor(thinking)
    page = await open_page(door)
    await expect(shown(page, thinking)).to_contain_text("Blindbout is thinking…")
    door.emit("message_update", {**thinking, "flags": 0, "content": "Done", "html": samples.html("Done")})
    await expect(shown(page, thinking)).to_contain_text("Done")
    await expect(shown(page, thinking)).not_to_contain_text("thinking")


async def test_an_edit_keeps_focus_scroll_and_opened_spoilers(open_page: OpenPage) -> None:
    battle = samples.battle()
    spoiler = samples.message("It was ||the butler||")
    door = ScriptedDoor(*(samples.message(f"line {n}", author="grace") for n in range(40)), battle, spoiler)
    page = await open_page(door)
    await shown(page, spoiler).get_by_role("button", name="Spoiler, press to show").click()
    await shown(page, battle).get_by_role("button", name="Tie").focus()
    place = await page.locator("#scroller").evaluate("el => { el.scrollTop -= 300; return el.scrollTop }")
    edited = samples.battle(voted="8 have voted")
    door.emit("message_update", {**edited, "id": battle["id"]})
    door.emit("message_update", {**spoiler, "edited_timestamp": spoiler["timestamp"]})
    await expect(shown(page, battle)).to_contain_text("8 have voted")
    await expect(shown(page, spoiler)).to_contain_text("(edited)")
    await expect(shown(page, battle).get_by_role("button", name="Tie")).to_be_focused()
    await expect(shown(page, spoiler).locator(".spoiler")).to_have_class(re.compile("revealed"))
    assert await page.locator("#scroller").evaluate("el => el.scrollTop") == place


async def test_at_the_bottom_the_page_follows_and_above_it_offers_to(open_page: OpenPage) -> None:
    door = ScriptedDoor(*(samples.message(f"line {n}", author="grace") for n in range(60)))
    page = await open_page(door)
    first = samples.message("first news", author="grace")
    door.emit("message_create", first)
    await expect(shown(page, first)).to_be_in_viewport()
    await page.locator("#scroller").evaluate(
        "el => new Promise(done => { el.addEventListener('scroll', done, { once: true }); el.scrollTo(0, 0) })"
    )
    second = samples.message("second news", author="linus")
    door.emit("message_create", second)
    newest = page.get_by_role("button", name="Go to the newest messages")
    await expect(newest).to_be_visible()
    await expect(shown(page, second)).not_to_be_in_viewport()
    await newest.click()
    await expect(shown(page, second)).to_be_in_viewport()


async def test_a_reply_leads_to_what_it_answers(open_page: OpenPage) -> None:
    asked = samples.message("The question", author="ada")
    filler = [samples.message(f"line {n}", author="grace") for n in range(40)]
    answer = samples.message("The answer", message_reference={"message_id": asked["id"]})
    page = await open_page(ScriptedDoor(asked, *filler, answer))
    await expect(shown(page, asked)).not_to_be_in_viewport()
    await page.get_by_role("button", name="Answers Ada The question").click()
    await expect(shown(page, asked)).to_be_in_viewport()
    await expect(shown(page, asked)).to_be_focused()


async def test_a_link_to_a_message_leads_there_inside_the_page(open_page: OpenPage) -> None:
    target = samples.message("over there", channel="22")
    link = samples.message(f"The names are out: https://discord.com/channels/100/22/{target['id']}")
    page = await open_page(ScriptedDoor(target, link))
    await shown(page, link).get_by_role("link").click()
    await expect(page.get_by_role("heading", name="#general")).to_be_visible()
    await expect(shown(page, target)).to_be_focused()


async def test_pictures_have_their_description_and_can_be_enlarged(open_page: OpenPage) -> None:
    battle = samples.pictures()
    page = await open_page(ScriptedDoor(battle))
    picture = page.get_by_role("img", name="Picture A")
    await expect(picture).to_have_js_property("complete", value=True)
    assert await picture.evaluate("image => image.naturalWidth") > 0
    await picture.click()
    dialog = page.get_by_role("dialog", name="Picture A")
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def test_classic_content_embeds_and_files_are_shown(open_page: OpenPage) -> None:
    classic = samples.message(
        "Look",
        embeds=[
            {
                "title": "Weekly",
                "description": "**23** battles",
                "html": samples.html("**23** battles"),
                "color": 0x1F9D8C,
                "fields": [{"name": "Votes", "value": "141"}],
                "footer": {"text": "until Monday"},
            },
        ],
        attachments=[{"filename": "question.txt", "url": "http://127.0.0.1/cdn/question.txt", "size": 2048}],
    )
    page = await open_page(ScriptedDoor(classic))
    for text in ("Look", "Weekly", "23 battles", "Votes", "141", "until Monday", "2 kB"):
        await expect(shown(page, classic)).to_contain_text(text)
    link = shown(page, classic).get_by_role("link", name="question.txt")
    assert await link.get_attribute("href") == "/cdn/question.txt"


async def test_messages_come_and_go_as_they_happen(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    await expect(page.get_by_text("Nothing in #arena yet")).to_be_visible()
    news = samples.message("hello", author="grace")
    door.emit("message_create", news)
    await expect(shown(page, news)).to_be_visible()
    await expect(page.get_by_role("log")).to_contain_text("Grace: hello")
    door.emit("message_delete", {"channel_id": "21", "id": news["id"]})
    await expect(shown(page, news)).to_have_count(0)


async def test_another_channel_shows_that_it_has_news(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    door.emit("message_create", samples.message("psst", channel="22", author="grace"))
    channel = page.get_by_role("button", name="general (new messages)")
    await channel.click()
    await expect(page.get_by_text("psst")).to_be_visible()
    await expect(channel).to_have_count(0)


async def test_on_a_phone_nothing_is_wider_than_the_screen(open_page: OpenPage) -> None:
    messages = (samples.welcome(), samples.battle(), samples.reveal(), samples.setup(), samples.pictures())
    page = await open_page(ScriptedDoor(*messages), width=400, height=860)
    for message in messages:
        await expect(shown(page, message)).to_be_attached()
    too_wide = "el => el.getBoundingClientRect().right > innerWidth + 1"
    everything = "[...document.querySelectorAll('#messages *')]"
    assert await page.evaluate(f"{everything}.filter({too_wide}).map(el => el.className)") == []
    await expect(page.get_by_role("complementary", name="Members")).to_be_hidden()
    await page.get_by_role("button", name="Channels").click()
    await page.get_by_role("button", name="general", exact=True).click()
    await expect(page.get_by_role("heading", name="#general")).to_be_visible()
    await expect(page.get_by_role("navigation", name="Channels")).to_be_hidden()
