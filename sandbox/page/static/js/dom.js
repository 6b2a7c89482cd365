/** Building elements. Nothing but `rich` ever reads HTML, and it reads only what the server has cleaned. */

import { enliven } from "./enliven.js";

/**
 * An element. Functions become listeners; null, undefined and false leave an attribute out; true leaves it empty.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/**
 * An element that holds server-rendered markdown.
 * @param {string} tag
 * @param {Record<string, any>} attributes
 * @param {string} html the `html` field of a message, text display or embed
 */
export function rich(tag, attributes, html) {
  const element = h(tag, attributes);
  element.innerHTML = html;
  enliven(element);
  return element;
}

/** @param {string} text for screen readers only */
export const unseen = (text) => h("span", { class: "unseen" }, text);

/**
 * The element of index.html with this id.
 * @param {string} id
 * @returns {any}
 */
export const byId = (id) => document.getElementById(id);
