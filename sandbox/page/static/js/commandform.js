/** The form in which a chosen slash command gets its options and is sent. */

import { nest } from "./commands.js";
import { byId, h } from "./dom.js";
import { field } from "./fields.js";

/**
 * @param {import("./commands.js").Entry} entry
 * @param {string} rest what was typed after the command's name
 * @param {{store: import("./store.js").Store, door: () => import("./door.js").Door, done: () => void, refuse: (text: string) => void}} page
 */
export function openCommandForm(entry, rest, { store, door, done, refuse }) {
  const form = /** @type {HTMLFormElement} */ (byId("command-form"));
  const optionsNow = (/** @type {string|null} */ focused = null) =>
    entry.options.flatMap((option, index) => {
      const value = fields[index]?.read();
      if (option.name === focused) return [{ name: option.name, type: option.type, value: value ?? "", focused: true }];
      return value === undefined ? [] : [{ name: option.name, type: option.type, value }];
    });
  const request = (/** @type {string|null} */ focused = null) => ({
    channel_id: store.channelId,
    command_id: entry.command.id,
    options: nest(entry, optionsNow(focused)),
  });
  const suggest = (/** @type {any} */ option) => async () =>
    (await door().post("autocomplete", request(option.name))).choices;
  const fields = entry.options.map((option) => field(option, store, suggest(option), door));

  const cancel = h("button", { type: "button", class: "button secondary", click: done }, h("span", {}, "Cancel"));
  const send = h("button", { type: "submit", class: "button primary" }, h("span", {}, "Send"));
  form.replaceChildren(
    h("h3", {}, `/${entry.title}`),
    h("p", { class: "about" }, entry.description),
    h("div", { class: "fields" }, ...fields.map(({ element }) => element)),
    h("div", { class: "row" }, send, cancel),
  );
  form.setAttribute("aria-label", `Command /${entry.title}`);
  form.onsubmit = async (event) => {
    event.preventDefault();
    send.setAttribute("aria-busy", "true");
    try {
      await door().post("commands", request());
      done();
    } catch (error) {
      refuse(/** @type {Error} */ (error).message);
    } finally {
      send.removeAttribute("aria-busy");
    }
  };
  form.onkeydown = (event) => {
    if (event.key === "Escape") done();
    const inText = event.target instanceof HTMLTextAreaElement;
    if (event.key === "Enter" && inText && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  };
  prefill(entry, fields, rest);
  form.hidden = false;
  const wanted = fields.find(({ control }) => control?.required && !control.value);
  const first = wanted ?? fields.find(({ control }) => control?.value) ?? fields.find(({ control }) => control);
  (first?.control ?? send).focus();
}

/** @param {import("./commands.js").Entry} entry @param {import("./fields.js").Field[]} fields @param {string} rest */
function prefill(entry, fields, rest) {
  const first = entry.options.findIndex((option) => option.type === 3 && !option.choices?.length);
  const control = fields[first]?.control;
  if (rest === "" || !control) return;
  control.value = rest;
  control.dispatchEvent(new Event("input"));
}
