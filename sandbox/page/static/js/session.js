/** One member's connection: what they see first, what happens since, and what to do when it breaks. */

import { notify } from "./composer.js";
import { Door, DoorError } from "./door.js";
import { byId } from "./dom.js";
import { openModal } from "./modal.js";
import { nameOf } from "./render/names.js";

const TYPING_LASTS = 10_000; // milliseconds, Discord's

export class Session {
  /** @type {[string, any][]|null} events that wait for the snapshot; null once it is there */ #queue = [];
  #typingTimer = 0;
  /** Grows with every loss, so that a snapshot asked for before it is thrown away. */ #turn = 0;

  /** @param {import("./store.js").Store} store @param {string|null} as */
  constructor(store, as) {
    this.store = store;
    this.door = new Door(as);
  }

  start() {
    this.door.listen({
      event: (type, data) => (this.#queue === null ? this.#apply(type, data) : this.#queue.push([type, data])),
      opened: () => this.#load(),
      lost: (refused) => {
        this.#turn += 1;
        this.#queue = [];
        banner("Reconnecting …");
        if (refused) this.door.state().catch(explain);
      },
    });
  }

  stop() {
    this.#turn += 1;
    this.door.close();
    clearTimeout(this.#typingTimer);
    this.#showTyping("");
  }

  /** The stream is open, so nothing that happens after this snapshot can be missed. */
  async #load() {
    const turn = this.#turn;
    try {
      const snapshot = await this.door.state();
      if (turn !== this.#turn) return;
      this.store.load(snapshot);
      this.door.as = this.store.me.id;
      for (const [type, data] of this.#queue ?? []) this.#apply(type, data);
      this.#queue = null;
      banner("");
    } catch (error) {
      explain(error);
    }
  }

  /** @param {string} type @param {any} data */
  #apply(type, data) {
    /** @type {Record<string, () => void>} */
    const handlers = {
      message_create: () => {
        this.#showTyping("");
        this.store.put(data);
      },
      message_update: () => this.store.put(data),
      message_delete: () => this.store.remove(data.channel_id, data.id),
      channels_update: () => this.store.setChannels(data.channels) && this.#load(),
      commands_update: () => this.store.setCommands(data.commands),
      modal_open: () => openModal(data, this.store, () => this.door),
      interaction_done: () => this.store.settle(data.interaction_id),
      interaction_failed: () => this.#fail(data),
      typing: () => this.#typing(data),
    };
    handlers[type]?.();
  }

  /** @param {{interaction_id: string, message_id?: string, reason?: string}} data */
  #fail(data) {
    const sentence = data.reason ? `This interaction failed: ${data.reason}` : "This interaction failed";
    if (!this.store.settle(data.interaction_id, sentence, data.message_id)) notify(sentence);
  }

  /** @param {{channel_id: string, user_id?: string}} data */
  #typing(data) {
    const member = this.store.member(data.user_id ?? "");
    if (data.channel_id !== this.store.channelId || member?.id === this.store.me.id) return;
    this.#showTyping(`${member ? nameOf(member, this.store) : "Somebody"} is typing …`);
    this.#typingTimer = setTimeout(() => this.#showTyping(""), TYPING_LASTS);
  }

  /** @param {string} text */
  #showTyping(text) {
    clearTimeout(this.#typingTimer);
    byId("typing").textContent = text;
  }
}

/** Say why the sandbox gave nothing. @param {unknown} error */
function explain(error) {
  if (!(error instanceof DoorError)) throw error;
  if (error.status === 0) return; // it does not answer at all: the page is reconnecting, and says so
  // The secret in the address belongs to one run of the sandbox.
  banner(error.status === 403 ? "Open the address that the terminal shows." : error.message);
}

/** @param {string} text of the line above the messages; empty for none */
function banner(text) {
  const element = byId("banner");
  element.textContent = text;
  element.hidden = text === "";
}
