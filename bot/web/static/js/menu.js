/** The menu of the widget: text size, contrast, reading aloud, a picture of a receipt, the transcript, a new conversation, erasure. */

import { replyAsText } from "./copy.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Widget} Widget */
/** @typedef {import("./types.js").Question} Question */
/** @typedef {import("./types.js").Answer} Answer */

/** Open or close it. @param {Widget} widget */
export function toggle(widget) {
  const { menu, more } = widget.ui;
  const open = menu.hidden;
  menu.textContent = "";
  if (open) menu.append(...items(widget).filter(Boolean));
  menu.hidden = !open;
  more.setAttribute("aria-expanded", String(open));
  (open ? menu.querySelector("a, button") : more).focus();
}

/** @param {Widget} widget @returns {(HTMLElement|null)[]} */
function items(widget) {
  const { store } = widget;
  const size = Number(store.get("motcua.large")) || 0;
  return [
    stays(widget, `${WORDS.size}: ${WORDS.sizes[size]}`, null, () => set(widget, "large", (size + 1) % WORDS.sizes.length)),
    flag(widget, "contrast", WORDS.contrast),
    "speechSynthesis" in window ? flag(widget, "aloud", WORDS.aloud) : null,
    leads(widget, WORDS.picture, () => widget.use("receipt", "choose")),
    leads(widget, WORDS.asText, () => saveText(widget)),
    pdfLink(widget),
    leads(widget, WORDS.fresh, () => askAnew(widget)),
    leads(widget, WORDS.erase, () => widget.send(WORDS.eraseSaid, null)),
  ];
}

/** An item that closes the menu. @param {Widget} widget @param {string} label @param {() => void} how */
function leads(widget, label, how) {
  const item = widget.tools.button(".item", label);
  item.addEventListener("click", () => {
    toggle(widget);
    how();
  });
  return item;
}

/** A setting: the menu stays open and shows what is set. @param {Widget} widget @param {string} label @param {boolean|null} on @param {() => void} how */
function stays(widget, label, on, how) {
  const item = widget.tools.button(".item", label, on !== null && { "aria-pressed": on });
  item.addEventListener("click", () => {
    const at = Array.from(widget.ui.menu.children).indexOf(item);
    how();
    widget.ui.menu.textContent = "";
    widget.ui.menu.append(...items(widget).filter(Boolean));
    widget.ui.menu.children[at].focus();
  });
  return item;
}

/** @param {Widget} widget @param {string} name @param {string} label */
function flag(widget, name, label) {
  const on = Boolean(widget.store.get(`motcua.${name}`));
  return stays(widget, `${label}: ${on ? WORDS.on : WORDS.off}`, on, () => {
    set(widget, name, on ? 0 : 1);
    if (on && name === "aloud") speechSynthesis.cancel();
  });
}

/** @param {Widget} widget @param {string} name @param {number} value */
function set(widget, name, value) {
  widget.store.put(`motcua.${name}`, value ? String(value) : null);
  widget.look();
}

// The transcript

/** @param {Widget} widget @returns {HTMLElement|null} */
function pdfLink(widget) {
  const id = widget.store.chat.conversationId;
  if (!id) return null;
  const href = widget.url(`api/v1/conversations/${encodeURIComponent(id)}/transcript.pdf`);
  const link = widget.tools.el("a.item", { href, target: "_blank", rel: "noopener" }, WORDS.asPdf);
  link.addEventListener("click", () => toggle(widget));
  return link;
}

/** Made in the browser, of what is shown. @param {Widget} widget */
function saveText(widget) {
  const { messages } = widget.store.chat;
  if (messages.length === 0) {
    widget.note(WORDS.nothing);
    return;
  }
  const url = URL.createObjectURL(new Blob([transcript(messages)], { type: "text/plain;charset=utf-8" }));
  const day = new Date().toLocaleDateString("sv-SE").replace(/-/g, "");
  const link = widget.tools.el("a", { href: url, download: `tro-chuyen-mot-cua-${day}.txt` });
  widget.root.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** Windows' own editor wants the mark at the beginning and CR LF. @param {(Question|Answer)[]} messages @returns {string} */
export function transcript(messages) {
  const said = messages.map((message) => {
    const who = message.role === "user" ? WORDS.user : WORDS.bot;
    const text = message.role === "user" ? message.text : replyAsText(message.reply);
    return `[${moment(message.at)}] ${who}:\n${text}`;
  });
  const whole = [WORDS.transcript, `${WORDS.saved} ${moment(Date.now())}`, ...said].join("\n\n");
  return `\uFEFF${whole.replace(/\r?\n/g, "\r\n")}\r\n`;
}

/** @param {number} at @returns {string} dd/MM/yyyy HH:mm in the reader's own time */
function moment(at) {
  const date = new Date(at);
  return `${date.toLocaleDateString("en-GB")} ${date.toTimeString().slice(0, 5)}`;
}

// A new conversation

/** Ask before anything is deleted; browsers without <dialog> ask in their own way. @param {Widget} widget */
function askAnew(widget) {
  if (widget.store.chat.messages.length === 0) {
    widget.note(WORDS.alreadyFresh);
    return;
  }
  const { el, button } = widget.tools;
  const no = button("#new-cancel.choice", WORDS.keep);
  const yes = button("#new-confirm.send", WORDS.begin);
  const title = el("h2#new_title", WORDS.askTitle);
  const text = el("p#new_text", WORDS.askText);
  const dialog = el("dialog.dialog", { "aria-labelledby": "new_title", "aria-describedby": "new_text" }, title, text, el("div.dialog__row", no, yes));
  if (typeof dialog.showModal !== "function") {
    if (window.confirm(WORDS.askText)) startNew(widget);
    return;
  }
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    dialog.close();
    startNew(widget);
  });
  dialog.addEventListener("keydown", (/** @type {Event} */ event) => event.stopPropagation());
  dialog.addEventListener("close", () => dialog.remove());
  widget.ui.panel.append(dialog);
  dialog.showModal();
}

/** Forget everything and begin anew. @param {Widget} widget */
export function startNew(widget) {
  widget.stop();
  widget.store.clear();
  widget.write("");
  widget.draw().then(() => { widget.ui.talk.scrollTop = 0; });
  widget.note(WORDS.started);
  widget.focusBox();
}
