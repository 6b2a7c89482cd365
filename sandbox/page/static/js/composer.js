/** Where a member writes: a message, or a command and its options. */

import { openCommandForm } from "./commandform.js";
import { entriesOf } from "./commands.js";
import { byId } from "./dom.js";
import { growing, watchLength } from "./limits.js";
import { attachPalette } from "./palette.js";
import { titleOf } from "./store.js";

const LONGEST_MESSAGE = 2000; // characters, Discord's limit for members

/**
 * @param {import("./store.js").Store} store
 * @param {() => import("./door.js").Door} door
 */
export function showComposer(store, door) {
  const draft = /** @type {HTMLTextAreaElement} */ (byId("draft"));
  const form = /** @type {HTMLFormElement} */ (byId("message-form"));
  const commandForm = byId("command-form");
  const fit = growing(draft);
  draft.after(watchLength(draft, { max: LONGEST_MESSAGE }));

  const write = (/** @type {string} */ text) => {
    draft.value = text;
    draft.dispatchEvent(new Event("input"));
  };
  const closeForm = () => {
    commandForm.hidden = true;
    commandForm.replaceChildren();
    form.hidden = false;
    notify("");
    write("");
    draft.focus();
  };
  const open = (/** @type {import("./commands.js").Entry} */ entry, /** @type {string} */ rest) => {
    form.hidden = true;
    notify("");
    openCommandForm(entry, rest, { store, door, done: closeForm, refuse: notify });
  };
  attachPalette(store, draft, open);

  byId("slash").addEventListener("click", () => {
    draft.focus();
    write("/");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const content = draft.value.trim();
    if (content === "") return;
    const unknown = /^\/\S+/.exec(draft.value);
    if (unknown) {
      notify(`There is no command ${unknown[0]} here. To say it all the same, begin with a space.`);
      return;
    }
    notify("");
    try {
      await door().post("messages", { channel_id: store.channelId, content });
      write("");
    } catch (error) {
      notify(/** @type {Error} */ (error).message);
    }
  });
  draft.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  const address = () => {
    const label = `Message ${titleOf(store.channel)}`;
    byId("draft-label").textContent = label;
    draft.placeholder = label;
    fit();
  };
  store.addEventListener("reset", address);
  store.addEventListener("channel", address);

  /** Open a command by the name its mention shows. */
  return (/** @type {string} */ title) => {
    const entry = entriesOf(store.commands).find((known) => known.title === title);
    if (entry) open(entry, "");
    else notify(`There is no command /${title} here.`);
  };
}

/** Say something above the composer, or nothing. @param {string} text */
export function notify(text) {
  const notice = byId("notice");
  notice.textContent = text;
  notice.hidden = text === "";
}
