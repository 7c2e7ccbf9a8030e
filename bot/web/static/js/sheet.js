/** The page of one checklist: ticks as in the chat, printing, sharing. Without scripts it can still be read, ticked and printed. */

import { byId } from "./dom.js";
import { shareLink } from "./sharing.js";
import { Store, browserStorage } from "./store.js";
import { TICKS_KEY, Ticks, onTick, showTicks } from "./ticks.js";
import { papersReady } from "./words.js";

const PRINT_AT_ONCE = "#in";

const storage = browserStorage();
const store = new Store(storage);
const ticks = new Ticks(storage, () => store.chat.conversationId);
const list = /** @type {HTMLElement} */ (document.querySelector("[data-checklist]"));
const title = list.querySelector("h1");

const show = () => showTicks(document, ticks, papersReady);

async function share() {
  byId("note").textContent = await shareLink(list.dataset.link || "/", (title && title.textContent) || "");
}

document.documentElement.classList.toggle("is-large", store.large);
list.addEventListener("change", (event) => onTick(event, document, ticks, papersReady));
window.addEventListener("storage", (event) => {
  if (event.key === TICKS_KEY || event.key === null) show();
});
window.addEventListener("pageshow", show);
byId("print").addEventListener("click", () => window.print());
byId("share").addEventListener("click", share);
byId("print").hidden = typeof window.print !== "function";
byId("share").hidden = false;
show();
if (window.location.hash === PRINT_AT_ONCE) window.addEventListener("load", () => window.print());
