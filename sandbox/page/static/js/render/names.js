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

/** @param {{id?: string|null, name?: string|null}} emoji */
export const emojiText = (emoji) => (emoji.id ? `:${emoji.name}:` : (emoji.name ?? ""));
