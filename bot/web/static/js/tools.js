/** The two buttons in the head of the page: larger text, and a new conversation. */

import { fit, note } from "./composer.js";
import { byId } from "./dom.js";
import { WORDS } from "./words.js";

/** @typedef {import("./store.js").Store} Store */

/** @param {Store} store */
export function setUpLarger(store) {
  const button = byId("larger");
  /** @param {boolean} on */
  const show = (on) => {
    document.documentElement.classList.toggle("is-large", on);
    button.setAttribute("aria-pressed", String(on));
    fit();
  };
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    store.large = on;
    show(on);
  });
  show(store.large);
  button.hidden = false;
}

/** Ask before anything is deleted; browsers without <dialog> ask in their own way. @param {Store} store @param {() => void} startNew */
export function setUpNew(store, startNew) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("new-dialog"));
  byId("new").addEventListener("click", () => {
    if (store.chat.messages.length === 0) note(WORDS.alreadyFresh);
    else if (typeof dialog.showModal === "function") dialog.showModal();
    else if (window.confirm(byId("new-text").textContent || "")) startNew();
  });
  byId("new-cancel").addEventListener("click", () => dialog.close());
  byId("new-confirm").addEventListener("click", () => {
    dialog.close();
    startNew();
  });
  byId("new").hidden = false;
}
