/** Puts the page together: what a tap, a key, a reply or a lost network leads to. */

import { ApiError, sendMessage } from "./api.js";
import * as composer from "./composer.js";
import { copyText, replyAsText } from "./copy.js";
import { byId, el } from "./dom.js";
import * as log from "./log.js";
import { choice } from "./render.js";
import { shareLink } from "./sharing.js";
import { CHAT_KEY, Store, browserStorage } from "./store.js";
import { TICKS_KEY, Ticks, onTick, showTicks } from "./ticks.js";
import { setUpLarger, setUpNew } from "./tools.js";
import { EXAMPLES, WORDS, papersReady } from "./words.js";

/** @typedef {import("./store.js").UserMessage} UserMessage */

const storage = browserStorage();
const store = new Store(storage);
const ticks = new Ticks(storage, () => store.chat.conversationId);
/** The message on its way; there is never more than one. @type {{id: string, controller: AbortController}|null} */
let active = null;
/** The last message was a button tapped by key: its answer takes the focus, so that Tab leads to the next choices. */
let byKey = false;

/** @param {string} text @param {string|null} button @returns {boolean} whether it is on its way */
function send(text, button) {
  if (active) {
    composer.note(WORDS.busy);
    return false;
  }
  const message = store.ask(text, button);
  byKey = false;
  log.add(message);
  deliver(message);
  log.scrollToEnd();
  return true;
}

/** @param {UserMessage} message */
async function deliver(message) {
  const mine = { id: message.id, controller: new AbortController() };
  setActive(mine);
  const question = { conversationId: store.chat.conversationId, text: message.text, button: message.button };
  try {
    const reply = await sendMessage(question, mine.controller);
    if (active === mine) showAnswer(message, reply);
  } catch (error) {
    if (active === mine) showFailure(message, error);
  } finally {
    if (active === mine) setActive(null);
  }
}

/** @param {UserMessage} message @param {import("./api.js").Reply} reply */
function showAnswer(message, reply) {
  const follow = log.follows();
  const none = { text: WORDS.received, buttons: [], card: null, sources: [], checklist: null };
  const replies = reply.replies.length > 0 ? reply.replies : [none];
  log.showTyping(false);
  const nodes = store.answer(message, reply.conversationId, replies, reply.outcome).map(log.add);
  showTicks(byId("log"), ticks, papersReady);
  if (byKey) nodes[0].focus({ preventScroll: true });
  if (follow) log.scrollToAnswer(nodes[0]);
}

/** @param {UserMessage} message @param {unknown} error */
function showFailure(message, error) {
  if (!(error instanceof ApiError)) console.error(error);
  const sentence = error instanceof ApiError ? error.message : WORDS.failure;
  const follow = log.follows();
  log.showTyping(false);
  store.fail(message.id, sentence);
  log.showFailure(message, sentence, error instanceof ApiError ? error.retryAfter : 0);
  if (follow) log.scrollToEnd();
}

/** @param {{id: string, controller: AbortController}|null} now */
function setActive(now) {
  active = now;
  log.showTyping(now !== null);
  composer.setBusy(now !== null);
  document.body.classList.toggle("is-busy", now !== null);
}

/** One listener for every button in the log, old ones and restored ones alike. @param {MouseEvent} event */
function onLogClick(event) {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  const node = button && button.closest("[data-id]");
  if (!button || !node || button.getAttribute("aria-disabled") === "true") return;
  const message = store.find(node.getAttribute("data-id") || "");
  if (button.dataset.value !== undefined) choose(button, event.detail === 0);
  else if (button.dataset.share !== undefined) share(button);
  else if (message && message.role === "bot") copyAnswer(button, message.reply);
  else if (message && message.role === "user") again(message, button.dataset.retry !== undefined);
}

/** @param {HTMLElement} button @param {boolean} key */
function choose(button, key) {
  const sent = send(button.dataset.label || button.textContent || "", button.dataset.value || "");
  if (sent) byKey = key;
}

/** @param {HTMLElement} button */
async function share(button) {
  const list = button.closest("[data-checklist]");
  if (!(list instanceof HTMLElement)) return;
  const said = await shareLink(list.dataset.link || "/", list.dataset.name || "");
  if (said) composer.note(said);
}

/** Send a failed message again, or give its text back for changes. @param {UserMessage} message @param {boolean} asItIs */
function again(message, asItIs) {
  if (asItIs && active) {
    composer.note(WORDS.busy);
    return;
  }
  store.remove(message.id);
  log.remove(message.id);
  if (!asItIs) {
    composer.giveBack(message.text);
    return;
  }
  send(message.text, message.button);
  const moved = active && log.find(active.id);
  if (moved) moved.focus({ preventScroll: true });
}

/** @param {HTMLElement} button @param {import("./api.js").Outgoing} reply */
async function copyAnswer(button, reply) {
  const done = await copyText(replyAsText(reply));
  composer.note(done ? WORDS.copiedNote : WORDS.copyFailed);
  if (!done) return;
  button.textContent = WORDS.copied;
  setTimeout(() => {
    button.textContent = WORDS.copy;
  }, 3000);
}

function startNew() {
  if (active) active.controller.abort();
  setActive(null);
  store.clear();
  ticks.clear();
  log.redraw([]);
  window.scrollTo(0, 0);
  composer.note(WORDS.fresh);
  if (!composer.focusWithMouse()) byId("chat-title").focus({ preventScroll: true });
}

function setUpWelcome() {
  const list = byId("examples");
  EXAMPLES.forEach((question) => list.append(el("li", {}, [choice(question, { "data-example": "" })])));
  list.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button) send(button.textContent || "", null);
  });
  byId("welcome").hidden = false;
}

function showNetwork() {
  byId("offline").textContent = navigator.onLine === false ? WORDS.offline : "";
}

/** Another tab wrote: show the same conversation here. @param {StorageEvent} event */
function onOtherTab(event) {
  if (event.key === TICKS_KEY) showTicks(byId("log"), ticks, papersReady);
  if (event.key !== CHAT_KEY && event.key !== null) return;
  store.reload();
  if (active && !store.find(active.id)) {
    active.controller.abort();
    setActive(null);
  }
  if (active) store.mark(active.id, null);
  redraw();
}

function redraw() {
  log.redraw(store.chat.messages);
  showTicks(byId("log"), ticks, papersReady);
}

function restore() {
  const lost = store.unanswered();
  if (lost) store.fail(lost.id, WORDS.unanswered);
  redraw();
  if (store.chat.messages.length > 0) window.scrollTo(0, document.documentElement.scrollHeight);
}

setUpLarger(store);
setUpNew(store, startNew);
setUpWelcome();
composer.start((text) => send(text, null));
byId("log").addEventListener("click", onLogClick);
byId("log").addEventListener("change", (event) => onTick(event, byId("log"), ticks, papersReady));
window.addEventListener("online", showNetwork);
window.addEventListener("offline", showNetwork);
window.addEventListener("storage", onOtherTab);
showNetwork();
restore();
byId("boot").remove();
