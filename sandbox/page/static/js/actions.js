/** What happens when something in the message list is pressed or chosen. */

import { menuCommands } from "./commands.js";
import { notify } from "./composer.js";
import { byId } from "./dom.js";
import { reveal } from "./enliven.js";
import { openMenu } from "./menu.js";
import { goTo } from "./messages.js";
import { enlarge } from "./modal.js";
import { chosenIn } from "./modalfields.js";

const BUTTON = 2;
const JUMP = /\/channels\/(?:\d+|@me)\/(\d+)\/(\d+)$/;

/**
 * @param {import("./store.js").Store} store
 * @param {() => import("./door.js").Door} door
 * @param {(title: string) => void} openCommand
 */
export function attachActions(store, door, openCommand) {
  const list = byId("messages");

  /** Send a press of a component; its message shows that it waits. */
  function send(/** @type {HTMLElement} */ element, /** @type {number} */ type, /** @type {string[]|undefined} */ values) {
    const message = messageOf(element, store);
    const customId = element.dataset.customId ?? "";
    if (!message || store.pendingOn(message.id).size > 0) return;
    const body = { channel_id: message.channel_id, message_id: message.id, custom_id: customId, component_type: type, values };
    store.press(message.id, customId, door().post("components", body));
  }

  function sendMany(/** @type {HTMLElement} */ element) {
    const box = /** @type {HTMLDetailsElement} */ (element.closest("details"));
    const values = chosenIn(box);
    const [least, most] = [Number(box.dataset.min), Number(box.dataset.max)];
    if (values.length < least || values.length > most) return notify(`Choose ${least} to ${most}.`);
    notify("");
    box.open = false;
    send(element, Number(element.dataset.componentType), values);
  }

  /** Go to a message, in another channel too. */
  function jump(/** @type {string} */ id) {
    const message = store.find(id);
    if (message && message.channel_id !== store.channelId) store.show(message.channel_id);
    notify(goTo(id) ? "" : "That message is gone.");
  }

  function openApps(/** @type {HTMLElement} */ element) {
    const target = element.dataset.target;
    const commands = menuCommands(store.commands, 3);
    openMenu(element, commands, (command) => runOn(store, door, command, target));
  }

  /** @type {Record<string, (element: HTMLElement) => void>} */
  const actions = {
    press: (element) => send(element, BUTTON, undefined),
    "choose-many": sendMany,
    goto: (element) => jump(element.dataset.target ?? ""),
    dismiss: (element) => store.dismiss(messageOf(element, store).id),
    apps: openApps,
    reveal,
    enlarge: (element) => enlarge(/** @type {HTMLImageElement} */ (element.querySelector("img"))),
  };

  list.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const element = /** @type {HTMLElement} */ (event.target).closest?.("[data-action],[data-command],[data-channel],a[href]");
    if (!(element instanceof HTMLElement)) return;
    const { action, command, channel } = element.dataset;
    const jumpTo = element instanceof HTMLAnchorElement ? JUMP.exec(element.href) : null;
    if (jumpTo) {
      event.preventDefault();
      jump(jumpTo[2]);
    } else if (command !== undefined) openCommand(command);
    else if (channel !== undefined && store.channels.some(({ id }) => id === channel)) store.show(channel);
    else if (action !== undefined) actions[action]?.(element);
  });
  list.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const element = /** @type {HTMLElement} */ (event.target);
    if (element.dataset.action !== "reveal" || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    reveal(element);
  });
  list.addEventListener("change", (/** @type {Event} */ event) => {
    const element = /** @type {HTMLSelectElement} */ (event.target);
    if (element.dataset.action !== "choose") return;
    send(element, Number(element.dataset.componentType), element.value === "" ? [] : [element.value]);
  });
}

/** Run a menu command on a message or a member. */
export function runOn(store, door, command, target) {
  notify("");
  const body = { channel_id: store.channelId, command_id: command.id, options: [], target_id: target };
  door().post("commands", body).catch((/** @type {Error} */ error) => notify(error.message));
}

/** @param {Element} element @param {import("./store.js").Store} store */
const messageOf = (element, store) => store.find(element.closest("li")?.dataset.id ?? "");
