/** Speaking instead of typing, and answers read aloud, in Vietnamese, where the browser has them. Nothing is sent by itself. */

import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Widget} Widget */
/** @typedef {import("./types.js").Outgoing} Outgoing */

const LANGUAGE = "vi-VN";
/** Browsers fall silent in long texts; a piece ends at a sentence. */
const PIECE = /[^.!?…\n]+[.!?…]*\n?/g;
/** @type {Object<string, string>} */
const ERRORS = {
  "not-allowed": WORDS.noMicrophone,
  "audio-capture": WORDS.noMicrophone,
  "no-speech": WORDS.notHeard,
  aborted: "",
};

/** @type {any} */
let recogniser = null;
/** The button that stops the reading, and what it said before. @type {{button: HTMLElement, label: string}|null} */
let reading = null;

/** Start or stop listening; what is heard goes into the box behind what stands there. @param {Widget} widget */
export function listen(widget) {
  if (recogniser) {
    recogniser.stop();
    return;
  }
  hush();
  const Recogniser = Reflect.get(window, "SpeechRecognition") || Reflect.get(window, "webkitSpeechRecognition");
  recogniser = new Recogniser();
  Object.assign(recogniser, { lang: LANGUAGE, interimResults: true });
  follow(widget, recogniser);
  try {
    recogniser.start();
    show(widget, true);
    widget.note(WORDS.listening);
  } catch (error) {
    recogniser = null;
    widget.note(WORDS.noRecogniser);
  }
}

/** @param {Widget} widget @param {any} hearing */
function follow(widget, hearing) {
  const before = widget.ui.text.value.trim();
  let said = WORDS.notHeard;
  hearing.onresult = (/** @type {any} */ event) => {
    const heard = Array.from(event.results, (/** @type {any} */ result) => result[0].transcript).join(" ").trim();
    widget.write([before, heard].filter(Boolean).join(" "));
    if (heard) said = WORDS.heard;
  };
  hearing.onerror = (/** @type {any} */ event) => {
    said = event.error in ERRORS ? ERRORS[event.error] : WORDS.noRecogniser;
  };
  hearing.onend = () => {
    recogniser = null;
    show(widget, false);
    widget.note(said);
    widget.ui.text.focus();
  };
}

/** @param {Widget} widget @param {boolean} on */
function show(widget, on) {
  widget.ui.mic.setAttribute("aria-pressed", String(on));
}

/** Read one answer, or stop. @param {Widget} widget @param {HTMLElement} button @param {Outgoing} reply */
export function toggle(widget, button, reply) {
  const again = reading !== null && reading.button === button;
  hush();
  if (again) return;
  until(widget);
  reading = { button, label: button.textContent || "" };
  button.textContent = WORDS.hush;
  if (!say([reply.text])) widget.note(WORDS.noVoice);
}

/** Read answers that have just come. @param {Widget} widget @param {{reply: Outgoing}[]} answers */
export function read(widget, answers) {
  hush();
  until(widget);
  if (!recogniser) say(answers.map(({ reply }) => reply.text));
}

/** Who closes the panel or leaves the page wants to hear no more. @param {Widget} widget */
function until(widget) {
  widget.ui.panel.addEventListener("close", hush);
  window.addEventListener("pagehide", hush);
}

export function hush() {
  speechSynthesis.cancel();
  finish();
}

function finish() {
  if (reading) reading.button.textContent = reading.label;
  reading = null;
}

/** @param {string[]} texts @returns {boolean} whether there is a Vietnamese voice, or none is known yet */
function say(texts) {
  const voices = speechSynthesis.getVoices();
  const voice = voices.find(({ lang }) => /^vi\b/i.test(lang));
  const pieces = texts.join("\n").replace(/https:\/\/\S+/g, "").match(PIECE) || [];
  pieces.forEach((piece, at) => {
    const words = new SpeechSynthesisUtterance(piece.replace(/^\s*- /, ""));
    words.lang = LANGUAGE;
    if (voice) words.voice = voice;
    if (at === pieces.length - 1) words.onend = finish;
    words.onerror = finish;
    speechSynthesis.speak(words);
  });
  return voices.length === 0 || voice !== undefined;
}
