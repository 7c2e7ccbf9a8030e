/** Messages as elements. Listeners sit on the log (app.js); elements carry data attributes only. */

import { checklistElement } from "./checklist.js";
import { el, outsideLink, safeUrl } from "./dom.js";
import { textToNodes, vietnameseDate } from "./text.js";
import { WORDS, retryIn } from "./words.js";

/** @typedef {import("./api.js").Outgoing} Outgoing */
/** @typedef {import("./api.js").Card} Card */
/** @typedef {import("./api.js").Source} Source */
/** @typedef {import("./store.js").Message} Message */
/** @typedef {import("./store.js").UserMessage} UserMessage */
/** @typedef {import("./store.js").BotMessage} BotMessage */

const COPY_FROM = 80;
/** Buttons that move in a guide (back, skip) look unlike its answers. */
const STEERS = /^guide:[^:]+:(?:back|skip|edit|restart)$/;

/** @param {Message} message @returns {HTMLElement} */
export function messageElement(message) {
  return message.role === "user" ? userElement(message) : botElement(message);
}

/** @param {UserMessage} message @returns {HTMLElement} */
function userElement(message) {
  const body = el("div", { class: "msg__body" }, message.text.split("\n").map((line) => el("p", {}, [line])));
  const failure = message.failed === null ? null : failureElement(message.failed, message.button === null);
  return shell("user", message.id, WORDS.user, [body, failure]);
}

/** @param {BotMessage} message @returns {HTMLElement} */
function botElement(message) {
  const { reply } = message;
  const body = el("div", { class: "msg__body" }, [
    ...(reply.checklist ? listNodes(reply.text, reply.checklist) : [textToNodes(reply.text)]),
    reply.card ? cardElement(reply.card) : null,
    reply.sources.length > 0 ? sourcesElement(reply.sources) : null,
  ]);
  const node = shell("bot", message.id, WORDS.bot, [body, choicesElement(reply), worthCopying(reply) ? copyElement() : null]);
  if (message.outcome) node.setAttribute("data-outcome", message.outcome);
  return node;
}

/**
 * The list is drawn instead of the paragraph that says the same; what else was said stays around it.
 * @param {string} text @param {import("./api.js").Checklist} checklist @returns {Node[]}
 */
function listNodes(text, checklist) {
  const paragraphs = text.split(/\n\s*\n/);
  const at = paragraphs.findIndex((paragraph) => paragraph.startsWith(`${checklist.name}:`));
  const before = at < 0 ? paragraphs : paragraphs.slice(0, at);
  const after = at < 0 ? [] : paragraphs.slice(at + 1);
  return [textToNodes(before.join("\n\n")), checklistElement(checklist), textToNodes(after.join("\n\n"))];
}

/** @param {"user"|"bot"} role @param {string} id @param {string} who @param {(Node|null)[]} children @returns {HTMLElement} */
function shell(role, id, who, children) {
  const heading = el("h3", { class: "msg__who" }, [who]);
  return el("article", { class: `msg msg--${role}`, "data-id": id, tabindex: "-1" }, [heading, ...children]);
}

/** @param {Outgoing} reply @returns {HTMLElement|null} */
function choicesElement(reply) {
  if (reply.buttons.length === 0) return null;
  const buttons = reply.buttons.map((button) => {
    const node = choice(button.label, { "data-value": button.value });
    if (STEERS.test(button.value)) node.classList.add("choice--quiet");
    return node;
  });
  return el("div", { class: "choices", role: "group", "aria-label": WORDS.choices }, buttons);
}

/** @param {string} label @param {Object<string, string>} data @returns {HTMLButtonElement} */
export function choice(label, data) {
  return el("button", { type: "button", class: "choice", ...data }, [label]);
}

/** A greeting or a short question back needs no copy button. @param {Outgoing} reply @returns {boolean} */
function worthCopying(reply) {
  return reply.card !== null || reply.sources.length > 0 || reply.text.length >= COPY_FROM;
}

/** @returns {HTMLElement} */
function copyElement() {
  return el("button", { type: "button", class: "copy", "data-copy": "" }, [WORDS.copy]);
}

/** The whole box is the link where there is one. @param {Card} card @returns {HTMLElement} */
function cardElement(card) {
  const linked = safeUrl(card.url) !== null;
  return outsideLink(card.url, linked ? "card card--link" : "card", [
    el("strong", { class: "card__title" }, [card.title]),
    card.subtitle ? el("span", { class: "card__subtitle" }, [card.subtitle]) : null,
    linked ? el("span", { class: "card__go" }, [card.url_label || WORDS.open]) : null,
  ]);
}

/** One source is a line; several fold away behind their number. @param {Source[]} sources @returns {HTMLElement} */
function sourcesElement(sources) {
  if (sources.length === 1) {
    return el("p", { class: "sources" }, [el("strong", {}, [`${WORDS.source}: `]), ...sourceNodes(sources[0])]);
  }
  const items = sources.map((source) => el("li", {}, sourceNodes(source)));
  return el("details", { class: "sources" }, [
    el("summary", {}, [`${WORDS.source} (${sources.length})`]),
    el("ul", {}, items),
  ]);
}

/** @param {Source} source @returns {Node[]} */
function sourceNodes(source) {
  const facts = sourceFacts(source);
  const rest = facts.length > 0 ? [document.createTextNode(` · ${facts.join(" · ")}`)] : [];
  return [outsideLink(source.url, "link", [source.title]), ...rest];
}

/** @param {Source} source @returns {string[]} */
function sourceFacts(source) {
  return [
    source.code ? `${WORDS.code} ${source.code}` : "",
    source.decision || "",
    source.checked ? `${WORDS.checked} ${vietnameseDate(source.checked)}` : "",
  ].filter((fact) => fact !== "");
}

/** @param {string} sentence @param {boolean} editable typed text can be changed, a tapped button cannot @returns {HTMLElement} */
export function failureElement(sentence, editable) {
  return el("div", { class: "failure" }, [
    el("p", {}, [sentence]),
    el("div", { class: "choices" }, [
      choice(WORDS.retry, { "data-retry": "" }),
      editable ? choice(WORDS.edit, { "data-edit": "" }) : null,
    ].filter((button) => button !== null)),
  ]);
}

/** Hold a retry button back for some seconds, counting down on it. @param {HTMLElement} button @param {number} seconds */
export function holdBack(button, seconds) {
  const until = Date.now() + seconds * 1000;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (!button.isConnected) return;
    button.textContent = left > 0 ? retryIn(left) : WORDS.retry;
    if (left > 0) setTimeout(tick, 1000);
    else button.removeAttribute("aria-disabled");
  };
  button.setAttribute("aria-disabled", "true");
  tick();
}

/** A line between the days of a conversation. @param {number} at @returns {HTMLElement} */
export function dayElement(at) {
  return el("p", { class: "day" }, [dayOf(at)]);
}

/** @param {number} at @returns {string} dd/MM/yyyy in the reader's own time */
export function dayOf(at) {
  const date = new Date(at);
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, "0");
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
}

/** The dots are decoration; the words are said. @param {string} words @returns {HTMLElement} */
export function typingElement(words) {
  const dots = [0, 1, 2].map(() => el("i"));
  return el("p", {}, [words, el("span", { class: "dots", "aria-hidden": "true" }, dots)]);
}
