/** What the page knows. Views listen for "reset", "channel", "created", "changed", "removed", "channels" and "commands". */

import { keep, kept } from "./kept.js";

/** Discord's ids are numbers too large for JavaScript's; longer is later, else the text decides. */
export const byAge = (/** @type {{id: string}} */ a, /** @type {{id: string}} */ b) =>
  a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const DIRECT = 1; // the type of a channel that is the direct messages with the bot

/** @param {any} channel */
export const isDirect = (channel) => channel?.type === DIRECT;

/** @param {any} channel @returns {string} its name with the sign before it; nothing as long as there is no channel */
export const titleOf = (channel) => (isDirect(channel) ? "@" : "#") + (channel?.name ?? "");

export class Store extends EventTarget {
  /** @type {any} */ me = null;
  guild = { id: "", name: "" };
  /** @type {any[]} */ members = [];
  /** @type {any[]} */ channels = [];
  /** @type {any[]} */ roles = [];
  /** @type {any[]} */ #commands = [];
  channelId = kept("channel", "");
  /** @type {Set<string>} channels with something not yet seen */ unread = new Set();
  /** @type {Map<string, Map<string, any>>} message by id by channel */ #messages = new Map();
  /** @type {Map<string, {messageId: string, customId: string}>} presses on their way */ #pending = new Map();
  /** @type {Set<string>} answered before the press itself was acknowledged */ #early = new Set();
  /** @type {Map<string, string>} why the last press on a message failed */ #failures = new Map();
  /** @type {Record<string, string>} the newest direct message that was on show, by channel: they wait for who is away */
  #seenDirect = kept("seen-direct", {});
  /** @type {Set<string>} private messages this reader put away */ #dismissed = new Set(kept("dismissed", []));

  /** @param {any} snapshot the answer of GET /sandbox/state */
  load(snapshot) {
    this.guild = snapshot.guild;
    this.members = snapshot.members;
    this.me = this.member(snapshot.me);
    this.channels = snapshot.channels;
    this.roles = snapshot.roles;
    this.#commands = snapshot.commands;
    this.#messages = new Map();
    for (const [channel, messages] of Object.entries(snapshot.messages)) {
      this.#messages.set(channel, new Map(messages.map((/** @type {any} */ message) => [message.id, message])));
    }
    this.#pending.clear();
    if (!this.channels.some(({ id }) => id === this.channelId)) this.channelId = this.channels[0]?.id ?? "";
    for (const { id } of this.channels.filter(isDirect)) {
      const seen = { id: this.#seenDirect[id] ?? "" };
      if (id !== this.channelId && byAge(this.#newestIn(id), seen) > 0) this.unread.add(id);
    }
    this.#seeDirect();
    this.#tell("reset");
  }

  /** Forget what only the former member could know. */
  forget() {
    this.#failures.clear();
    this.#dismissed.clear();
    keep("dismissed", []);
    this.unread.clear();
  }

  /** What can be used where the reader is: the sandbox knows no commands in direct messages. */
  get commands() {
    return isDirect(this.channel) ? [] : this.#commands;
  }

  get channel() {
    return this.channels.find(({ id }) => id === this.channelId);
  }

  /** Messages of the channel on show, oldest first. */
  get messages() {
    const all = [...(this.#messages.get(this.channelId)?.values() ?? [])];
    return all.filter(({ id }) => !this.#dismissed.has(id)).sort(byAge);
  }

  /** @param {string} id @returns {any} a message of any channel */
  find(id) {
    for (const messages of this.#messages.values()) if (messages.has(id)) return messages.get(id);
    return undefined;
  }

  /** @param {string} id */
  member(id) {
    return this.members.find((member) => member.id === id);
  }

  /** @param {string} id */
  show(id) {
    this.channelId = id;
    keep("channel", id);
    this.unread.delete(id);
    this.#seeDirect();
    this.#tell("channel");
  }

  /** @param {any} message new or edited */
  put(message) {
    const messages = this.#messages.get(message.channel_id) ?? new Map();
    this.#messages.set(message.channel_id, messages);
    const known = messages.has(message.id);
    messages.set(message.id, { ...messages.get(message.id), ...message });
    if (!known && message.channel_id !== this.channelId) this.unread.add(message.channel_id);
    this.#seeDirect();
    this.#tell(known ? "changed" : "created", messages.get(message.id));
  }

  /** @param {string} channelId @param {string} id */
  remove(channelId, id) {
    const message = this.#messages.get(channelId)?.get(id);
    if (message && this.#messages.get(channelId)?.delete(id)) this.#tell("removed", message);
  }

  /** @param {string} id of a private message this reader puts away */
  dismiss(id) {
    this.#dismissed.add(id);
    keep("dismissed", [...this.#dismissed]);
    this.#tell("removed", this.find(id));
  }

  /**
   * Channels came, went, or were renamed.
   * @param {any[]} channels
   * @returns {boolean} whether one of them has messages that this page has never seen
   */
  setChannels(channels) {
    const unseen = channels.some(({ id, last_message_id: last }) => last !== null && !this.#messages.has(id));
    this.channels = channels;
    for (const id of this.#messages.keys()) if (!channels.some((channel) => channel.id === id)) this.#messages.delete(id);
    if (this.channel === undefined) this.show(channels[0]?.id ?? "");
    else this.#tell("channels");
    return unseen;
  }

  /** @param {any[]} commands */
  setCommands(commands) {
    this.#commands = commands;
    this.#tell("commands");
  }

  /**
   * A press goes out; its message shows so until the interaction is answered.
   * @param {string} messageId
   * @param {string} customId
   * @param {Promise<{interaction_id: string}>} sent
   */
  async press(messageId, customId, sent) {
    const placeholder = `sending ${messageId} ${customId}`;
    this.#failures.delete(messageId);
    this.#pending.set(placeholder, { messageId, customId });
    this.#touch(messageId);
    try {
      const { interaction_id: interaction } = await sent;
      if (!this.#early.delete(interaction)) this.#pending.set(interaction, { messageId, customId });
    } catch (error) {
      this.#failures.set(messageId, /** @type {Error} */ (error).message);
    } finally {
      this.#pending.delete(placeholder);
      this.#touch(messageId);
    }
  }

  /**
   * An interaction was answered, or was not.
   * @param {string} interaction
   * @param {string} [failure] the sentence to show under its message
   * @param {string} [messageId]
   * @returns {boolean} whether a message on the page shows it
   */
  settle(interaction, failure, messageId) {
    const press = this.#pending.get(interaction);
    if (!this.#pending.delete(interaction)) this.#early.add(interaction);
    const shownAt = messageId ?? press?.messageId;
    if (shownAt === undefined) return false;
    if (failure !== undefined) this.#failures.set(shownAt, failure);
    this.#touch(shownAt);
    return this.find(shownAt) !== undefined;
  }

  /** @param {string} messageId @returns {Set<string>} custom ids pressed and not yet answered */
  pendingOn(messageId) {
    const presses = [...this.#pending.values()].filter((press) => press.messageId === messageId);
    return new Set(presses.map(({ customId }) => customId));
  }

  /** @param {string} messageId */
  failureOf(messageId) {
    return this.#failures.get(messageId);
  }

  /** Note that the direct messages on show were seen. */
  #seeDirect() {
    if (!isDirect(this.channel)) return;
    this.#seenDirect[this.channelId] = this.#newestIn(this.channelId).id;
    keep("seen-direct", this.#seenDirect);
  }

  /** @param {string} channelId @returns {{id: string}} */
  #newestIn(channelId) {
    return [...(this.#messages.get(channelId)?.values() ?? [])].sort(byAge).at(-1) ?? { id: "" };
  }

  /** @param {string} messageId */
  #touch(messageId) {
    const message = this.find(messageId);
    if (message) this.#tell("changed", message);
  }

  /** @param {string} what @param {any} [message] */
  #tell(what, message) {
    this.dispatchEvent(new CustomEvent(what, { detail: message }));
  }
}
