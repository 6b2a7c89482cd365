/** Select menus, in messages and in forms. */

import { h } from "../dom.js";
import { emojiText, nameOf } from "./names.js";

/** @typedef {{value: string, label: string, description?: string, chosen: boolean}} Choice */
/** @typedef {import("../store.js").Store} Store */

const CATEGORY = 4; // a channel that only groups others

/** @param {any} part of type 3 or 5 to 8 @param {Store} store @returns {Choice[]} */
export function choicesOf(part, store) {
  if (part.type === 3) {
    return (part.options ?? []).map((/** @type {any} */ option) => ({
      value: String(option.value),
      label: [option.emoji && emojiText(option.emoji), option.label].filter(Boolean).join(" "),
      description: option.description,
      chosen: option.default === true,
    }));
  }
  const chosen = new Set((part.default_values ?? []).map((/** @type {any} */ value) => String(value.id)));
  return entities(part, store).map(({ value, label }) => ({ value, label, chosen: chosen.has(value) }));
}

/** @param {any} part @param {Store} store @returns {{value: string, label: string}[]} */
export function entities(part, store) {
  const users = store.members.map((member) => ({ value: member.id, label: nameOf(member, store) }));
  const roles = store.roles.map(({ id, name }) => ({ value: id, label: name }));
  const types = part.channel_types?.length ? part.channel_types : null;
  const channels = store.channels.filter(({ type }) => (types ? types.includes(type) : type !== CATEGORY));
  if (part.type === 5) return users;
  if (part.type === 6) return roles;
  if (part.type === 7) return [...users, ...roles];
  return channels.map(({ id, name }) => ({ value: id, label: `#${name}` }));
}

/**
 * @param {Choice[]} choices
 * @param {{placeholder?: string, optional: boolean, attributes?: Record<string, any>}} settings
 */
export function singleSelect(choices, { placeholder, optional, attributes = {} }) {
  const none = !choices.some(({ chosen }) => chosen);
  const blank = { value: "", selected: none, disabled: !optional, hidden: !optional };
  return h(
    "select",
    attributes,
    h("option", blank, placeholder || "Choose one"),
    ...choices.map(({ value, label, description, chosen }) =>
      h("option", { value, selected: chosen }, description ? `${label} — ${description}` : label),
    ),
  );
}

/**
 * Boxes to tick, for a select that takes several values.
 * @param {Choice[]} choices
 * @param {string} name
 */
export function tickBoxes(choices, name) {
  return choices.map(({ value, label, description, chosen }) =>
    h(
      "label",
      { class: "tick", "data-key": value },
      h("input", { type: "checkbox", name, value, checked: chosen }),
      h("span", {}, label, description && h("small", {}, description)),
    ),
  );
}

/** @param {any} part @param {import("./components.js").Place} place */
export function renderSelect(part, { store, pending }) {
  const choices = choicesOf(part, store);
  const data = { "data-custom-id": part.custom_id, "data-component-type": part.type };
  const busy = pending.has(part.custom_id) ? "true" : null;
  const optional = part.min_values === 0;
  if ((part.max_values ?? 1) <= 1) {
    const attributes = { ...data, class: "select", "data-action": "choose", "aria-label": part.placeholder || "Choose one" };
    return singleSelect(choices, {
      placeholder: part.placeholder,
      optional,
      attributes: { ...attributes, disabled: part.disabled === true, "aria-busy": busy },
    });
  }
  if (part.disabled) return h("p", { class: "select" }, summaryOf(choices, part.placeholder));
  const apply = h("button", { type: "button", class: "button primary", "data-action": "choose-many", ...data }, h("span", {}, "Apply"));
  const bounds = { "data-min": part.min_values ?? 1, "data-max": part.max_values };
  return h(
    "details",
    { class: "multi", "aria-busy": busy, ...bounds },
    h("summary", { class: "select" }, summaryOf(choices, part.placeholder)),
    ...tickBoxes(choices, part.custom_id),
    apply,
  );
}

/** @param {Choice[]} choices @param {string|undefined} placeholder */
function summaryOf(choices, placeholder) {
  const chosen = choices.filter((choice) => choice.chosen).map(({ label }) => label);
  return chosen.join(", ") || placeholder || "Choose";
}
