/** What a tab remembers over a reload, in its session storage: other tabs, which may be other members, do not see it. */

/** @param {string} name @param {any} otherwise */
export function kept(name, otherwise) {
  const text = sessionStorage.getItem(name);
  return text === null ? otherwise : JSON.parse(text);
}

/** @param {string} name @param {any} value */
export function keep(name, value) {
  sessionStorage.setItem(name, JSON.stringify(value));
}
