/** The page of one checklist: ticks as in the chat, printing, sharing. Without scripts it can still be read, ticked and printed. */

import { shareLink } from "./sharing.js";
import * as storage from "./storage.js";
import { TICKS_KEY, Ticks, onTick, showTicks } from "./ticks.js";
import { papersReady } from "./words.js";

const PRINT_AT_ONCE = "#in";

const root = document.documentElement;
const ticks = new Ticks(storage, storage.conversationId);
const list = /** @type {HTMLElement} */ (document.querySelector("[data-checklist]"));
const title = list.querySelector("h1");
const print = /** @type {HTMLElement} */ (document.getElementById("print"));
const share = /** @type {HTMLElement} */ (document.getElementById("share"));
const note = /** @type {HTMLElement} */ (document.getElementById("note"));

function show() {
  ["large", "contrast"].forEach((name) => { root.dataset[name] = storage.get(`motcua.${name}`) || ""; });
  showTicks(document, ticks, papersReady);
}

async function pass() {
  const url = new URL(list.dataset.link || "/", window.location.href).href;
  note.textContent = await shareLink(url, (title && title.textContent) || "");
}

list.addEventListener("change", (event) => onTick(event, document, ticks, papersReady));
window.addEventListener("storage", show);
window.addEventListener("pageshow", show);
print.addEventListener("click", () => window.print());
share.addEventListener("click", pass);
print.hidden = typeof window.print !== "function";
share.hidden = false;
show();
if (window.location.hash === PRINT_AT_ONCE) window.addEventListener("load", () => window.print());
