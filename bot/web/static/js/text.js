/** Plain text of a reply into paragraphs, lists and links; never as markup. */

import { el, outsideLink, safeUrl } from "./dom.js";

/** @typedef {import("./dom.js").Child} Child */

const LINK = /https:\/\/[^\s<>"“”]+/g;
const TRAILING = ".,;:!?…'’»]}";

/**
 * Each line is a paragraph, lines starting with "- " make one list, an empty line makes a wider gap.
 * @param {string} text @returns {DocumentFragment}
 */
export function textToNodes(text) {
  const nodes = document.createDocumentFragment();
  /** @type {HTMLElement|null} */
  let items = null;
  let gap = false;
  text.split(/\r\n|\r|\n/).forEach((line) => {
    const content = line.trim();
    if (content === "") {
      gap = true;
      items = null;
    } else if (content.startsWith("- ")) {
      if (items === null) items = nodes.appendChild(el("ul", gap ? { class: "gap" } : {}));
      items.append(el("li", {}, linkify(content.slice(2).trim())));
      gap = false;
    } else {
      items = null;
      nodes.append(el("p", gap ? { class: "gap" } : {}, linkify(content)));
      gap = false;
    }
  });
  return nodes;
}

/** @param {string} text @returns {Child[]} */
export function linkify(text) {
  /** @type {Child[]} */
  const parts = [];
  let from = 0;
  LINK.lastIndex = 0;
  for (let match = LINK.exec(text); match !== null; match = LINK.exec(text)) {
    const url = trimUrl(match[0]);
    if (safeUrl(url) !== null) {
      parts.push(text.slice(from, match.index), outsideLink(url, "link", [url]));
      from = match.index + url.length;
    }
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part !== "");
}

/**
 * Punctuation at the end belongs to the sentence, and so does a closing bracket that the address never opened.
 * @param {string} url @returns {string}
 */
function trimUrl(url) {
  let end = url.length;
  while (end > 0 && (TRAILING.includes(url[end - 1]) || hasLooseBracket(url.slice(0, end)))) end -= 1;
  return url.slice(0, end);
}

/** @param {string} url @returns {boolean} */
function hasLooseBracket(url) {
  return url.endsWith(")") && url.split(")").length > url.split("(").length;
}

/** "2026-11-22" as "22/11/2026"; anything else stays as it is. @param {string} date @returns {string} */
export function vietnameseDate(date) {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
  return match ? `${match[3]}/${match[2]}/${match[1]}` : date;
}
