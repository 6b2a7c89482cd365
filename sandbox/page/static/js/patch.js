/**
 * Change a live element into a freshly rendered one, touching only what differs, so that focus, scroll position,
 * opened spoilers and half-made choices survive an edit of their message.
 */

/**
 * @param {Element} live
 * @param {Element} next
 */
export function patch(live, next) {
  if (live.classList.contains("revealed") && live.textContent === next.textContent) return;
  patchAttributes(live, next);
  if (live instanceof HTMLSelectElement && next instanceof HTMLSelectElement) patchSelect(live, next);
  else patchChildren(live, next);
}

/** @param {any} live @param {any} next */
function patchAttributes(live, next) {
  for (const { name } of [...live.attributes]) {
    const kept = live.nodeName === "DETAILS" && name === "open";
    if (!next.hasAttribute(name) && !kept) live.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    // The page's policy forbids style attributes; the style object is how a colour may be set.
    if (name === "style") live.style.cssText = next.style.cssText;
    else if (live.getAttribute(name) !== value) live.setAttribute(name, value);
  }
}

/**
 * A select keeps what the member chose unless its options changed.
 * @param {HTMLSelectElement} live
 * @param {HTMLSelectElement} next
 */
function patchSelect(live, next) {
  if (live.innerHTML === next.innerHTML) return;
  // Options that are moved one by one choose the next of those left behind, and in the end the last.
  const chosen = next.selectedIndex;
  live.replaceChildren(...next.childNodes);
  live.selectedIndex = chosen;
}

/** @param {Node} node */
const keyOf = (node) => (node instanceof HTMLElement ? (node.dataset.key ?? null) : null);

/** @param {Node} live @param {Node} next */
const alike = (live, next) => live.nodeName === next.nodeName && keyOf(live) === keyOf(next);

/**
 * @param {Element} live
 * @param {Element} next
 */
export function patchChildren(live, next) {
  const keyed = new Map();
  for (const child of live.childNodes) if (keyOf(child) !== null) keyed.set(keyOf(child), child);
  let at = live.firstChild;
  for (const wanted of [...next.childNodes]) {
    const key = keyOf(wanted);
    const known = key === null ? at : keyed.get(key);
    if (known && alike(known, wanted)) {
      keyed.delete(key); // a second one with this key is another element
      if (known === at) at = at.nextSibling;
      else live.insertBefore(known, at);
      patchNode(known, wanted);
    } else {
      live.insertBefore(wanted, at);
      // The unkeyed node that stood here is replaced; a keyed one may still be wanted further down.
      if (at && key === null && keyOf(at) === null) at = removeAndStep(at);
    }
  }
  while (at) at = removeAndStep(at);
}

/** @param {ChildNode} node @returns {ChildNode|null} the one after it */
function removeAndStep(node) {
  const following = node.nextSibling;
  node.remove();
  return following;
}

/** @param {Node} live @param {Node} next */
function patchNode(live, next) {
  if (live instanceof Element && next instanceof Element) patch(live, next);
  else if (live.nodeValue !== next.nodeValue) live.nodeValue = next.nodeValue;
}
