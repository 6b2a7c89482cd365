/** Modals the bot opens, and pictures enlarged: both are dialogs. */

import { h } from "./dom.js";
import { modalPart } from "./modalfields.js";

/**
 * @param {{modal_id: string, title: string, components: any[]}} modal
 * @param {import("./store.js").Store} store
 * @param {() => import("./door.js").Door} door
 */
export function openModal(modal, store, door) {
  const parts = modal.components.map((part) => modalPart(part, store, door));
  const problem = h("p", { class: "problem", role: "alert" });
  const submit = h("button", { type: "submit", class: "button primary" }, h("span", {}, "Submit"));
  const cancel = h("button", { type: "button", class: "button secondary", click: () => dialog.close() }, h("span", {}, "Cancel"));
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: "modal-title" }, modal.title),
    h("div", { class: "fields" }, ...parts.map(({ element }) => element)),
    problem,
    h("div", { class: "row" }, submit, cancel),
  );
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "modal", "aria-labelledby": "modal-title" }, form));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.textContent = parts.map((part) => part.check?.() ?? "").find(Boolean) ?? "";
    if (problem.textContent !== "" || submit.hasAttribute("aria-busy")) return;
    submit.setAttribute("aria-busy", "true");
    try {
      await door().post("modals", { modal_id: modal.modal_id, components: parts.map((part) => part.answer()) });
      dialog.close();
    } catch (error) {
      problem.textContent = /** @type {Error} */ (error).message;
    } finally {
      submit.removeAttribute("aria-busy");
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) /** @type {HTMLFormElement} */ (form).requestSubmit();
  });
  show(dialog);
}

/** @param {HTMLImageElement} image of a message, shown as large as the window allows */
export function enlarge(image) {
  const close = h("button", { type: "button", class: "button secondary", click: () => dialog.close() }, h("span", {}, "Close"));
  const large = h("img", { src: image.src, alt: image.alt });
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "enlarged", "aria-label": image.alt }, large, close));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  show(dialog);
}

/** @param {HTMLDialogElement} dialog that leaves the page when it is closed */
function show(dialog) {
  const before = document.activeElement;
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
}
