/** The ways on under a message that was not sent: again, or back into the box. */

import { WORDS, retryIn } from "./words.js";

/** @typedef {import("./types.js").Widget} Widget */
/** @typedef {import("./types.js").Question} Question */

/**
 * Put the sentence of a message in its box, with buttons; typed text can be changed, a tapped button cannot.
 * @param {Widget} widget @param {HTMLElement} status @param {Question} message
 */
export function offer(widget, status, message) {
  const said = status.dataset.said || "";
  if (said === "") return;
  const { el, button } = widget.tools;
  const retry = button(".choice", WORDS.retry);
  const edit = button(".choice", WORDS.edit);
  retry.addEventListener("click", () => retry.getAttribute("aria-disabled") !== "true" && again(widget, message.id));
  edit.addEventListener("click", () => giveBack(widget, message));
  if (message.failed) holdBack(retry, message.notBefore);
  status.textContent = "";
  status.append(el("p", said), el("div.choices", retry, message.button === null && edit));
}

/** Send once more, under the same id. @param {Widget} widget @param {string} id */
function again(widget, id) {
  const shown = widget.nodes.get(id);
  if (shown) shown.focus({ preventScroll: true });
  widget.store.mark(id, { failed: null, waiting: true, notBefore: 0 });
  widget.flush();
  widget.draw();
}

/** Give the text back for changes, in front of what stands there already. @param {Widget} widget @param {Question} message */
function giveBack(widget, { id, text }) {
  const typed = widget.ui.text.value.trim();
  widget.store.change((/** @type {any} */ chat) => {
    chat.messages = chat.messages.filter((/** @type {Question} */ message) => message.id !== id);
  });
  widget.write(typed ? `${text}\n${typed}` : text);
  widget.draw();
  widget.ui.text.focus();
}

/** Count down on a button that must not be tapped yet. @param {HTMLElement} button @param {number} until */
function holdBack(button, until) {
  const left = Math.ceil((until - Date.now()) / 1000);
  button.textContent = left > 0 ? retryIn(left) : WORDS.retry;
  button.setAttribute("aria-disabled", String(left > 0));
  if (left > 0) setTimeout(holdBack, 1000, button, until);
}
