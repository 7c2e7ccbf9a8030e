/** Copying an answer with its link and sources. */

import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Widget} Widget */
/** @typedef {import("./types.js").Outgoing} Outgoing */

/** @param {Widget} widget @param {HTMLElement} button @param {Outgoing} reply */
export async function copyAnswer(widget, button, reply) {
  const done = await copyText(replyAsText(reply));
  widget.note(done ? WORDS.copiedNote : WORDS.copyFailed);
  if (!done) return;
  button.textContent = WORDS.copied;
  setTimeout(() => { button.textContent = widget.tools.WORDS.copy; }, 3000);
}

/** @param {Outgoing} reply @returns {string} */
export function replyAsText(reply) {
  const { card } = reply;
  const lines = [reply.text];
  if (card) lines.push([card.title, card.subtitle, card.url].filter(Boolean).join("\n"));
  (reply.sources || []).forEach((source) => {
    const checked = source.checked ? `${WORDS.checked} ${vietnameseDate(source.checked)}` : null;
    const code = source.code ? `${WORDS.code} ${source.code}` : null;
    lines.push(`${WORDS.source}: ${[source.title, code, source.decision, checked, source.url].filter(Boolean).join(" · ")}`);
  });
  return lines.join("\n\n");
}

/** "2026-11-22" as "22/11/2026"; anything else stays as it is. @param {string} date @returns {string} */
function vietnameseDate(date) {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  return match ? `${match[3]}/${match[2]}/${match[1]}` : date;
}

/** @param {string} text @returns {Promise<boolean>} whether it worked */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    return copyOldWay(text);
  }
}

/** For old browsers and pages without https. @param {string} text @returns {boolean} */
function copyOldWay(text) {
  const active = document.activeElement;
  const box = document.createElement("textarea");
  box.readOnly = true;
  box.style.position = "fixed";
  box.style.opacity = "0";
  box.value = text;
  document.body.append(box);
  box.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch (error) {
    done = false;
  }
  box.remove();
  if (active instanceof HTMLElement) active.focus();
  return done;
}
