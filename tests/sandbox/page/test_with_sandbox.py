"""The page on the real door: what both sides must agree on."""

import pytest
from playwright.async_api import Browser, expect

from sandbox import ManualClock, Sandbox
from tests.sandbox.wire import Rest, calling

pytestmark = pytest.mark.browser

LAYOUT = 1 << 15


def button(label: str) -> dict[str, object]:
    return {"type": 2, "style": 1, "label": label, "custom_id": label.lower()}


async def test_members_in_two_tabs_read_each_other(browser: Browser, server: Sandbox) -> None:
    window = await browser.new_context()
    ada, grace = await window.new_page(), await window.new_page()
    await ada.goto(server.page_url)
    await grace.goto(f"{server.page_url}&as=grace")
    await expect(ada.get_by_label("You are:")).to_have_value("ada")
    await expect(grace.get_by_label("You are:")).to_have_value("grace")
    await ada.get_by_label("Message #arena").fill("Shall we **begin**?")
    await ada.get_by_label("Message #arena").press("Enter")
    await expect(grace.get_by_role("listitem").filter(has_text="Shall we begin?")).to_contain_text("Ada")


async def test_moderators_alone_see_their_channel(browser: Browser, server: Sandbox) -> None:
    page = await browser.new_page()
    await page.goto(server.page_url)
    await expect(page.get_by_role("button", name="moderators")).to_be_visible()
    await page.get_by_label("You are:").select_option("Linus")
    await expect(page.get_by_role("button", name="moderators")).to_have_count(0)


async def test_commands_the_bot_registers_are_offered_and_sent(browser: Browser, rest: Rest) -> None:
    page = await browser.new_page()
    await page.goto(rest.sandbox.page_url)
    await expect(page.get_by_role("heading", name="#arena")).to_be_visible()
    option = {"type": 3, "name": "text", "description": "What to say", "required": True}
    command = {"name": "echo", "type": 1, "description": "Say it again", "options": [option]}
    address = f"/applications/{rest.sandbox.world.application_id}/commands"
    assert (await rest("PUT", address, json=[command])).status == 200
    await page.get_by_label("Message #arena").press_sequentially("/echo hello")
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    await page.get_by_label("Message #arena").press("Enter")
    async with page.expect_response("**/sandbox/commands") as answered:
        await page.get_by_label("text").press("Enter")
    assert (await answered.value).status == 202


async def test_a_refusal_is_shown_as_the_sandboxs_sentence(browser: Browser, rest: Rest) -> None:
    page = await browser.new_page()
    await page.goto(rest.sandbox.page_url)
    await expect(page.get_by_role("heading", name="#arena")).to_be_visible()
    address = f"/applications/{rest.sandbox.world.application_id}/commands"
    await rest("PUT", address, json=[{"name": "echo", "type": 1, "description": "Say it again"}])
    await page.get_by_label("Message #arena").press_sequentially("/echo")
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    await page.get_by_label("Message #arena").press("Enter")
    await rest("PUT", address, json=[])
    await page.get_by_role("form", name="Command /echo").get_by_role("button", name="Send").click()
    await expect(page.get_by_role("alert").filter(has_text="There is no such command.")).to_be_visible()


async def test_a_press_that_no_bot_answers_fails_after_three_seconds(
    browser: Browser, standing: Sandbox, clock: ManualClock
) -> None:
    page = await browser.new_page()
    await page.goto(standing.page_url)
    await expect(page.get_by_role("heading", name="#arena")).to_be_visible()
    async with calling(standing) as rest:
        text = {"type": 10, "content": "### Which is better?"}
        row = {"type": 1, "components": [button("Vote A"), button("Vote B")]}
        await rest.send(flags=LAYOUT, components=[{"type": 17, "accent_color": 0x7B7CF2, "components": [text, row]}])
    await expect(page.get_by_role("heading", name="Which is better?")).to_be_visible()
    async with page.expect_response("**/sandbox/components"):
        await page.get_by_role("button", name="Vote B").click()
    await expect(page.get_by_role("button", name="Vote B")).to_have_attribute("aria-busy", "true")
    clock.advance(3)
    await expect(page.get_by_text("This interaction failed")).to_be_visible()
    await expect(page.get_by_role("button", name="Vote B")).not_to_have_attribute("aria-busy", "true")
