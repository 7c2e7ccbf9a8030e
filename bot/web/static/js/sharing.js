/** Passing on the link to a checklist: the phone's own menu, or a copied link. The link holds the answers, nothing personal. */

import { copyText } from "./copy.js";
import { WORDS } from "./words.js";

/** @param {string} url @param {string} name of the procedure @returns {Promise<string>} a sentence about how it went, or "" */
export async function shareLink(url, name) {
  const title = `${WORDS.checklist}: ${name}`;
  if (typeof navigator.share === "function") {
    try {
      await navigator.share({ title, url });
      return "";
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return "";
    }
  }
  return (await copyText(url)) ? WORDS.linkCopied : `${WORDS.linkNotCopied} ${url}`;
}
