/** The message list: what is shown, where it is scrolled to, and what a screen reader is told. */

import { byId, h } from "./dom.js";
import { patch, patchChildren } from "./patch.js";
import { excerpt, renderMessage } from "./render/message.js";
import { nameOf } from "./render/names.js";
import { titleOf } from "./store.js";
import { formatDay } from "./time.js";

const NEAR_BOTTOM = 48; // pixels within which the reader counts as being at the bottom

/** @param {import("./store.js").Store} store */
export function showMessages(store) {
  const list = byId("messages");
  const scroller = byId("scroller");
  const newest = byId("newest");
  let atBottom = true;

  const toBottom = () => scroller.scrollTo({ top: scroller.scrollHeight });
  const look = () => {
    atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM;
    if (atBottom) newest.hidden = true;
  };

  /** Draw again what `draw` draws, with the reader's place and focus kept. */
  function keeping(/** @type {() => void} */ draw) {
    const focused = document.activeElement?.closest?.(".message");
    draw();
    if (focused?.isConnected && document.activeElement === document.body) focused.focus({ preventScroll: true });
    if (atBottom) toBottom();
  }

  function drawAll() {
    const items = [];
    let previous = null;
    for (const message of store.messages) {
      const fresh = startsDay(message, previous);
      if (fresh) items.push(divider(message));
      items.push(renderMessage(message, fresh ? null : previous, store));
      previous = message;
    }
    if (items.length === 0) items.push(emptyChannel(store));
    patchChildren(list, h("ol", {}, ...items));
  }

  function drawOne(/** @type {any} */ message) {
    const shown = store.messages;
    const index = shown.findIndex(({ id }) => id === message.id);
    const element = document.getElementById(`message-${message.id}`);
    if (index < 0 || !element) return;
    const previous = shown[index - 1] ?? null;
    patch(element, renderMessage(message, startsDay(message, previous) ? null : previous, store));
  }

  scroller.addEventListener("scroll", look, { passive: true });
  newest.addEventListener("click", () => {
    newest.hidden = true;
    toBottom();
  });
  // Pictures that arrive and a composer that grows move the bottom away.
  const observer = new ResizeObserver(() => atBottom && toBottom());
  observer.observe(list);
  observer.observe(scroller);

  store.addEventListener("reset", () => keeping(drawAll));
  store.addEventListener("commands", () => keeping(drawAll));
  store.addEventListener("channel", () => {
    atBottom = true;
    newest.hidden = true;
    keeping(drawAll);
  });
  store.addEventListener("removed", () => keeping(drawAll));
  store.addEventListener("changed", (event) => {
    const message = /** @type {CustomEvent} */ (event).detail;
    if (message.channel_id === store.channelId) keeping(() => drawOne(message));
  });
  store.addEventListener("created", (event) => {
    const message = /** @type {CustomEvent} */ (event).detail;
    if (message.channel_id !== store.channelId) return;
    if (message.author.id === store.me.id) atBottom = true;
    keeping(drawAll);
    if (!atBottom) newest.hidden = false;
    announce(`${nameOf(message.author, store)}: ${excerpt(message)}`);
  });
}

/** @param {string} text that a screen reader says when it is free */
function announce(text) {
  const log = byId("announcer");
  log.append(h("p", {}, text.slice(0, 200)));
  while (log.childElementCount > 5) log.firstElementChild.remove();
}

/** Lead the reader to a message. @param {string} id @returns {boolean} whether it is in the list */
export function goTo(id) {
  const element = document.getElementById(`message-${id}`);
  if (!element) return false;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
  element.classList.add("pointed");
  setTimeout(() => element.classList.remove("pointed"), 2000);
  return true;
}

/** @param {any} message @param {any} previous */
const startsDay = (message, previous) =>
  previous !== null && new Date(message.timestamp).toDateString() !== new Date(previous.timestamp).toDateString();

/** @param {any} message */
const divider = (message) =>
  h("li", { class: "day", "data-key": `day-${message.id}` }, h("span", {}, formatDay(new Date(message.timestamp))));

/** @param {import("./store.js").Store} store */
const emptyChannel = (store) =>
  h("li", { class: "empty", "data-key": "empty" }, `Nothing in ${titleOf(store.channel)} yet. Type / to see what the bot can do.`);
