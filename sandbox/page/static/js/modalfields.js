/** The parts of a modal as form fields, and what is sent back for each. */

import { h } from "./dom.js";
import { growing, watchLength } from "./limits.js";
import { renderText } from "./render/components.js";
import { choicesOf, singleSelect, tickBoxes } from "./render/select.js";
import { uploadField } from "./uploads.js";

/** @typedef {{element: HTMLElement|null, answer: () => any, check?: () => string}} Part `check` says what is wrong, or "" */

const PARAGRAPH = 2;

/** @param {any} part a top-level component of a modal @param {import("./store.js").Store} store @param {() => import("./door.js").Door} door @returns {Part} */
export function modalPart(part, store, door) {
  if (part.type === 10) return { element: /** @type {HTMLElement} */ (renderText(part)), answer: () => identified(part, {}) };
  if (part.type === 1) {
    const inner = part.components.map((/** @type {any} */ input) => labelled(input, { label: input.label }, store, door));
    const element = h("div", {}, ...inner.map(({ element: shown }) => shown));
    return { element, answer: () => identified(part, { components: inner.map((input) => input.answer()) }) };
  }
  if (part.type === 18) {
    const inner = labelled(part.component, part, store, door);
    return { ...inner, answer: () => identified(part, { component: inner.answer() }) };
  }
  return { element: h("p", { class: "unknown" }, `A part the sandbox cannot show (type ${part.type})`), answer: () => identified(part, {}) };
}

/** @param {any} part @param {Record<string, any>} rest */
const identified = (part, rest) => ({ type: part.type, ...(part.id === undefined ? {} : { id: part.id }), ...rest });

/** @param {any} input @param {{label?: string, description?: string}} about @param {import("./store.js").Store} store @param {() => import("./door.js").Door} door @returns {Part} */
function labelled(input, about, store, door) {
  const id = `modal-${input.custom_id}`;
  const required = input.required !== false && input.type !== 23;
  const { control, values, extra, group, check } = controlFor(input, id, required, store, door);
  const need = h("span", { class: "need" }, required ? "required" : "optional");
  const description = about.description && h("p", { class: "about", id: `${id}-about` }, about.description);
  if (description) control.setAttribute("aria-describedby", `${id}-about`);
  const element = group
    ? h("fieldset", { class: "field" }, h("legend", {}, about.label ?? "", " ", need), description, control)
    : h("div", { class: "field" }, h("label", { for: id }, about.label ?? "", " ", need), description, control, extra);
  return { element, answer: () => identified(input, { custom_id: input.custom_id, ...values() }), check };
}

/** @param {any} input @param {string} id @param {boolean} required @param {import("./store.js").Store} store @param {() => import("./door.js").Door} door @returns {any} */
function controlFor(input, id, required, store, door) {
  if (input.type === 4) return textInput(input, id, required);
  if (input.type === 19) return files(input, id, required, door);
  if (input.type === 23) return oneBox(input, id);
  if (input.type === 21) return radios(input, id, required);
  const choices = input.type === 22 ? choicesOf({ ...input, type: 3 }, store) : choicesOf(input, store);
  if (input.type === 22 || (input.max_values ?? 1) > 1) return boxes(input, id, required, choices);
  const control = /** @type {HTMLSelectElement} */ (
    singleSelect(choices, { placeholder: input.placeholder, optional: !required, attributes: { id, class: "select", required } })
  );
  return { control, values: () => ({ values: control.value === "" ? [] : [control.value] }) };
}

/** @param {any} input @param {string} id @param {boolean} required */
function textInput(input, id, required) {
  const paragraph = input.style === PARAGRAPH;
  const attributes = { id, required, placeholder: input.placeholder, autocomplete: "off" };
  const control = /** @type {HTMLInputElement & HTMLTextAreaElement} */ (
    paragraph ? h("textarea", { ...attributes, rows: 4 }) : h("input", { ...attributes, type: "text" })
  );
  control.value = input.value ?? "";
  if (paragraph) growing(control);
  const extra = watchLength(control, { min: input.min_length, max: input.max_length ?? 4000 });
  return { control, extra, values: () => ({ value: control.value }) };
}

/** @param {any} input @param {string} id @param {boolean} required @param {() => import("./door.js").Door} door */
function files(input, id, required, door) {
  const most = input.max_values ?? 1;
  const least = required ? (input.min_values ?? 1) : 0;
  const { control, extra, ids } = uploadField({ id, required, multiple: most > 1 }, door);
  const check = () => {
    const count = ids().length;
    if (count >= least && count <= most) return "";
    return least === most ? `Attach ${least}.` : `Attach ${least} to ${most}.`;
  };
  return { control, extra, check, values: () => ({ values: ids() }) };
}

/** @param {any} input @param {string} id */
function oneBox(input, id) {
  const control = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", id, checked: input.default === true }));
  return { control, values: () => ({ value: control.checked }) };
}

/** @param {any} input @param {string} id @param {boolean} required */
function radios(input, id, required) {
  const options = input.options.map((/** @type {any} */ option) =>
    h(
      "label",
      { class: "tick" },
      h("input", { type: "radio", name: id, value: option.value, required, checked: option.default === true }),
      h("span", {}, option.label, option.description && h("small", {}, option.description)),
    ),
  );
  const control = h("div", { class: "ticks", id }, ...options);
  return { control, group: true, values: () => ({ value: chosenIn(control)[0] ?? null }) };
}

/** @param {any} input @param {string} id @param {boolean} required @param {import("./render/select.js").Choice[]} choices */
function boxes(input, id, required, choices) {
  const control = h("div", { class: "ticks", id }, ...tickBoxes(choices, id));
  const least = required ? (input.min_values ?? 1) : 0;
  const most = input.max_values ?? choices.length;
  const check = () => {
    const count = chosenIn(control).length;
    if (count >= least && count <= most) return "";
    return least === most ? `Choose ${least}.` : `Choose ${least} to ${most}.`;
  };
  return { control, group: true, check, values: () => ({ values: chosenIn(control) }) };
}

/** @param {Element} root @returns {string[]} the values ticked in it */
export function chosenIn(root) {
  const ticked = /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input:checked"));
  return [...ticked].map(({ value }) => value);
}
