"""The page on the real door: what both sides must agree on."""

import discord
import pytest
from playwright.async_api import Browser, FilePayload, expect

from sandbox import ManualClock, Sandbox
from tests.sandbox.members import channel_id, people
from tests.sandbox.wire import Rest, calling
from tests.support.discordpy import BareBot, running

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


async def test_a_direct_message_waits_for_its_member_and_shows_to_nobody_else(browser: Browser, rest: Rest) -> None:
    page = await browser.new_page()
    await page.goto(rest.sandbox.page_url)
    await expect(page.get_by_role("heading", name="#arena")).to_be_visible()
    grace = next(m.user.id for m in rest.sandbox.world.guild.members.values() if m.user.username == "grace")
    direct = (await rest("POST", "/users/@me/channels", json={"recipient_id": grace})).body["id"]
    assert (await rest("POST", f"/channels/{direct}/messages", json={"content": "Between us"})).status == 200
    await rest.send(content="For all")
    await expect(page.get_by_text("For all", exact=True)).to_be_visible()
    await expect(page.get_by_text("Nobody has written to you.")).to_be_visible()

    await page.get_by_label("You are:").select_option("Grace")
    entry = page.get_by_role("list", name="Direct messages").get_by_role("button")
    await expect(entry).to_have_accessible_name("Blindbout (new messages)")
    await expect(entry).to_contain_text("new")
    await entry.click()
    await expect(page.get_by_role("heading", name="@Blindbout")).to_be_visible()
    await expect(page.get_by_text("Between us", exact=True)).to_be_visible()
    await page.get_by_label("Message @Blindbout").fill("/battle")
    await expect(page.get_by_role("listbox")).to_have_text("Commands are used in the server's channels.")
    await page.reload()
    await page.get_by_role("button", name="arena").click()
    await expect(entry).to_have_accessible_name("Blindbout")


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


async def test_a_thread_appears_and_leaves_while_one_looks(browser: Browser, rest: Rest) -> None:
    page = await browser.new_page()
    await page.goto(rest.sandbox.page_url)
    await expect(page.get_by_role("heading", name="#arena")).to_be_visible()
    thread = (await rest("POST", f"{rest.channel()}/threads", json={"name": "after the battle", "type": 11})).body
    await page.get_by_role("button", name="after the battle").click()
    await expect(page.get_by_role("heading", name="#after the battle")).to_be_visible()
    await page.get_by_label("Message #after the battle").fill("and now?")
    await page.get_by_label("Message #after the battle").press("Enter")
    await expect(page.get_by_role("listitem").filter(has_text="and now?")).to_be_visible()
    await rest("PATCH", f"/channels/{thread['id']}", json={"name": "long after"})
    await expect(page.get_by_role("heading", name="#long after")).to_be_visible()
    rest.sandbox.control.guilds.remove_channel(thread["id"])
    await expect(page.get_by_role("heading", name="#arena")).to_be_visible()
    await expect(page.get_by_role("button", name="long after")).to_have_count(0)


async def test_a_channel_that_opens_shows_what_was_said_in_it_before(browser: Browser, rest: Rest) -> None:
    sandbox = rest.sandbox
    moderators = channel_id(sandbox, "moderators")
    async with people(sandbox, "Ada") as (ada,):
        await ada.say("long ago", "moderators")
        linus = next(m.user.id for m in sandbox.world.guild.members.values() if m.display_name == "Linus")
        page = await browser.new_page()
        await page.goto(f"{sandbox.page_url}&as=linus")
        await expect(page.get_by_role("heading", name="#arena")).to_be_visible()
        sandbox.control.guilds.restrict(moderators, linus, allow=1 << 10)
        await page.get_by_role("button", name="moderators").click()
        await expect(page.get_by_text("long ago")).to_be_visible()


FILES: list[FilePayload] = [
    {"name": "a.txt", "mimeType": "text/plain", "buffer": b"one"},
    {"name": "b.txt", "mimeType": "text/plain", "buffer": b"two"},
]


async def test_files_are_attached_to_a_command_and_to_its_form(browser: Browser, server: Sandbox) -> None:
    bot = BareBot()

    class Form(discord.ui.Modal, title="More files"):
        files: discord.ui.Label["Form"] = discord.ui.Label(
            text="Files", component=discord.ui.FileUpload(min_values=2, max_values=2)
        )

        async def on_submit(self, interaction: discord.Interaction) -> None:
            assert isinstance(self.files.component, discord.ui.FileUpload)
            texts = [(await file.read()).decode() for file in self.files.component.values]
            await interaction.response.send_message(f"got {' and '.join(texts)}")

    @bot.tree.command(description="Attach")
    async def attach(interaction: discord.Interaction, file: discord.Attachment) -> None:
        assert await file.read() == b"one"
        await interaction.response.send_modal(Form())

    async with running(bot, server):
        await bot.tree.sync()
        page = await browser.new_page()
        await page.goto(server.page_url)
        await page.get_by_label("Message #arena").press_sequentially("/attach")
        await expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
        await page.get_by_label("Message #arena").press("Enter")
        command = page.get_by_role("form", name="Command /attach")
        async with page.expect_response("**/sandbox/uploads*"):
            await command.get_by_label("file").set_input_files([FILES[0]])
        await command.get_by_role("button", name="Send").click()
        form = page.get_by_role("dialog", name="More files")
        async with page.expect_response("**/sandbox/uploads*"):
            await form.get_by_label("Files").set_input_files([FILES[0]])
        await form.get_by_role("button", name="Submit").click()
        await expect(form.get_by_role("alert")).to_have_text("Attach 2.")
        await form.get_by_label("Files").set_input_files(FILES)
        await expect(form.get_by_role("status")).to_have_text("")
        await form.get_by_role("button", name="Submit").click()
        await expect(page.get_by_text("got one and two", exact=True)).to_be_visible()


async def test_a_file_that_is_too_large_is_refused_in_words(browser: Browser, rest: Rest) -> None:
    page = await browser.new_page()
    await page.goto(rest.sandbox.page_url)
    option = {"type": 11, "name": "file", "description": "A file", "required": True}
    address = f"/applications/{rest.sandbox.world.application_id}/commands"
    await rest("PUT", address, json=[{"name": "attach", "type": 1, "description": "Attach", "options": [option]}])
    await page.get_by_label("Message #arena").press_sequentially("/attach")
    await expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    await page.get_by_label("Message #arena").press("Enter")
    command = page.get_by_role("form", name="Command /attach")
    large: FilePayload = {
        "name": "large.bin",
        "mimeType": "application/octet-stream",
        "buffer": bytes(10 * 1024 * 1024 + 1),
    }
    await command.get_by_label("file").set_input_files([large])
    await expect(command.get_by_role("status")).to_have_text("The file is larger than 10 MiB.")
    assert not await command.get_by_label("file").evaluate("input => input.checkValidity()")


async def test_a_reload_comes_back_to_the_channel_that_was_open(browser: Browser, server: Sandbox) -> None:
    page = await browser.new_page()
    await page.goto(server.page_url)
    await page.get_by_role("button", name="general").click()
    await expect(page.get_by_role("heading", name="#general")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name="#general")).to_be_visible()


async def test_a_command_that_does_not_exist_is_not_said_aloud(browser: Browser, server: Sandbox) -> None:
    page = await browser.new_page()
    await page.goto(server.page_url)
    await page.get_by_label("Message #arena").press_sequentially("/nonsense now")
    await page.get_by_label("Message #arena").press("Enter")
    await expect(page.get_by_text("There is no command /nonsense here.")).to_be_visible()
    await expect(page.get_by_label("Message #arena")).to_have_value("/nonsense now")
    await expect(page.locator("#messages")).not_to_contain_text("nonsense")


async def test_escape_closes_either_drawer_of_a_phone(browser: Browser, server: Sandbox) -> None:
    page = await browser.new_page(viewport={"width": 400, "height": 860})
    await page.goto(server.page_url)
    for name in ("show-channels", "show-members"):
        opener = page.locator(f"#{name}")
        await opener.click()
        await expect(opener).to_have_attribute("aria-expanded", "true")
        await page.keyboard.press("Escape")
        await expect(opener).to_have_attribute("aria-expanded", "false")
