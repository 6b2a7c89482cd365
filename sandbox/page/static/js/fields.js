/** The options of a slash command as labelled fields. */

import { h } from "./dom.js";
import { growing, watchLength } from "./limits.js";
import { entities, singleSelect } from "./render/select.js";
import { uploadField } from "./uploads.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {{element: HTMLElement, control: any, read: () => any}} Field what is shown, and its value (undefined: none) */
/** @typedef {(typed: string) => Promise<{name: string, value: any}[]>} Suggest */

const STRING = 3;
const INTEGER = 4;
const BOOLEAN = 5;
const NUMBER = 10;
const ATTACHMENT = 11;
/** Which select shows the things of an option: user, channel, role, mentionable. @type {Record<number, number>} */
const ENTITY_SELECTS = { 6: 5, 7: 8, 8: 6, 9: 7 };
const SUGGEST_AFTER = 250; // milliseconds without a keystroke

/**
 * @param {any} option
 * @param {Store} store
 * @param {Suggest} suggest what the bot proposes for this option
 * @param {() => import("./door.js").Door} door
 * @returns {Field}
 */
export function field(option, store, suggest, door) {
  const id = `option-${option.name}`;
  const { control, read, extra } = controlFor(option, store, suggest, door);
  control.id = id;
  control.required = option.required === true;
  control.setAttribute("aria-describedby", `${id}-about`);
  const element = h(
    "div",
    { class: "field" },
    heading(option, { for: id }),
    h("p", { class: "about", id: `${id}-about` }, option.description),
    control,
    extra,
  );
  return { element, control, read };
}

/** @param {any} option @param {Record<string, string>} attributes */
const heading = (option, attributes) =>
  h("label", attributes, option.name, " ", h("span", { class: "need" }, option.required ? "required" : "optional"));

/** @param {any} option @param {Store} store @param {Suggest} suggest @param {() => import("./door.js").Door} door */
function controlFor(option, store, suggest, door) {
  if (option.type === ATTACHMENT) {
    const { control, extra, ids } = uploadField({}, door);
    return { control, extra, read: () => ids()[0] };
  }
  const required = option.required === true;
  if (option.choices?.length > 0) {
    const values = new Map(option.choices.map((/** @type {any} */ choice) => [String(choice.value), choice.value]));
    return select([...option.choices].map(({ name, value }) => ({ value: String(value), label: name })), required, (text) => values.get(text));
  }
  if (option.type === BOOLEAN) {
    const choices = [{ value: "true", label: "Yes" }, { value: "false", label: "No" }];
    return select(choices, required, (text) => text === "true");
  }
  const selectType = ENTITY_SELECTS[option.type];
  if (selectType) return select(entities({ type: selectType, channel_types: option.channel_types }, store), required, (text) => text);
  if (option.autocomplete) return suggesting(option, suggest);
  if (option.type === STRING) return text(option);
  return number(option);
}

/** @param {{value: string, label: string}[]} choices @param {boolean} required @param {(text: string) => any} parse */
function select(choices, required, parse) {
  const listed = choices.map((choice) => ({ ...choice, chosen: false }));
  const control = singleSelect(listed, { placeholder: required ? "Choose one" : "Not set", optional: !required, attributes: { class: "select" } });
  const chosen = /** @type {HTMLSelectElement} */ (control);
  return { control, read: () => (chosen.value === "" ? undefined : parse(chosen.value)), extra: null };
}

/** @param {any} option */
function text(option) {
  const control = /** @type {HTMLTextAreaElement} */ (h("textarea", { rows: 1 }));
  growing(control);
  const extra = watchLength(control, { min: option.min_length, max: option.max_length });
  return { control, read: () => control.value || undefined, extra };
}

/** @param {any} option */
function number(option) {
  const step = option.type === INTEGER ? 1 : "any";
  const control = /** @type {HTMLInputElement} */ (h("input", { type: "number", step, min: option.min_value, max: option.max_value }));
  return { control, read: () => (control.value === "" ? undefined : Number(control.value)), extra: bounds(option) };
}

/** @param {any} option */
function bounds({ min_value: min, max_value: max }) {
  if (min === undefined && max === undefined) return null;
  const words = min === undefined ? `at most ${max}` : max === undefined ? `at least ${min}` : `${min} to ${max}`;
  return h("p", { class: "about" }, words);
}

/** A field for which the bot proposes values. @param {any} option @param {Suggest} suggest */
function suggesting(option, suggest) {
  const list = h("datalist", { id: `option-${option.name}-list` });
  const control = /** @type {HTMLInputElement} */ (h("input", { type: "text", list: list.id, autocomplete: "off" }));
  const values = new Map();
  let timer = 0;
  const ask = async () => {
    const choices = await suggest(control.value).catch(() => []);
    for (const { name, value } of choices) values.set(name, value);
    list.replaceChildren(...choices.map(({ name }) => h("option", { value: name })));
  };
  control.addEventListener("focus", ask, { once: true });
  control.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, SUGGEST_AFTER);
  });
  const numeric = option.type === INTEGER || option.type === NUMBER;
  const typed = () => (numeric ? Number(control.value) : control.value);
  return { control, read: () => (control.value === "" ? undefined : (values.get(control.value) ?? typed())), extra: list };
}
