/** Copying an answer with its link and sources. */

import { vietnameseDate } from "./text.js";
import { WORDS } from "./words.js";

/** @typedef {import("./api.js").Outgoing} Outgoing */

/** @param {Outgoing} reply @returns {string} */
export function replyAsText(reply) {
  const { card } = reply;
  const lines = [reply.text];
  if (card) lines.push([card.title, card.subtitle, card.url].filter(Boolean).join("\n"));
  reply.sources.forEach((source) => {
    const checked = source.checked ? `${WORDS.checked} ${vietnameseDate(source.checked)}` : null;
    const code = source.code ? `${WORDS.code} ${source.code}` : null;
    lines.push(`${WORDS.source}: ${[source.title, code, source.decision, checked, source.url].filter(Boolean).join(" · ")}`);
  });
  return lines.join("\n\n");
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
  box.className = "visually-hidden";
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
