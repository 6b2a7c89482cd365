/** The menu of the bot's commands on a message or a member. */

import { byId, h } from "./dom.js";

/**
 * @param {HTMLElement} anchor the button that opened it
 * @param {any[]} commands
 * @param {(command: any) => void} run
 */
export function openMenu(anchor, commands, run) {
  const menu = byId("menu");
  const items = commands.map((command) =>
    h(
      "button",
      { type: "button", role: "menuitem", click: () => { menu.hidePopover(); run(command); } },
      command.name,
    ),
  );
  if (items.length === 0) items.push(h("p", {}, "The bot offers nothing here."));
  menu.replaceChildren(...items);
  menu.showPopover();
  const box = anchor.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8)}px`;
  menu.onkeydown = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    items[(at + step + items.length) % items.length].focus();
  };
  menu.ontoggle = (/** @type {ToggleEvent} */ event) => {
    if (event.newState === "closed" && menu.contains(document.activeElement)) anchor.focus();
  };
  items[0].focus();
}
