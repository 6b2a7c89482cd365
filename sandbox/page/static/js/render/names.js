/** What people, colours and emoji are called on the page. */

/** @typedef {import("../store.js").Store} Store */

/** @param {any} author as in a message @param {Store} store */
export function nameOf(author, store) {
  const member = store.member(author.id);
  return member?.display_name ?? author.global_name ?? author.username;
}

/** @param {number|string|null|undefined} color @returns {string} for CSS; empty where there is none */
export function cssColor(color) {
  if (typeof color === "number") return color === 0 ? "" : `#${color.toString(16).padStart(6, "0")}`;
  return color ?? "";
}

/** A member's colour, lightened so that a name in it can be read on the dark grounds (4.5:1 or more). */
export function nameColor(/** @type {any} */ member) {
  const color = cssColor(member?.color);
  return color && `color-mix(in oklab, ${color}, white 40%)`;
}

/** @param {{id?: string|null, name?: string|null}} emoji */
export const emojiText = (emoji) => (emoji.id ? `:${emoji.name}:` : (emoji.name ?? ""));
