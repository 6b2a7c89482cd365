/** Moments as the reader's clock and language say them. */

const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "always" });
/** @type {[Intl.RelativeTimeFormatUnit, number][]} unit and its length in seconds, longest first */
const UNITS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];
/** @type {Record<string, Intl.DateTimeFormatOptions>} Discord's time-stamp styles */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

/** @param {Date} moment @param {number} [now] milliseconds */
export function relative(moment, now = Date.now()) {
  const seconds = Math.round((moment.getTime() - now) / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return RELATIVE.format(Math.round(seconds / length), unit);
}

/** @param {Date} moment @param {string} style one of t T d D f F s S R */
export function format(moment, style) {
  if (style === "R") return relative(moment);
  return new Intl.DateTimeFormat(undefined, STYLES[style] ?? STYLES.f).format(moment);
}

/** Bring every relative time on the page up to date. */
export function refreshTimes(root = document) {
  for (const element of root.querySelectorAll("time[data-style=R]")) {
    const text = relative(new Date(element.dateTime));
    if (element.textContent !== text) element.textContent = text;
  }
}

/** @param {Date} moment a day as a divider says it */
export const formatDay = (moment) => new Intl.DateTimeFormat(undefined, { dateStyle: "long" }).format(moment);
