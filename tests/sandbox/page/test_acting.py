"""What a member does, and what the page then asks of the sandbox."""

import copy
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.members import components
from tests.sandbox.page import samples
from tests.sandbox.page.conftest import OpenPage
from tests.sandbox.page.door import ScriptedDoor

pytestmark = pytest.mark.browser


def shown(page: Page, message: dict[str, Any]) -> Any:
    return page.locator(f"#message-{message['id']}")


def draft(page: Page) -> Any:
    return page.get_by_label("Message #arena")


async def test_what_is_typed_is_sent_as_the_member_one_is(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door, query="?as=grace")
    await draft(page).fill("hello there")
    await draft(page).press("Enter")
    assert await door.next_post() == ("messages", {"as": "12", "channel_id": "21", "content": "hello there"})
    await expect(draft(page)).to_have_value("")


async def test_a_slash_opens_the_commands_that_fit(open_page: OpenPage) -> None:
    page = await open_page(ScriptedDoor())
    await draft(page).press_sequentially("/")
    options = page.get_by_role("listbox").get_by_role("option")
    await expect(options).to_have_count(4)
    await draft(page).press_sequentially("battle s")
    await expect(options).to_have_count(1)
    await expect(options).to_contain_text("Ask two models, without their names")
    await draft(page).press("Escape")
    await expect(page.get_by_role("listbox")).to_be_hidden()


async def test_a_command_is_filled_in_and_sent_with_the_keyboard(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    await draft(page).press_sequentially("/bat")
    await draft(page).press("ArrowDown")
    await draft(page).press("Enter")
    prompt = page.get_by_label("prompt")
    await expect(prompt).to_be_focused()
    await prompt.press_sequentially("Why is the sky blue?")
    await page.get_by_label("minutes").fill("10")
    await page.get_by_label("category").select_option("Coding")
    await page.get_by_label("first").select_option("No")
    await prompt.press("Enter")
    what, body = await door.next_post()
    assert (what, body["command_id"], body["channel_id"]) == ("commands", "31", "21")
    assert body["options"] == [
        {
            "name": "start",
            "type": 1,
            "options": [
                {"name": "prompt", "type": 3, "value": "Why is the sky blue?"},
                {"name": "minutes", "type": 4, "value": 10},
                {"name": "category", "type": 3, "value": "coding"},
                {"name": "first", "type": 5, "value": False},
            ],
        }
    ]
    await expect(draft(page)).to_be_focused()


async def test_text_after_a_commands_name_becomes_its_first_option(open_page: OpenPage) -> None:
    page = await open_page(ScriptedDoor())
    await draft(page).press_sequentially("/battle start What is Tao?")
    await draft(page).press("Enter")
    await expect(page.get_by_label("prompt")).to_have_value("What is Tao?")
    await expect(page.get_by_label("prompt")).to_be_focused()


async def test_what_is_required_or_too_long_is_not_sent(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    await draft(page).press_sequentially("/battle start")
    await draft(page).press("Enter")
    prompt = page.get_by_label("prompt")
    form = page.get_by_role("form", name="Command /battle start")
    await form.get_by_role("button", name="Send").click()
    await prompt.fill("x" * 6001)
    await expect(page.get_by_text("6,001 / 6,000")).to_be_visible()
    await form.get_by_role("button", name="Send").click()
    assert await prompt.evaluate("el => el.validationMessage") == "6,001 characters; the limit is 6,000."
    assert door.posted.empty()


async def test_a_refused_command_keeps_what_was_entered(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    door.refuse_with = "The bot is not connected."
    page = await open_page(door)
    await draft(page).press_sequentially("/battle start hello")
    await draft(page).press("Enter")
    await page.get_by_label("prompt").press("Enter")
    await expect(page.get_by_role("alert").filter(has_text="The bot is not connected.")).to_be_visible()
    await expect(page.get_by_label("prompt")).to_have_value("hello")


async def test_the_bot_proposes_values_while_one_types(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    door.choices = [{"name": "Qwen3 32B", "value": "qwen3-32b"}]
    page = await open_page(door)
    await draft(page).press_sequentially("/models")
    await draft(page).press("Enter")
    what, body = await door.next_post()
    assert (what, body["options"]) == (
        "autocomplete",
        [{"name": "model", "type": 3, "value": "", "focused": True}],
    )
    await expect(page.locator("datalist option")).to_have_count(1)
    await page.locator("#option-model").fill("Qwen3 32B")
    await page.locator("#option-model").press("Enter")
    while what != "commands":
        what, body = await door.next_post()
    assert body["options"] == [{"name": "model", "type": 3, "value": "qwen3-32b"}]


async def test_new_commands_of_the_bot_are_offered_at_once(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    door.commands = []
    page = await open_page(door)
    await door.opened("11")
    await draft(page).press_sequentially("/")
    await expect(page.get_by_text("the bot has not connected")).to_be_visible()
    door.emit("commands_update", {"commands": samples.COMMANDS})
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(4)


async def test_a_mentioned_command_opens_its_form(open_page: OpenPage) -> None:
    page = await open_page(ScriptedDoor(samples.welcome()))
    await page.get_by_role("button", name="/battle start").click()
    await expect(page.get_by_role("form", name="Command /battle start")).to_be_visible()


async def test_a_pressed_button_waits_until_it_is_answered(open_page: OpenPage) -> None:
    battle = samples.battle()
    door = ScriptedDoor(battle)
    page = await open_page(door)
    await door.opened("11")
    vote = shown(page, battle).get_by_role("button", name="Vote A")
    await vote.click()
    what, body = await door.next_post()
    assert what == "components"
    assert body == {
        "as": "11",
        "channel_id": "21",
        "message_id": battle["id"],
        "custom_id": "vote a",
        "component_type": 2,
    }
    await expect(vote).to_have_attribute("aria-busy", "true")
    await expect(vote).to_be_focused()
    other = shown(page, battle).get_by_role("button", name="Vote B")
    await other.click(force=True)
    door.emit("interaction_done", {"interaction_id": "1"})
    await expect(vote).not_to_have_attribute("aria-busy", "true")
    await expect(other).to_be_focused()
    assert door.posted.empty()


async def test_a_press_that_nobody_answers_is_said_under_its_message(open_page: OpenPage) -> None:
    battle = samples.battle()
    door = ScriptedDoor(battle)
    page = await open_page(door)
    await door.opened("11")
    await shown(page, battle).get_by_role("button", name="Tie").click()
    await door.next_post()
    door.emit("interaction_failed", {"interaction_id": "1", "message_id": battle["id"], "reason": ""})
    await expect(shown(page, battle).get_by_text("This interaction failed")).to_be_visible()
    await shown(page, battle).get_by_role("button", name="Tie").click()
    await expect(shown(page, battle).get_by_text("This interaction failed")).to_have_count(0)


async def test_selects_send_what_was_chosen(open_page: OpenPage) -> None:
    setup = samples.setup()
    door = ScriptedDoor(setup)
    page = await open_page(door)
    await door.opened("11")
    await page.get_by_label("10 minutes").select_option("60")
    _, body = await door.next_post()
    assert (body["custom_id"], body["component_type"], body["values"]) == ("minutes", 3, ["60"])
    door.emit("interaction_done", {"interaction_id": "1"})
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await page.get_by_label("Everywhere").select_option("#general")
    _, body = await door.next_post()
    assert (body["custom_id"], body["component_type"], body["values"]) == ("where", 8, ["22"])
    door.emit("interaction_done", {"interaction_id": "2"})
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await page.get_by_text("Every kind").click()
    await page.get_by_label("Text", exact=True).check()
    await page.get_by_label("Code").check()
    await page.get_by_role("button", name="Apply").click()
    _, body = await door.next_post()
    assert (body["custom_id"], body["values"]) == ("kinds", ["text", "code"])


async def test_a_select_whose_options_changed_shows_its_own_choice_and_not_the_last(open_page: OpenPage) -> None:
    setup = samples.setup()
    door = ScriptedDoor(setup)
    page = await open_page(door)
    select = page.get_by_label("10 minutes")
    await expect(select).to_have_value("")
    changed = copy.deepcopy(setup)
    (minutes,) = [part for part in components(changed) if part.get("custom_id") == "minutes"]
    minutes["options"] = [{"label": label, "value": label} for label in ("a", "b", "c")]
    door.emit("message_update", changed)
    await expect(select.get_by_role("option", name="c")).to_be_attached()
    await expect(select).to_have_value("")
    minutes["options"][1] = {"label": "b!", "value": "b", "default": True}
    door.emit("message_update", changed)
    await expect(select).to_have_value("b")


async def test_a_disabled_button_cannot_be_pressed(open_page: OpenPage) -> None:
    page = await open_page(ScriptedDoor(samples.setup()))
    await expect(page.get_by_role("button", name="Reset")).to_be_disabled()


async def test_a_message_command_is_run_on_its_message(open_page: OpenPage) -> None:
    question = samples.message("Is water wet?", author="grace")
    door = ScriptedDoor(question)
    page = await open_page(door)
    await shown(page, question).hover()
    await shown(page, question).get_by_role("button", name="Apps").click()
    await page.get_by_role("menuitem", name="Battle this").click()
    what, body = await door.next_post()
    assert (what, body["command_id"], body["target_id"]) == ("commands", "34", question["id"])


async def test_a_modal_is_filled_in_checked_and_sent(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    await door.opened("11")
    door.emit("modal_open", samples.MODAL, to="11")
    dialog = page.get_by_role("dialog", name="Why A?")
    reason = dialog.get_by_label("Your reason")
    await expect(reason).to_be_focused()
    await reason.press_sequentially("no")
    await dialog.get_by_role("button", name="Submit").click()
    assert "at least 5" in await reason.evaluate("el => el.validationMessage")
    await reason.fill("It measured instead of guessing.")
    await expect(dialog.get_by_text("32 / 40")).to_be_visible()
    await dialog.get_by_label("Which model was it?").select_option("Phi-4")
    await dialog.get_by_role("button", name="Submit").click()
    assert await door.next_post() == (
        "modals",
        {
            "as": "11",
            "modal_id": "m1",
            "components": [
                {"type": 10},
                {
                    "type": 18,
                    "id": 2,
                    "component": {
                        "type": 4,
                        "id": 3,
                        "custom_id": "reason",
                        "value": "It measured instead of guessing.",
                    },
                },
                {"type": 18, "id": 4, "component": {"type": 3, "id": 5, "custom_id": "guess", "values": ["p"]}},
                {"type": 1, "id": 6, "components": [{"type": 4, "id": 7, "custom_id": "title", "value": "Mine"}]},
            ],
        },
    )
    await expect(dialog).to_have_count(0)


async def test_a_modal_can_be_left_without_sending(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    await door.opened("11")
    door.emit("modal_open", samples.MODAL)
    await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert door.posted.empty()
