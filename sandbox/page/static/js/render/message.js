/** One message of the list. */

import { h, rich, unseen } from "../dom.js";
import { format } from "../time.js";
import { avatar } from "./avatar.js";
import { renderComponents } from "./components.js";
import { renderAttachments, renderEmbeds } from "./media.js";
import { nameColor, nameOf } from "./names.js";

/** Bits of a message's `flags`. */
export const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const GROUP_WITHIN = 7 * 60 * 1000; // milliseconds in which one author's messages share a byline

/** @typedef {import("../store.js").Store} Store */

/** @param {any} message */
const contextOf = (message) => message.interaction_metadata ?? message.interaction ?? null;

/** @param {any} message @param {any} previous @returns {boolean} whether it continues the one before */
function continues(message, previous) {
  if (!previous || previous.author.id !== message.author.id) return false;
  if (commandName(message) || answeredId(message)) return false;
  if (((message.flags ^ previous.flags) & EPHEMERAL) !== 0) return false;
  return Date.parse(message.timestamp) - Date.parse(previous.timestamp) < GROUP_WITHIN;
}

/** @param {any} message */
const commandName = (message) => message.interaction_metadata?.name ?? message.interaction?.name ?? null;

/** What it replies to, or holds the component it answers. @param {any} message */
const answeredId = (message) =>
  message.message_reference?.message_id ?? message.interaction_metadata?.interacted_message_id ?? null;

/**
 * @param {any} message
 * @param {any} previous the message above, if any
 * @param {Store} store
 */
export function renderMessage(message, previous, store) {
  const grouped = continues(message, previous);
  const ephemeral = (message.flags & EPHEMERAL) !== 0;
  const author = nameOf(message.author, store);
  const failure = store.failureOf(message.id);
  const className = ["message", grouped && "grouped", ephemeral && "ephemeral"].filter(Boolean).join(" ");
  return h(
    "li",
    { class: className, id: `message-${message.id}`, "data-key": message.id, "data-id": message.id, tabindex: "-1" },
    // One line alone has room: the answer's own, then the command's, as Discord shows what follows a command's answer.
    replyLine(message, store) ?? usedCommand(message, store),
    h("div", { class: "gutter", "aria-hidden": "true" }, grouped ? clock(message) : avatar(message.author, author)),
    byline(message, author, grouped, store),
    h("div", { class: "body" }, ...body(message, author, store)),
    failure !== undefined && h("p", { class: "failure", role: "alert" }, failure),
    ephemeral && privateFooter(),
    appsButton(message, store),
  );
}

/** @param {any} message @param {Store} store */
function body(message, author, store) {
  if ((message.flags & LOADING) !== 0) {
    return [h("p", { class: "thinking" }, `${author} is thinking`, h("span", { class: "dots" }, "…"))];
  }
  const edited = message.edited_timestamp && h("span", { class: "edited" }, "(edited)");
  const content = message.html ? rich("div", { class: "text" }, message.html) : null;
  if (content && edited) (content.lastElementChild?.matches("p") ? content.lastElementChild : content).append(" ", edited);
  return [
    content,
    ...renderEmbeds(message.embeds ?? []),
    ...renderAttachments(message),
    ...renderComponents(message.components ?? [], { message, store, pending: store.pendingOn(message.id) }),
    !content && edited,
  ].filter(Boolean);
}

/** @param {any} message @param {string} author @param {boolean} grouped @param {Store} store */
function byline(message, author, grouped, store) {
  const name = h("strong", { class: "author" }, author);
  name.style.color = nameColor(store.member(message.author.id));
  const sent = new Date(message.timestamp);
  return h(
    "p",
    { class: grouped ? "byline unseen" : "byline" },
    name,
    message.author.bot && h("span", { class: "tag" }, "APP"),
    h("time", { datetime: message.timestamp, title: format(sent, "F") }, format(sent, "t")),
  );
}

/** @param {any} message the time that a grouped message shows in its gutter */
const clock = (message) => h("span", { class: "clock" }, format(new Date(message.timestamp), "t"));

/** @param {any} message @param {Store} store "Ada used /battle start" */
function usedCommand(message, store) {
  const command = commandName(message);
  const user = contextOf(message)?.user;
  if (!command || !user) return null;
  const slash = (contextOf(message).command_type ?? 1) === 1 ? "/" : "";
  return h("p", { class: "context" }, h("b", {}, nameOf(user, store)), " used ", h("b", { class: "command" }, slash + command));
}

/** @param {any} message @param {Store} store the line above an answer that leads to what it answers */
function replyLine(message, store) {
  const id = answeredId(message);
  if (!id) return null;
  const target = store.find(id) ?? message.referenced_message;
  if (!target) return h("p", { class: "context" }, "The original message is gone");
  return h(
    "button",
    { type: "button", class: "context reply", "data-action": "goto", "data-target": id },
    unseen("Answers "),
    h("b", {}, nameOf(target.author, store)),
    " ",
    h("span", { class: "excerpt" }, excerpt(target)),
  );
}

/** @param {any} message @returns {string} its first words, without marks */
export function excerpt(message) {
  const html = message.html || firstHtml(message.components ?? []);
  const text = html ? (rich("div", {}, html.replaceAll("<br>", " ")).textContent ?? "") : "";
  return text.trim().replaceAll(/\s+/g, " ") || "A message";
}

/** @param {any[]} components @returns {string} */
function firstHtml(components) {
  const texts = components.flatMap((part) => (part.html ? [part.html] : [firstHtml(part.components ?? [])]));
  return texts.filter(Boolean).slice(0, 3).join(" ");
}

function privateFooter() {
  const dismiss = h("button", { type: "button", class: "plain", "data-action": "dismiss" }, "Dismiss message");
  return h("p", { class: "private" }, "Only you can see this · ", dismiss);
}

/** @param {any} message @param {Store} store the menu of commands on a message, shown on hover and focus */
function appsButton(message, store) {
  if (!store.commands.some((command) => command.type === 3)) return null;
  return h(
    "button",
    { type: "button", class: "apps", "data-action": "apps", "data-key": "apps", "aria-haspopup": "menu", "data-target": message.id },
    "Apps",
  );
}
