/** A field that takes files: each is put at the door at once, and what is sent is its id there. */

import { h } from "./dom.js";

/**
 * @param {Record<string, any>} attributes of the input
 * @param {() => import("./door.js").Door} door
 * @returns {{control: HTMLInputElement, extra: HTMLElement, ids: () => string[]}}
 */
export function uploadField(attributes, door) {
  /** @type {string[]} */ let ids = [];
  let turn = 0;
  const extra = h("p", { class: "about", role: "status" });
  const control = /** @type {HTMLInputElement} */ (h("input", { type: "file", ...attributes }));
  /** While this says something the browser does not let the form be sent. */
  const say = (/** @type {string} */ text, /** @type {string} */ hindrance) => {
    extra.textContent = text;
    control.setCustomValidity(hindrance);
  };

  control.addEventListener("change", async () => {
    const mine = ++turn;
    ids = [];
    const files = [...(control.files ?? [])];
    say("Uploading …", "The file is still being uploaded.");
    try {
      const uploaded = await Promise.all(files.map((file) => door().upload(file)));
      if (mine !== turn) return; // another choice was made meanwhile
      ids = uploaded.map(({ id }) => id);
      say("", "");
    } catch (error) {
      if (mine !== turn) return;
      const sentence = /** @type {Error} */ (error).message;
      say(sentence, sentence);
    }
  });
  return { control, extra, ids: () => ids };
}
