/** The list of commands that opens with a slash. */

import { entriesOf, matching } from "./commands.js";
import { byId, h } from "./dom.js";
import { isDirect } from "./store.js";

/**
 * @param {import("./store.js").Store} store
 * @param {HTMLTextAreaElement} draft
 * @param {(entry: import("./commands.js").Entry, rest: string) => void} choose
 */
export function attachPalette(store, draft, choose) {
  const palette = byId("palette");
  /** @type {import("./commands.js").Entry[]} */
  let shown = [];
  let active = 0;

  const typed = () => draft.value.slice(1);
  const isOpen = () => !palette.hidden;
  const close = () => {
    palette.hidden = true;
    draft.setAttribute("aria-expanded", "false");
    draft.removeAttribute("aria-activedescendant");
  };

  function draw() {
    if (!draft.value.startsWith("/") || draft.value.includes("\n")) return close();
    shown = matching(entriesOf(store.commands), typed());
    active = Math.min(active, Math.max(shown.length - 1, 0));
    palette.replaceChildren(...shown.map(option));
    if (shown.length === 0) palette.append(h("p", { class: "empty" }, nothingFits()));
    palette.hidden = false;
    draft.setAttribute("aria-expanded", "true");
    mark();
  }

  function nothingFits() {
    if (isDirect(store.channel)) return "Commands are used in the server's channels.";
    return store.commands.length === 0 ? "No commands yet: the bot has not connected." : "No command has that name.";
  }

  function option(/** @type {import("./commands.js").Entry} */ entry, /** @type {number} */ index) {
    const pick = () => take(index);
    return h(
      "div",
      // Not on click: the draft would lose its focus first.
      { role: "option", id: `command-${index}`, pointerdown: (/** @type {Event} */ e) => e.preventDefault(), click: pick },
      h("b", {}, `/${entry.title}`),
      h("span", {}, entry.description),
    );
  }

  function mark() {
    for (const [index, element] of [...palette.querySelectorAll("[role=option]")].entries()) {
      element.setAttribute("aria-selected", String(index === active));
      if (index === active) {
        element.scrollIntoView({ block: "nearest" });
        draft.setAttribute("aria-activedescendant", element.id);
      }
    }
  }

  function take(/** @type {number} */ index) {
    const entry = shown[index];
    if (!entry) return;
    const rest = typed().toLowerCase().startsWith(`${entry.title} `) ? typed().slice(entry.title.length + 1).trim() : "";
    close();
    choose(entry, rest);
  }

  function move(/** @type {number} */ by) {
    active = (active + by + shown.length) % Math.max(shown.length, 1);
    mark();
  }

  draft.addEventListener("input", () => {
    active = 0;
    draw();
  });
  draft.addEventListener("blur", close);
  draft.addEventListener("keydown", (event) => {
    if (!isOpen() || event.isComposing) return;
    const does = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => take(active), Tab: () => take(active), Escape: close }[event.key];
    if (!does || (shown.length === 0 && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    does();
  });
  store.addEventListener("commands", () => isOpen() && draw());
}
