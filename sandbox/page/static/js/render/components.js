/** Discord's message components, old and new, as elements. */

import { h, rich } from "../dom.js";
import { fileCard, renderGallery, renderThumbnail } from "./media.js";
import { emojiText } from "./names.js";
import { renderSelect } from "./select.js";

/**
 * What a component may need to know about where it stands.
 * @typedef {{message: any, store: import("../store.js").Store, pending: Set<string>}} Place
 */

const STYLES = ["", "primary", "secondary", "success", "danger", "link", "premium"];

/** @param {any[]} parts @param {Place} place @returns {Node[]} */
export function renderComponents(parts, place) {
  return parts.map((part) => (RENDERERS[part.type] ?? renderUnknown)(part, place)).filter((node) => node !== null);
}

/** @param {any} part */
const renderUnknown = (part) => h("p", { class: "unknown" }, `A part the sandbox cannot show (type ${part.type})`);

/** @param {any} text */
export const renderText = (text) =>
  text.html === undefined ? h("div", { class: "text" }, text.content) : rich("div", { class: "text" }, text.html);

/** @param {any} part */
const renderSeparator = (part) =>
  h(part.divider === false ? "div" : "hr", { class: part.spacing === 2 ? "gap wide" : "gap" });

/** @param {any} part @param {Place} place */
function renderContainer(part, place) {
  const box = h("div", { class: "container" }, ...renderComponents(part.components, place));
  if (typeof part.accent_color === "number") {
    box.style.setProperty("--accent", `#${part.accent_color.toString(16).padStart(6, "0")}`);
  }
  return part.spoiler ? h("details", { class: "veil" }, h("summary", {}, "Spoiler, press to show"), box) : box;
}

/** @param {any} part @param {Place} place */
function renderSection(part, place) {
  const texts = h("div", { class: "section-text" }, ...renderComponents(part.components, place));
  return h("div", { class: "section" }, texts, ...renderComponents([part.accessory], place));
}

/** @param {any} part @param {Place} place */
function renderButton(part, place) {
  const label = [part.emoji && emojiText(part.emoji), part.label].filter(Boolean).join(" ");
  if (part.style === 5) return linkButton(part.url, label);
  const waiting = place.pending.size > 0;
  return h(
    "button",
    {
      type: "button",
      class: `button ${STYLES[part.style] ?? "secondary"}`,
      "data-action": "press",
      "data-custom-id": part.custom_id,
      // By its words, so that focus stays on "Next" while the id behind it changes.
      "data-key": label || part.custom_id,
      disabled: part.disabled === true,
      // Not `disabled`: a pressed button keeps its focus while it waits.
      "aria-disabled": waiting ? "true" : null,
      "aria-busy": place.pending.has(part.custom_id) ? "true" : null,
    },
    h("span", {}, label),
  );
}

/** @param {string} url @param {string} label */
function linkButton(url, label) {
  const safe = /^https?:\/\//.test(url) ? url : null;
  const attributes = { class: "button link", href: safe, target: "_blank", rel: "noopener noreferrer", "data-key": label };
  return h("a", attributes, h("span", {}, label), h("span", { "aria-hidden": "true" }, " ↗"));
}

/** @type {Record<number, (part: any, place: Place) => Node|null>} by component type */
const RENDERERS = {
  1: (row, place) => h("div", { class: "row" }, ...renderComponents(row.components, place)),
  2: renderButton,
  3: renderSelect,
  5: renderSelect,
  6: renderSelect,
  7: renderSelect,
  8: renderSelect,
  9: renderSection,
  10: (text) => renderText(text),
  11: (thumbnail) => renderThumbnail(thumbnail),
  12: (gallery) => renderGallery(gallery.items),
  13: (file) => fileCard({ ...file.file, name: file.name, size: file.size, spoiler: file.spoiler }),
  14: renderSeparator,
  17: renderContainer,
};
