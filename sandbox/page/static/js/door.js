/** The sandbox's door: the requests the page makes and the events it hears. */

const EVENTS = [
  "message_create",
  "message_update",
  "message_delete",
  "commands_update",
  "modal_open",
  "interaction_failed",
  "interaction_done",
  "channels_update",
  "typing",
];
const RETRY_AFTER = 2000; // milliseconds between attempts when the browser has given up by itself

/** A refusal, with the sentence the sandbox gave. */
export class DoorError extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** Everything one member does and hears. */
export class Door {
  #source = /** @type {EventSource|null} */ (null);
  #timer = 0;

  /** @param {string|null} as id or username; null for the first member */
  constructor(as) {
    this.as = as;
  }

  get #query() {
    return this.as === null ? "" : `?as=${encodeURIComponent(this.as)}`;
  }

  /** @returns {Promise<any>} everything this member can see now */
  state() {
    return this.#request(`/sandbox/state${this.#query}`);
  }

  /**
   * Hear events until `close`; reconnects by itself.
   * @param {{event: (type: string, data: any) => void, opened: () => void, lost: (refused: boolean) => void}} hears
   *   `lost` says whether the server answered with a refusal, rather than not at all
   */
  listen(hears) {
    const source = new EventSource(`/sandbox/events${this.#query}`);
    this.#source = source;
    for (const type of EVENTS) {
      source.addEventListener(type, (event) => hears.event(type, JSON.parse(event.data)));
    }
    source.onopen = () => hears.opened();
    source.onerror = () => {
      // After an HTTP error the browser does not try again on its own.
      const refused = source.readyState === EventSource.CLOSED;
      hears.lost(refused);
      if (refused) this.#retry(hears);
    };
  }

  /** @param {Parameters<Door["listen"]>[0]} hears */
  #retry(hears) {
    this.#timer = setTimeout(() => this.listen(hears), RETRY_AFTER);
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
  }

  /**
   * @param {"commands"|"components"|"modals"|"messages"|"autocomplete"} what
   * @param {Record<string, any>} body
   * @returns {Promise<any>}
   */
  post(what, body) {
    return this.#request(`/sandbox/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: this.as, ...body }),
    });
  }

  /** @param {File} file @returns {Promise<{id: string}>} */
  upload(file) {
    const query = new URLSearchParams({ filename: file.name, ...(this.as === null ? {} : { as: this.as }) });
    const headers = { "Content-Type": file.type || "application/octet-stream" };
    return this.#request(`/sandbox/uploads?${query}`, { method: "POST", headers, body: file });
  }

  /** @param {string} path @param {RequestInit} [options] */
  async #request(path, options) {
    let response;
    try {
      response = await fetch(path, options);
    } catch {
      throw new DoorError("The sandbox does not answer. Is it still running?", 0);
    }
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new DoorError(body.error ?? body.message ?? `The sandbox refused this (${response.status}).`, response.status);
    return body;
  }
}
