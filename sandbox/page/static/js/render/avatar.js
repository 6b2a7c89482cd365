/** Drawn avatars: initials in a disc, its hue taken from the id. */

import { h } from "../dom.js";

/** Dark enough for white letters (4.5:1 or more). */
const GROUNDS = ["#8a4b08", "#5d5f00", "#2b6b3f", "#0d6b74", "#2f61b5", "#7a45b8", "#a8336f", "#b03a34"];

/** @param {{id: string, bot?: boolean}} user @param {string} name */
export function avatar(user, name) {
  const letters = name.split(/\s+/u, 2).map((word) => [...word][0] ?? "");
  const disc = h("span", { class: user.bot ? "avatar app" : "avatar", "aria-hidden": "true" }, letters.join("").toUpperCase());
  // Ids of people who came together follow each other, and so do their colours.
  if (!user.bot) disc.style.background = GROUNDS[Number(BigInt(user.id) % BigInt(GROUNDS.length))];
  return disc;
}
