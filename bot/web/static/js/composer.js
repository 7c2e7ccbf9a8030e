/** The box to write in: Enter sends, it grows with the text, and it counts characters near the limit. */

import { byId } from "./dom.js";
import { nearEnd } from "./log.js";
import { WORDS, charactersLeft } from "./words.js";

export const MAX_TEXT = 4000;
const COUNT_FROM = 3600;
const NOTE_MS = 6000;

const form = /** @type {HTMLFormElement} */ (byId("composer"));
const box = /** @type {HTMLTextAreaElement} */ (byId("text"));
const sendButton = byId("send");
const counter = byId("counter");
const noteLine = byId("note");
let noteTimer = 0;
let wasOver = false;

/** @param {(text: string) => boolean} onSend returns whether the text was taken */
export function start(onSend) {
  const submit = () => {
    const text = box.value.trim();
    if (text === "") {
      note(WORDS.empty);
      box.focus();
    } else if (length(text) > MAX_TEXT) {
      note(charactersLeft(MAX_TEXT - length(text)));
      box.focus();
    } else if (onSend(text)) {
      write("");
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || isComposing(event)) return;
    event.preventDefault();
    submit();
  });
  box.addEventListener("input", refresh);
  window.addEventListener("resize", fit);
  form.hidden = false;
  keepClear();
  refresh();
}

/** A Vietnamese input method confirms a word with Enter too. @param {KeyboardEvent} event @returns {boolean} */
function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/** @param {string} text */
export function write(text) {
  box.value = text;
  refresh();
}

/** Put a text back in front of what stands there already. @param {string} text */
export function giveBack(text) {
  write(box.value.trim() === "" ? text : `${text}\n${box.value}`);
  box.focus();
}

/** Focus the box where that opens no on-screen keyboard. @returns {boolean} */
export function focusWithMouse() {
  if (!window.matchMedia("(hover: hover) and (pointer: fine)").matches) return false;
  box.focus();
  return true;
}

/** @param {boolean} on */
export function setBusy(on) {
  sendButton.setAttribute("aria-disabled", String(on));
}

/** A short line under the box, seen and read out, that goes away by itself. @param {string} sentence */
export function note(sentence) {
  clearTimeout(noteTimer);
  noteLine.textContent = sentence;
  noteTimer = setTimeout(() => {
    noteLine.textContent = "";
  }, NOTE_MS);
}

function refresh() {
  const left = MAX_TEXT - length(box.value.trim());
  const over = left < 0;
  counter.textContent = left <= MAX_TEXT - COUNT_FROM ? charactersLeft(left) : "";
  counter.classList.toggle("composer__counter--over", over);
  box.setAttribute("aria-invalid", String(over));
  if (over && !wasOver) note(charactersLeft(left));
  wasOver = over;
  fit();
}

/** Characters as the server counts them (code points). @param {string} text @returns {number} */
function length(text) {
  return text.length < COUNT_FROM ? text.length : Array.from(text).length;
}

/** Grow with the text; CSS sets the largest height. */
export function fit() {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
}

/** Nothing focused hides behind the sticky box, and a growing box pushes up the end of the talk instead of covering it. */
function keepClear() {
  let height = form.offsetHeight;
  const update = () => {
    const grown = form.offsetHeight - height;
    height = form.offsetHeight;
    const sticky = getComputedStyle(form).position === "sticky";
    document.documentElement.style.scrollPaddingBottom = sticky ? `${height + 8}px` : "0";
    if (grown > 0 && nearEnd()) window.scrollBy(0, grown);
  };
  if (typeof ResizeObserver === "function") new ResizeObserver(update).observe(form);
  window.addEventListener("resize", update);
  update();
}
