/** What server-rendered markdown needs of the page: local times, and spoilers one can open. */

import { format } from "./time.js";

/** @param {Element} root freshly rendered, not yet shown */
export function enliven(root) {
  for (const time of root.querySelectorAll("time[data-style]")) {
    const moment = new Date(time.getAttribute("datetime") ?? "");
    time.textContent = format(moment, time.getAttribute("data-style") ?? "f");
    time.setAttribute("title", format(moment, "F"));
  }
  for (const spoiler of root.querySelectorAll(".spoiler")) hide(spoiler);
}

/** @param {Element} spoiler */
function hide(spoiler) {
  spoiler.setAttribute("role", "button");
  spoiler.setAttribute("tabindex", "0");
  spoiler.setAttribute("aria-label", "Spoiler, press to show");
  spoiler.setAttribute("data-action", "reveal");
}

/** @param {Element} spoiler whose text is shown from now on */
export function reveal(spoiler) {
  spoiler.classList.add("revealed");
  for (const name of ["role", "tabindex", "aria-label", "data-action"]) spoiler.removeAttribute(name);
}
