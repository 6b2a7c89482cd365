"""Every text can be read: WCAG 2.1 AA, 4.5:1, measured on what Chromium computes."""

import pytest
from playwright.async_api import Page, expect

from tests.sandbox.page import samples
from tests.sandbox.page.conftest import OpenPage
from tests.sandbox.page.door import ScriptedDoor

pytestmark = pytest.mark.browser

ENOUGH = 4.5
# Returns [ratio, text] of every visible text; texts that are switched off or not yet uncovered are exempt, and so are
# those on a picture, whose ground is not one colour.
MEASURE = """() => {
  const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (color) => {
    const [r, g, b] = rgba(color).map((part) => part / 255).map((part) =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.backgroundImage.includes("gradient")) return null;
      if (rgba(style.backgroundColor)[3] === 255) return style.backgroundColor;
    }
    return null;
  };
  const exempt = ":disabled, [aria-disabled=true], .spoiler:not(.revealed), .unseen, option, noscript, script";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const measured = [];
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const text = texts.currentNode.textContent.trim();
    if (!text || element.closest(exempt) || !element.checkVisibility({ visibilityProperty: true })) continue;
    const ground = groundOf(element);
    if (!ground) continue;
    const [light, dark] = [luminance(getComputedStyle(element).color), luminance(ground)].sort((a, b) => b - a);
    measured.push([(light + 0.05) / (dark + 0.05), text]);
  }
  return measured;
}"""


async def assert_readable(page: Page) -> None:
    measured = await page.evaluate(MEASURE)
    assert len(measured) > 20
    assert [(round(ratio, 2), text) for ratio, text in measured if ratio < ENOUGH] == []


async def test_messages_and_columns_can_be_read(open_page: OpenPage) -> None:
    talk = samples.message("**Look** at <@12>, `code`, https://example.org and <#22>\n-# small\n> quoted", author="ada")
    messages = (talk, samples.welcome(), samples.battle(), samples.reveal(), samples.setup())
    door = ScriptedDoor(*messages)
    page = await open_page(door)
    await door.opened("11")
    door.emit("interaction_failed", {"interaction_id": "9", "message_id": talk["id"], "reason": "no answer"})
    await expect(page.get_by_text("This interaction failed: no answer")).to_be_visible()
    await assert_readable(page)


async def test_the_palette_a_commands_form_and_a_modal_can_be_read(open_page: OpenPage) -> None:
    door = ScriptedDoor()
    page = await open_page(door)
    await door.opened("11")
    await page.get_by_label("Message #arena").press_sequentially("/")
    await assert_readable(page)
    await page.get_by_label("Message #arena").press_sequentially("battle start x")
    await page.get_by_label("Message #arena").press("Enter")
    await assert_readable(page)
    door.emit("modal_open", samples.MODAL)
    await expect(page.get_by_role("dialog")).to_be_visible()
    await assert_readable(page)
