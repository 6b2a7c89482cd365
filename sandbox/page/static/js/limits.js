/** Lengths that are counted while one types and refused in words, never cut. */

import { h } from "./dom.js";

const NUMBER = new Intl.NumberFormat();
const COUNT_FROM = 0.8; // of the limit: from there on the count is shown

/**
 * @param {HTMLInputElement|HTMLTextAreaElement} input
 * @param {{min?: number, max?: number}} limits in characters
 * @returns {HTMLElement} the count, to be placed beside the input
 */
export function watchLength(input, { min = 0, max = Infinity }) {
  const count = h("output", { class: "count" });
  const look = () => {
    const length = [...input.value].length;
    const shown = max !== Infinity && length >= max * COUNT_FROM;
    count.textContent = shown ? `${NUMBER.format(length)} / ${NUMBER.format(max)}` : "";
    count.classList.toggle("over", length > max);
    input.setCustomValidity(complaint(length, min, max));
  };
  input.addEventListener("input", look);
  look();
  return count;
}

/** @param {number} length @param {number} min @param {number} max */
function complaint(length, min, max) {
  if (length > max) return `${NUMBER.format(length)} characters; the limit is ${NUMBER.format(max)}.`;
  if (length > 0 && length < min) return `${NUMBER.format(length)} characters; at least ${NUMBER.format(min)} are needed.`;
  return "";
}

/** A textarea as high as its text. @param {HTMLTextAreaElement} area */
export function growing(area) {
  const fit = () => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
  };
  area.addEventListener("input", fit);
  requestAnimationFrame(fit);
  return fit;
}
