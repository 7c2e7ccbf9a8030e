/**
 * The Một Cửa widget: one element, <mot-cua>, as a chat bubble on any site and as our own page (mode="page").
 *   <script src="https://HOST/static/widget.js" async></script> (data-*: README)
 * Rarely used parts are modules in js/, fetched when first needed; types stand in js/types.js. Data enters the page as text nodes only.
 */
(() => {
"use strict";

const script = /** @type {HTMLScriptElement|null} */ (document.currentScript);
if (!window.customElements || !Element.prototype.attachShadow || customElements.get("mot-cua")) return;

const FILES = new URL(".", script ? script.src : `${location.origin}/static/`).href;
const CHAT = "motcua.chat.v1";
const DRAFT = "motcua.draft";
const TICKS = "motcua.ticks.v1";
const MAX_TEXT = 4000;
const COUNT_FROM = 400;
const MAX_MESSAGES = 100;
const KEEP_MS = 7 * 24 * 3600e3;
const TIMEOUT_MS = 20e3;
const LEASE_MS = 25e3; // a tab that sends keeps others from sending the same
const NEAR_PX = 240;

const EXAMPLES = [
  "Làm khai sinh cho con cần giấy tờ gì?",
  "Mất căn cước thì làm lại ở đâu?",
  "Cấp lại bằng lái xe hết bao nhiêu tiền?",
  "Đăng ký kết hôn mấy ngày thì xong?",
  "Đăng ký tạm trú qua mạng được không?",
  "Hồ sơ của tôi tới đâu rồi?",
];
/** Every sentence of this file; those of the modules stand in js/words.js. */
const WORDS = {
  name: "Một Cửa",
  what: "Trợ lý AI về dịch vụ công",
  open: "Hỏi Một Cửa",
  unread: "tin chưa đọc",
  close: "Đóng",
  menu: "Tùy chọn",
  talk: "Cuộc trò chuyện",
  skip: "Tới ô nhập câu hỏi",
  notice: "Anh/chị đang nói chuyện với trợ lý AI, không phải cán bộ.",
  privacy: "Quyền riêng tư",
  hello: "Xin chào anh/chị, mình là Một Cửa!",
  greeting: "Mình giúp anh/chị biết cần giấy tờ gì, lệ phí bao nhiêu, mấy ngày xong, nộp ở đâu và hồ sơ đã tới đâu. "
    + "Anh/chị cứ hỏi như nói chuyện, gõ không dấu cũng được.",
  examples: "Anh/chị bấm thử một câu:",
  label: "Câu hỏi của anh/chị",
  example: "Ví dụ: làm lại căn cước",
  hint: "Enter để gửi, Shift + Enter để xuống dòng.",
  send: "Gửi",
  mic: "Nói",
  photo: "Ảnh giấy hẹn",
  user: "Anh/chị",
  choices: "Lựa chọn",
  copy: "Chép câu trả lời",
  speak: "Đọc to",
  newTab: "(mở trang mới)",
  service: "Mở trang dịch vụ",
  source: "Nguồn",
  code: "mã",
  checked: "kiểm tra ngày",
  typing: "Mình đang tra cứu",
  typingLong: "Hơi lâu hơn mọi khi, anh/chị đợi mình chút nhé",
  received: "Mình đã nhận được tin nhắn.",
  busy: "Mình đang trả lời câu trước, anh/chị đợi chút nhé.",
  empty: "Anh/chị gõ câu hỏi rồi bấm Gửi nhé.",
  offline: "Máy đang mất mạng. Anh/chị cứ gõ, có mạng lại là mình gửi ngay.",
  waiting: "Chưa gửi được. Có mạng lại là mình tự gửi.",
  queued: "Mình trả lời xong câu trước sẽ tới câu này.",
  failure: "Hệ thống đang trục trặc nên mình chưa trả lời được. Anh/chị thử lại sau ít phút nhé.",
  timeout: "Mình đợi quá 20 giây mà chưa có trả lời. Anh/chị thử lại nhé.",
  forbidden: "Trang web này chưa được phép dùng trợ lý Một Cửa. Anh/chị báo người quản trị trang này giúp mình nhé.",
  notLoaded: "Mình chưa tải được phần này. Anh/chị kiểm tra mạng rồi thử lại nhé.",
  left: (left) => (left < 0 ? `Dài quá ${-left} ký tự. Anh/chị rút gọn giúp mình rồi gửi nhé.` : `Còn ${left} ký tự.`),
};

// Elements and text

/** el("p#note.aside", {role: "status"}, "text", node, [nodes]); falsy children are left out, data must come as strings. @returns {any} */
function el(spec, ...children) {
  const [, tag, id, names] = /^(\w+)(?:#(\w+))?(.*)$/.exec(spec);
  const node = document.createElement(tag);
  if (id) node.id = id;
  if (names) node.className = names.replace(/\./g, " ").trim();
  children.flat(2).filter(Boolean).forEach((child) => {
    if (child.constructor === Object) Object.entries(child).forEach(([name, value]) => node.setAttribute(name, value));
    else node.append(child);
  });
  return node;
}

const button = (spec, ...children) => el(`button${spec}`, { type: "button" }, ...children);

/** A web address without a user name in it (https://dichvucong.gov.vn@evil.example is none), or null. */
function safeUrl(url) {
  try {
    const parsed = new URL(url);
    return /^https?:$/.test(parsed.protocol) && !parsed.username && !parsed.password ? parsed.href : null;
  } catch (error) {
    return null;
  }
}

/** A link to another site, or its plain content. */
function outsideLink(url, names, ...children) {
  const href = safeUrl(url);
  if (!href) return el(`span${names}`, children);
  return el(`a${names}`, { href, target: "_blank", rel: "noopener noreferrer" }, children, el("span.visually-hidden", ` ${WORDS.newTab}`));
}

/** Lines are paragraphs, lines starting with "- " one list, an empty line a wider gap. */
function textToNodes(text) {
  const nodes = document.createDocumentFragment();
  let list = null;
  let gap = "";
  `${text}`.split("\n").map((line) => line.trim()).forEach((line) => {
    const isItem = line.startsWith("- ");
    if (!isItem) list = null;
    if (isItem && !list) nodes.append(list = el(`ul${gap}`));
    if (isItem) list.append(el("li", linkify(line.slice(2))));
    else if (line) nodes.append(el(`p${gap}`, linkify(line)));
    gap = line ? "" : ".gap";
  });
  return nodes;
}

const linkify = (text) => text.split(/(https:\/\/[^\s<>"“”]+)/).map((part, at) => {
  const url = at % 2 ? trimUrl(part) : "";
  return safeUrl(url) ? [outsideLink(url, ".link", url), part.slice(url.length)] : part;
});

/** Punctuation at the end belongs to the sentence, and so does a bracket that the address never opened. */
function trimUrl(url) {
  const loose = () => url.endsWith(")") && url.split(")").length > url.split("(").length;
  while (/[.,;:!?…'’»\]}]$/.test(url) || loose()) url = url.slice(0, -1);
  return url;
}

const dayOf = (at) => new Date(at).toLocaleDateString("en-GB"); // dd/MM/yyyy

const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const list = (value) => (Array.isArray(value) ? value : []);

const load = (name) => import(`${FILES}js/${name}.js`);

/** Characters that may still be typed, counted as the server counts. */
const leftOf = (text) => MAX_TEXT - Array.from(text).length;

// The server

/** Post one message. @returns {Promise<any>} a turn, or {sentence, wait} with an empty sentence where the network failed */
async function post(url, body, { signal }) {
  const headers = { "Content-Type": "application/json" };
  try {
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), credentials: "omit", cache: "no-store", signal });
    const said = await response.json().catch(() => ({}));
    if (response.ok && said.replies) return { ...said, outcome: said.meta && said.meta.outcome, message_id: body.message_id };
    const { message } = said.error || {};
    return { sentence: `${message || WORDS.failure}`, wait: Number(response.headers.get("Retry-After")) || 0 };
  } catch (error) {
    return { sentence: signal.aborted ? WORDS.timeout : "", wait: 0 };
  }
}

// What is kept on this machine

/** The site's own storage; in memory where that is blocked or full. Every change starts from what other tabs wrote. */
class Store {
  constructor() {
    this.memory = {};
    this.reload();
  }

  get(key) {
    try {
      return key in this.memory ? this.memory[key] : localStorage.getItem(key);
    } catch (error) {
      return null;
    }
  }

  put(key, value) {
    this.memory[key] = value;
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
      delete this.memory[key];
    } catch (error) {
      // blocked or full: it stays in memory
    }
  }

  reload() {
    this.chat = parse(this.get(CHAT));
  }

  change(how) {
    this.reload();
    const { chat } = this;
    how(chat);
    chat.messages = chat.messages.slice(-MAX_MESSAGES);
    this.put(CHAT, chat.messages.length || chat.conversationId ? JSON.stringify(chat) : null);
  }

  find(id) {
    return this.chat.messages.find((message) => message.id === id);
  }

  mark(id, fields) {
    this.change(() => Object.assign(this.find(id) || {}, fields));
  }

  clear() {
    [CHAT, DRAFT, TICKS].forEach((key) => this.put(key, null));
    this.reload();
  }
}

/** Only messages of the last days come back. */
function parse(json) {
  const none = { conversationId: null, turn: 0, unread: 0, messages: [] };
  try {
    const chat = { ...none, ...JSON.parse(json) };
    chat.messages = list(chat.messages).filter((it) => it && it.id && (it.reply || typeof it.text === "string"));
    if (!/^[\w-]{8,64}$/.test(chat.conversationId)) chat.conversationId = null;
    const last = chat.messages[chat.messages.length - 1];
    return last && last.at > Date.now() - KEEP_MS ? chat : none;
  } catch (error) {
    return none;
  }
}

/** Its id is the message_id; `failed` is a sentence; `notBefore` holds sending back. */
const question = (fields) => ({ role: "user", at: Date.now(), button: null, failed: null, waiting: false, notBefore: 0, ...fields });

/** Put a turn where it belongs. @returns the answers, or null where it is already */
function insert(chat, turn) {
  const { messages } = chat;
  const { outcome, replies } = turn;
  const asked = messages.find((message) => message.id === turn.message_id);
  if (messages.some((message) => turn.turn && message.turn === turn.turn)) return null;
  if (asked && !asked.waiting && !asked.failed) return null;
  const at = Date.parse(turn.at) || Date.now();
  const said = replies.length ? replies : [{ text: WORDS.received }];
  const answers = said.map((reply, n) => ({ role: "bot", id: turn.turn ? `t${turn.turn}-${n}` : newId(), at, reply, outcome, turn: turn.turn }));
  chat.turn = Math.max(chat.turn, turn.turn || 0);
  chat.conversationId = turn.conversation_id || chat.conversationId;
  if (outcome === "erased") Object.assign(chat, parse(null), { messages: answers });
  else if (asked) {
    Object.assign(asked, { waiting: false, failed: null });
    messages.splice(messages.indexOf(asked) + 1, 0, ...answers);
  } else {
    const end = messages.findIndex((message) => message.waiting);
    const asks = turn.text ? [question({ id: turn.message_id || `t${turn.turn}`, at, text: turn.text })] : [];
    messages.splice(end < 0 ? messages.length : end, 0, ...asks, ...answers);
  }
  return answers;
}

// Messages as elements

function questionElement(message) {
  return shell(message, WORDS.user, el("div.msg__body", message.text.split("\n").map((line) => el("p", line))), el("div.status"));
}

function answerElement(message, lists) {
  const { text, card, checklist } = message.reply;
  const sources = list(message.reply.sources);
  const choices = list(message.reply.buttons).map(({ label, value }) => button(".choice", `${label}`, { "data-value": value }));
  const node = shell(
    message,
    WORDS.name,
    el(
      "div.msg__body",
      checklist && lists ? lists.nodes(message.reply) : textToNodes(text),
      card && cardElement(card),
      sources.length > 0 && sourcesElement(sources)),
    choices.length > 0 && el("div.choices", { role: "group", "aria-label": WORDS.choices }, choices),
    el("div.more",
      (card || sources.length > 0 || text.length > 80) && button(".copy", WORDS.copy, { "data-copy": 1 }),
      window.speechSynthesis && button(".copy", WORDS.speak, { "data-speak": 1 })),
  );
  node.dataset.outcome = message.outcome || "";
  return node;
}

function shell({ id, role }, who, ...children) {
  return el(`article.msg.msg--${role}`, { "data-id": id, tabindex: -1 }, el("h3.msg__who", who), children);
}

function cardElement({ title, subtitle, url, url_label: label }) {
  const linked = safeUrl(url);
  return outsideLink(
    url,
    linked ? ".card.card--link" : ".card",
    el("strong", `${title}`),
    subtitle && el("span.card__subtitle", `${subtitle}`),
    linked && el("span.card__go", `${label || WORDS.service}`));
}

function sourcesElement(sources) {
  if (sources.length === 1) return el("p.sources", el("strong", `${WORDS.source}: `), sourceNodes(sources[0]));
  const items = sources.map((source) => el("li", sourceNodes(source)));
  return el("details.sources", el("summary", `${WORDS.source} (${items.length})`), el("ul", items));
}

function sourceNodes({ title, url, code, decision, checked }) {
  const day = checked && checked.replace(/^(\d{4})-(\d{2})-(\d{2}).*/, "$3/$2/$1");
  const facts = [code && `${WORDS.code} ${code}`, decision, day && `${WORDS.checked} ${day}`].filter(Boolean);
  return [outsideLink(url, ".link", `${title}`), ...facts.map((fact) => ` · ${fact}`)];
}

// The element

class MotCua extends HTMLElement {
  connectedCallback() {
    if (!this.shadowRoot) this.build();
  }

  async build() {
    Object.assign(this, { store: new Store(), nodes: new Map(), tries: 0 });
    this.tools = { el, button, outsideLink, safeUrl, textToNodes, list, WORDS };
    this.page = this.getAttribute("mode") === "page";
    this.base = safeUrl(this.dataset.api) || new URL("../", FILES).href;
    this.layOut();
    this.listen();
    this.look();
    const { colour } = this.dataset;
    await Promise.all([this.style("base"), this.style("widget"), colour && load("colour").then((it) => it.paint(this.root, colour), () => 0)]);
    this.root.hidden = false;
    this.write(this.store.get(DRAFT) || "");
    this.onNetwork();
    await this.draw();
    if (this.page) this.toEnd();
    else if (this.store.get("motcua.open")) this.show(true, true);
    setTimeout(() => this.ui.log.setAttribute("aria-live", "polite"), 500);
  }

  url(path) {
    return new URL(path, this.base).href;
  }

  use(name, verb, ...rest) {
    return load(name).then((it) => it[verb](this, ...rest), () => this.note(WORDS.notLoaded));
  }

  style(name) {
    const link = el("link", { rel: "stylesheet", href: `${FILES}${name}.css` });
    this.shadowRoot.prepend(link);
    return new Promise((done) => { link.onload = link.onerror = done; });
  }

  layOut() {
    const { page } = this;
    const own = (name) => (this.dataset[name] || "").trim();
    const icon = () => el("img", { src: `${FILES}icon.svg`, alt: "", width: 40, height: 40 });
    const panel = el(page ? "main#panel" : "dialog#panel",
      { "aria-labelledby": "title" },
      page && button("#skip.skip", WORDS.skip),
      el("header.top",
        icon(),
        el("div.top__name", el(page ? "h1#title" : "h2#title", { tabindex: -1 }, own("title") || WORDS.name), el("p", WORDS.what)),
        button("#more.tool", WORDS.menu, { "aria-expanded": false, "aria-controls": "menu" }),
        !page && button("#close.tool", "✕", { "aria-label": WORDS.close })),
      el("div#menu", { hidden: "" }),
      el("div#talk",
        { tabindex: 0, role: "region", "aria-label": WORDS.talk },
        el("slot", { name: "notice" }, el("p.aside", `${WORDS.notice} `, outsideLink(this.url("quyen-rieng-tu"), ".link", WORDS.privacy))),
        el("div#welcome",
          el("h3", WORDS.hello),
          el("p", own("greeting") || WORDS.greeting),
          el("p.aside", WORDS.examples),
          el("ul", EXAMPLES.map((said) => el("li", button(".choice", said))))),
        el("div#log", { role: "log", "aria-live": "off" }),
        el("div#typing", { role: "status" })),
      el("form#composer",
        el("p#offline.alarm", { role: "status" }),
        el("div.row", el("label", { for: "text" }, WORDS.label), button("#photo.tool", WORDS.photo)),
        el("div.row",
          el("textarea#text", { rows: 1, enterkeyhint: "send", "aria-describedby": "hint counter", placeholder: WORDS.example }),
          (window.SpeechRecognition || window.webkitSpeechRecognition) && button("#mic.tool", WORDS.mic, { "aria-pressed": false }),
          el("button#send.send", WORDS.send)),
        el("p#hint", WORDS.hint),
        el("p#counter"),
        el("p#note", { role: "status" })),
    );
    const bubble = button("#bubble", icon(), el("span#badge"), { "aria-expanded": false });
    const side = this.dataset.position === "left" ? ".root--left" : "";
    this.root = el(`div.root.root--${page ? "page" : "bubble"}${side}`, { lang: "vi", hidden: "" }, !page && bubble, panel);
    this.ui = {};
    this.root.querySelectorAll("[id]").forEach((node) => { this.ui[node.id] = node; });
    this.attachShadow({ mode: "open" }).append(this.root);
  }

  listen() {
    const { ui } = this;
    const on = (node, kinds, how) => kinds.split(" ").forEach((kind) => node && node.addEventListener(kind, how));
    on(ui.composer, "submit", (event) => { event.preventDefault(); this.submit(); });
    on(ui.text, "keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return; // an input method's Enter
      event.preventDefault();
      this.submit();
    });
    on(ui.text, "input", () => this.typed());
    on(ui.text, "focus", () => load("trouble").catch(() => 0)); // needed when the network is gone
    on(ui.log, "click", (event) => this.onLogClick(event));
    on(ui.welcome, "click", (event) => event.target.closest("button") && this.send(event.target.textContent, null));
    on(ui.more, "click", () => this.use("menu", "toggle"));
    on(ui.mic, "click", () => this.use("voice", "listen"));
    on(ui.photo, "click", () => this.use("receipt", "choose"));
    on(ui.skip, "click", () => ui.text.focus());
    on(ui.bubble, "click", () => this.show(!ui.panel.open));
    on(ui.close, "click", () => this.show(false));
    on(ui.panel, "close", () => ui.panel.open || this.show(false));
    on(ui.panel, "keydown", (event) => this.onKey(event));
    on(window, "online offline", () => this.onNetwork());
    on(window, "storage", (event) => this.onOtherTab(event));
    on(window, "resize", () => this.fit());
    on(window.visualViewport, "resize scroll", () => this.fit());
    on(window, "pagehide", () => this.leave());
    on(window, "pageshow", () => this.flush());
    on(document, "visibilitychange", () => this.read());
  }

  // The panel

  get isSeen() {
    return (this.page || this.ui.panel.open) && !document.hidden;
  }

  /** After a change of page (restored) nothing takes the focus. */
  show(on, restored = false) {
    const { panel, bubble } = this.ui;
    const covers = window.matchMedia("(max-width: 30em), (max-height: 30em)").matches;
    if (!on && panel.close) panel.close();
    else if (on && covers && panel.showModal) panel.showModal();
    else panel.toggleAttribute("open", on);
    bubble.setAttribute("aria-expanded", on);
    this.store.put("motcua.open", on ? "1" : null);
    if (!on) {
      bubble.focus();
      return;
    }
    this.read();
    this.fit();
    this.toEnd();
    if (!restored) this.focusBox();
  }

  /** Focus the box where that opens no on-screen keyboard. */
  focusBox() {
    const fine = window.matchMedia("(hover: hover) and (pointer: fine)").matches;
    this.ui[fine ? "text" : "title"].focus({ preventScroll: true });
  }

  read() {
    if (this.isSeen && this.store.chat.unread) this.store.change((chat) => { chat.unread = 0; });
    if (this.page) return;
    const { unread } = this.store.chat;
    this.ui.badge.textContent = unread > 9 ? "9+" : unread || "";
    this.ui.bubble.setAttribute("aria-label", unread ? `${WORDS.open}, ${unread} ${WORDS.unread}` : WORDS.open);
  }

  onKey(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    if (!this.ui.menu.hidden) this.ui.more.click();
    else if (!this.page) this.show(false);
  }

  /** Larger text and contrast, as chosen on this machine. */
  look() {
    ["large", "contrast"].forEach((name) => { this.root.dataset[name] = this.store.get(`motcua.${name}`) || ""; });
    this.fit();
  }

  // Sending

  submit() {
    const text = this.ui.text.value.trim();
    const left = leftOf(text);
    if (text && left >= 0) {
      this.write("");
      this.send(text, null);
    } else {
      this.note(text ? WORDS.left(left) : WORDS.empty);
      this.ui.text.focus();
    }
  }

  /** `value` is that of a tapped button, or null. @returns {boolean} whether it was taken */
  send(text, value) {
    if (value !== null && this.active) {
      this.note(WORDS.busy);
      return false;
    }
    this.store.change((chat) => chat.messages.push(question({ id: newId(), text, button: value, waiting: true })));
    this.byKey = false;
    this.flush();
    this.draw().then(() => this.toEnd());
    return true;
  }

  /** Send what waits, in order. One tab sends at a time; the server knows a message that comes twice by its id. */
  async flush() {
    clearTimeout(this.timer);
    if (this.active || navigator.onLine === false) return;
    this.store.reload();
    const next = this.store.chat.messages.find((message) => message.waiting);
    const wait = next ? next.notBefore - Date.now() : 0;
    if (wait > 0) this.timer = setTimeout(() => this.flush(), wait);
    else if (next) await this.deliver(next);
  }

  async deliver({ id, text, button: value }) {
    const mine = { id, controller: new AbortController() };
    const timer = setTimeout(() => mine.controller.abort(), TIMEOUT_MS);
    this.setActive(mine);
    this.store.mark(id, { notBefore: Date.now() + LEASE_MS });
    this.draw();
    const body = { conversation_id: this.store.chat.conversationId, text, button: value, message_id: id };
    const said = await post(this.url("api/v1/messages"), body, mine.controller);
    clearTimeout(timer);
    if (this.active !== mine) return;
    if (!said.sentence && !said.replies && (await this.isForbidden())) said.sentence = WORDS.forbidden;
    this.setActive(null);
    this.heard = this.heard || said.replies;
    if (said.replies) await this.take(said);
    else this.failed(id, said);
    if (said.replies || said.sentence) this.flush();
  }

  failed(id, { sentence, wait }) {
    if (sentence) this.store.mark(id, { waiting: false, failed: sentence, notBefore: Date.now() + wait * 1000 });
    else {
      this.store.mark(id, { notBefore: 0 });
      this.tries += 1;
      this.timer = setTimeout(() => this.flush(), Math.min(60, 2 ** this.tries) * (750 + Math.random() * 500));
    }
    this.draw().then(() => this.nearEnd() && this.toEnd());
  }

  /** The service can be reached, but this site's scripts may not hear it. */
  async isForbidden() {
    if (this.heard || this.base.startsWith(`${location.origin}/`)) return false;
    return fetch(`${FILES}icon.svg`, { mode: "no-cors", cache: "no-store" }).then(() => true, () => false);
  }

  setActive(now) {
    this.active = now;
    clearTimeout(this.longWait);
    this.typing(now && WORDS.typing);
    if (now) this.longWait = setTimeout(() => this.typing(WORDS.typingLong), 6000);
    this.root.classList.toggle("is-busy", now !== null);
  }

  /** The dots are decoration; the words are said. */
  typing(words) {
    const { typing } = this.ui;
    typing.textContent = "";
    if (words) typing.append(el("p", words, el("span.dots", { "aria-hidden": true }, el("i"), el("i"), el("i"))));
  }

  /** Another page comes: its widget may send at once what this one did not finish. */
  leave() {
    const { active } = this;
    this.store.put(DRAFT, this.ui.text.value);
    this.stop();
    if (active) this.store.mark(active.id, { notBefore: 0 });
  }

  // Receiving

  /** Show a turn, once, however often it is told. @param {Turn} turn */
  async take(turn) {
    const follow = this.nearEnd();
    let answers = null;
    if (turn.outcome === "erased") this.store.put(TICKS, null);
    this.store.change((chat) => {
      answers = insert(chat, turn);
      if (answers) chat.unread += answers.length;
    });
    await this.draw();
    const node = answers && this.nodes.get(answers[0].id);
    if (!node || !this.isSeen) return;
    if (this.byKey) node.focus({ preventScroll: true });
    const { talk } = this.ui; // show the end, but never scroll past the beginning of a long answer
    if (follow) talk.scrollTop += node.getBoundingClientRect().top - talk.getBoundingClientRect().top - 8;
    if (this.store.get("motcua.aloud")) this.use("voice", "read", answers);
  }

  onNetwork() {
    this.ui.offline.textContent = navigator.onLine === false ? WORDS.offline : "";
    this.tries = 0;
    this.flush();
  }

  onOtherTab({ key }) {
    if (key !== CHAT) this.look();
    if (key !== CHAT && key !== null) return;
    this.store.reload();
    if (this.active && !this.store.find(this.active.id)) this.stop();
    this.draw().then(() => this.flush());
  }

  stop() {
    if (this.active) this.active.controller.abort();
    this.setActive(null);
  }

  // The log

  /** Bring the log in step with the store: what stands there stays, so that only what is new is read out. */
  async draw() {
    if (this.lists === undefined && this.store.chat.messages.some(({ reply }) => reply && reply.checklist)) {
      const lists = await load("checklist").catch(() => null);
      this.lists = this.lists || (lists && lists.start(this));
    }
    const wanted = new Map();
    let day = dayOf(Date.now());
    this.store.chat.messages.forEach((message) => {
      if (dayOf(message.at) !== day) wanted.set(day = dayOf(message.at), null);
      wanted.set(message.id, message);
    });
    this.nodes.forEach((node, id) => wanted.has(id) || (node.remove(), this.nodes.delete(id)));
    let place = this.ui.log.firstChild;
    wanted.forEach((message, id) => {
      const node = this.nodes.get(id) || this.toNode(message, id);
      this.nodes.set(id, node);
      if (node === place) place = place.nextSibling;
      else this.ui.log.insertBefore(node, place);
      if (message && message.role === "user") this.showStatus(node, message);
    });
    if (this.lists) this.lists.show();
    this.read();
    this.follow(this.store.chat.conversationId);
  }

  follow(id) {
    if (id === this.followed) return;
    this.followed = id;
    load("live").then((it) => it.follow(this, id), () => { this.followed = ""; });
  }

  /** What is stored may be broken: such a message is an empty line. */
  toNode(message, day) {
    try {
      if (!message) return el("p.day", day);
      return message.role === "user" ? questionElement(message) : answerElement(message, this.lists);
    } catch (error) {
      return el("p");
    }
  }

  showStatus(node, message) {
    const idle = message.waiting && message.notBefore <= Date.now() && !(this.active && this.active.id === message.id);
    const sentence = message.failed || (idle ? (this.active ? WORDS.queued : WORDS.waiting) : "");
    const status = node.querySelector(".status");
    if (!status || (status.dataset.said || "") === sentence) return;
    status.dataset.said = sentence;
    Object.assign(status, { className: message.failed ? "status status--failed" : "status", textContent: sentence });
    if (sentence) load("trouble").then((it) => it.offer(this, status, message), () => 0);
  }

  onLogClick(event) {
    const node = event.target.closest("button");
    const shown = node && node.closest("[data-id]");
    const message = shown && this.store.find(shown.dataset.id);
    if (!message || node.getAttribute("aria-disabled") === "true") return;
    const { value, label, copy, speak } = node.dataset;
    if (value && this.send(label || node.textContent, value)) this.byKey = event.detail === 0;
    if (copy) this.use("copy", "copyAnswer", node, message.reply);
    if (speak) this.use("voice", "toggle", node, message.reply);
  }

  // The box to write in

  write(text) {
    this.ui.text.value = text;
    this.typed();
  }

  typed() {
    const { text, counter } = this.ui;
    const left = leftOf(text.value.trim());
    counter.textContent = left <= COUNT_FROM ? WORDS.left(left) : "";
    counter.classList.toggle("alarm", left < 0);
    if (left < 0 && text.getAttribute("aria-invalid") !== "true") this.note(WORDS.left(left));
    text.setAttribute("aria-invalid", left < 0);
    this.fit();
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.store.put(DRAFT, text.value), 400);
  }

  /** The box grows with its text, the panel shrinks with the on-screen keyboard, and the end of the talk stays in sight. */
  fit() {
    const { text } = this.ui;
    const near = this.nearEnd();
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + text.offsetHeight - text.clientHeight}px`;
    const view = window.visualViewport;
    if (view && view.scale === 1) ["height", "offsetTop"].forEach((name) => this.root.style.setProperty(`--view-${name}`, `${view[name]}px`));
    if (near) this.toEnd();
  }

  /** A short line under the box, seen and read out, that goes away by itself. */
  note(sentence) {
    clearTimeout(this.noting);
    this.ui.note.textContent = sentence;
    this.noting = setTimeout(() => { this.ui.note.textContent = ""; }, 6000);
  }

  nearEnd() {
    const { scrollHeight, clientHeight, scrollTop } = this.ui.talk;
    return scrollHeight - clientHeight - scrollTop < NEAR_PX;
  }

  toEnd() {
    if (this.nodes.size) this.ui.talk.scrollTop = this.ui.talk.scrollHeight;
  }
}

/** A page that holds no <mot-cua> gets one, with the script's own data-* attributes. */
function begin() {
  customElements.define("mot-cua", MotCua);
  if (!script || document.querySelector("mot-cua")) return;
  const node = document.createElement("mot-cua");
  Object.assign(node.dataset, script.dataset);
  document.body.append(node);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
})();
