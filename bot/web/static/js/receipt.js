/** The picture of a receipt: taken or chosen, made smaller, read here where the browser can, else by the server. It is kept nowhere. */

import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Widget} Widget */
/** @typedef {{label: string, how: (() => void)|null, main?: boolean}} Choice */

const MAX_SIDE = 2000;
const MAX_BYTES = 5 * 1024 * 1024;
const QUALITY = 0.85;
const TIMEOUT_MS = 20000;
const TELL_MS = 5000;
const MAX_CODES = 6;
/** As machines print them; whatever else a picture may hold is for the server to read. */
const CODE = /\b(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{2}(?:\.\d{2,3}){0,3}-\d{6}-\d{4,7}\b/gi;

/** Widgets that read a picture just now. @type {WeakSet<Widget>} */
const busy = new WeakSet();

/** Phones ask whether to take a picture or to choose one; elsewhere it can only be chosen. @param {Widget} widget */
export function choose(widget) {
  if (!window.matchMedia("(pointer: coarse)").matches || !canAsk()) {
    pick(widget, false);
    return;
  }
  ask(widget, WORDS.picture, WORDS.pictureHow, [
    { label: WORDS.pictureTake, how: () => pick(widget, true), main: true },
    { label: WORDS.pictureChoose, how: () => pick(widget, false), main: true },
    { label: WORDS.pictureNot, how: null },
  ]);
}

/** Open the camera or the files. @param {Widget} widget @param {boolean} camera */
function pick(widget, camera) {
  const { el } = widget.tools;
  const input = el("input", { type: "file", accept: "image/*", "aria-label": WORDS.picture, hidden: "" }, camera && { capture: "environment" });
  const done = () => input.remove();
  input.addEventListener("cancel", done);
  input.addEventListener("change", () => {
    done();
    if (input.files[0]) read(widget, input.files[0]);
  });
  widget.root.querySelectorAll("input[type=file]").forEach((node) => node.remove());
  widget.root.append(input);
  input.click();
}

/** Read a picture, and ask about the dossier in it. @param {Widget} widget @param {File} file */
export async function read(widget, file) {
  if (busy.has(widget)) {
    widget.note(WORDS.pictureBusy);
    return;
  }
  busy.add(widget);
  widget.note(WORDS.pictureReading);
  const telling = setInterval(() => widget.note(WORDS.pictureReading), TELL_MS);
  const { codes, sentence } = await codesOf(widget, file);
  clearInterval(telling);
  busy.delete(widget);
  widget.note("");
  if (codes.length === 1) send(widget, codes[0]);
  else if (codes.length > 1) askWhich(widget, codes);
  else askAgain(widget, sentence);
}

/** @param {Widget} widget @param {string} code */
function send(widget, code) {
  widget.send(`${WORDS.dossier} ${code}`, null);
  widget.focusBox();
}

/** @param {Widget} widget @param {string[]} codes */
function askWhich(widget, codes) {
  const choices = codes.slice(0, MAX_CODES).map((code) => ({ label: code, how: () => send(widget, code), main: true }));
  if (canAsk()) ask(widget, WORDS.pictureWhich, WORDS.pictureWhichText, [...choices, { label: WORDS.pictureNot, how: null }]);
  else widget.write(`${WORDS.dossier} ${codes.join(", ")}`);
}

/** @param {Widget} widget @param {string} sentence what went wrong; empty where the picture just holds no code */
function askAgain(widget, sentence) {
  const text = sentence || WORDS.pictureNoneText;
  if (!canAsk()) {
    widget.note(text);
    return;
  }
  ask(widget, sentence ? WORDS.pictureFailed : WORDS.pictureNone, text, [
    { label: WORDS.pictureOther, how: () => choose(widget), main: true },
    { label: WORDS.pictureType, how: () => widget.focusBox() },
  ]);
}

// Reading

/** @param {Widget} widget @param {File} file @returns {Promise<{codes: string[], sentence: string}>} */
async function codesOf(widget, file) {
  const canvas = await drawn(file).catch(() => null);
  const here = canvas ? await readHere(canvas) : [];
  if (here.length > 0) return { codes: here, sentence: "" };
  const picture = canvas ? await jpegOf(canvas) : file;
  if (!picture || picture.size > MAX_BYTES) return { codes: [], sentence: WORDS.pictureUnknown };
  return upload(widget, picture);
}

/** The picture on white, at most 2,000 pixels wide and high. @param {File} file @returns {Promise<HTMLCanvasElement>} */
async function drawn(file) {
  const image = await opened(file);
  const factor = Math.min(1, MAX_SIDE / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: Math.max(1, Math.round(image.width * factor)), height: Math.max(1, Math.round(image.height * factor)) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** Older browsers open it through a data: address, which the pages' policy allows. @param {File} file @returns {Promise<any>} */
async function opened(file) {
  if (typeof createImageBitmap === "function") return createImageBitmap(file);
  const address = await new Promise((done, failed) => {
    const reader = new FileReader();
    Object.assign(reader, { onload: () => done(reader.result), onerror: failed });
    reader.readAsDataURL(file);
  });
  const image = new Image();
  await new Promise((done, failed) => Object.assign(image, { onload: done, onerror: failed, src: address }));
  return image;
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<string[]>} */
async function readHere(canvas) {
  const Detector = Reflect.get(window, "BarcodeDetector");
  if (!Detector) return [];
  try {
    const found = await new Detector().detect(canvas);
    return codesIn(found.map((/** @type {any} */ code) => `${code.rawValue}`));
  } catch (error) {
    return [];
  }
}

/** @param {string[]} texts such as links with a code in the query @returns {string[]} */
function codesIn(texts) {
  const found = plain(texts.join("\n")).match(CODE) || [];
  return Array.from(new Set(found.map((code) => code.toUpperCase())));
}

/** @param {string} text @returns {string} */
function plain(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

/** @param {HTMLCanvasElement} canvas @returns {Promise<Blob|null>} */
function jpegOf(canvas) {
  return new Promise((done) => { canvas.toBlob(done, "image/jpeg", QUALITY); });
}

/** @param {Widget} widget @param {Blob} picture @returns {Promise<{codes: string[], sentence: string}>} */
async function upload(widget, picture) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), TIMEOUT_MS);
  try {
    const headers = { "Content-Type": picture.type || "application/octet-stream" };
    const url = widget.url("api/v1/dossiers/picture");
    const response = await fetch(url, { method: "POST", headers, body: picture, credentials: "omit", cache: "no-store", signal: controller.signal });
    const said = await response.json();
    if (response.ok) return { codes: widget.tools.list(said.codes).map(String), sentence: "" };
    return { codes: [], sentence: `${said.error.message}` };
  } catch (error) {
    return { codes: [], sentence: WORDS.pictureNotSent };
  } finally {
    clearTimeout(timer);
  }
}

// Asking

function canAsk() {
  return typeof document.createElement("dialog").showModal === "function";
}

/** A question above everything else; the focus goes back where it was. @param {Widget} widget @param {string} title @param {string} text @param {Choice[]} choices */
function ask(widget, title, text, choices) {
  const { el, button } = widget.tools;
  const dialog = el("dialog.dialog", { "aria-labelledby": "ask_title", "aria-describedby": "ask_text" }, el("h2#ask_title", title), el("p#ask_text", text));
  const buttons = choices.map(({ label, how, main }) => {
    const node = button(main ? ".send" : ".choice", label);
    node.addEventListener("click", () => {
      dialog.close();
      if (how) how();
    });
    return node;
  });
  dialog.append(el("div.dialog__row", buttons));
  dialog.addEventListener("keydown", (/** @type {Event} */ event) => event.stopPropagation());
  dialog.addEventListener("close", () => dialog.remove());
  widget.ui.panel.append(dialog);
  dialog.showModal();
}
