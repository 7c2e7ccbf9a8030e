/** The log on the page: adding, replacing and removing messages, the typing line, and where to scroll. */

import { byId } from "./dom.js";
import { dayElement, dayOf, failureElement, holdBack, messageElement, typingElement } from "./render.js";
import { WORDS } from "./words.js";

/** @typedef {import("./store.js").Message} Message */
/** @typedef {import("./store.js").UserMessage} UserMessage */

const LONG_WAIT_MS = 6000;
const NEAR_END_PX = 240;

const log = byId("log");
const typing = byId("typing");
let lastDay = "";
let waiting = 0;
/** Whether the page follows the talk: from sending on, until the reader scrolls. */
let following = true;
["wheel", "touchmove"].forEach((move) => {
  window.addEventListener(move, () => { following = false; }, { passive: true });
});

/** Draw the whole conversation without reading it all out. @param {Message[]} messages */
export function redraw(messages) {
  if (messages.length > 0) log.setAttribute("aria-live", "off");
  log.textContent = "";
  lastDay = dayOf(Date.now());
  messages.forEach(add);
  setTimeout(() => log.setAttribute("aria-live", "polite"), 500);
}

/** @param {Message} message @returns {HTMLElement} */
export function add(message) {
  const day = dayOf(message.at);
  if (day !== lastDay) log.append(dayElement(message.at));
  lastDay = day;
  return log.appendChild(messageElement(message));
}

/** @param {string} id @returns {HTMLElement|null} */
export function find(id) {
  return log.querySelector(`[data-id="${id}"]`);
}

/** @param {string} id */
export function remove(id) {
  const node = find(id);
  if (node) node.remove();
}

/** @param {UserMessage} message @param {string} sentence @param {number} retryAfter seconds */
export function showFailure(message, sentence, retryAfter) {
  const node = find(message.id);
  if (!node) return;
  const failure = failureElement(sentence, message.button === null);
  node.append(failure);
  const retry = failure.querySelector("button");
  if (retry && retryAfter > 0) holdBack(retry, retryAfter);
}

/** @param {boolean} on */
export function showTyping(on) {
  clearTimeout(waiting);
  typing.textContent = "";
  if (!on) return;
  typing.append(typingElement(WORDS.typing));
  waiting = setTimeout(() => {
    typing.textContent = "";
    typing.append(typingElement(WORDS.typingLong));
  }, LONG_WAIT_MS);
}

/** @returns {boolean} whether the reader is at the end of the page */
export function nearEnd() {
  const root = document.documentElement;
  return root.scrollHeight - window.innerHeight - window.scrollY < NEAR_END_PX;
}

/** @returns {boolean} */
export function follows() {
  return following || nearEnd();
}

export function scrollToEnd() {
  following = true;
  scrollTo(document.documentElement.scrollHeight);
}

/** Show the end of the page, but never scroll past the beginning of a long answer. @param {HTMLElement} node */
export function scrollToAnswer(node) {
  const padding = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 8;
  const top = node.getBoundingClientRect().top + window.scrollY - padding;
  const end = document.documentElement.scrollHeight - window.innerHeight;
  scrollTo(Math.min(top, end));
}

/** @param {number} top */
function scrollTo(top) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollTo({ top, behavior: calm ? "auto" : "smooth" });
}
