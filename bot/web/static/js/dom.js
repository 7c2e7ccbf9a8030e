/** Small helpers to build elements; text only ever enters through text nodes. */

import { WORDS } from "./words.js";

/** @typedef {Node|string|null} Child */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag @param {Object<string, string>} [attributes] @param {Child[]} [children]
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, children = []) {
  const node = document.createElement(tag);
  Object.keys(attributes).forEach((name) => node.setAttribute(name, attributes[name]));
  children.forEach((child) => child !== null && node.append(child));
  return node;
}

/**
 * The element of the page with this id; a missing one is a mistake in index.html.
 * @param {string} id @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`index.html has no #${id}`);
  return node;
}

/**
 * A link to another site, or its plain content where the address is not a safe web address.
 * @param {string|null} url @param {string} className @param {Child[]} children @returns {HTMLElement}
 */
export function outsideLink(url, className, children) {
  const href = safeUrl(url);
  if (href === null) return el("span", { class: className }, children);
  const hint = el("span", { class: "visually-hidden" }, [` ${WORDS.newTab}`]);
  return el("a", { class: className, href, target: "_blank", rel: "noopener noreferrer" }, [...children, hint]);
}

/**
 * http and https without a user name in the address (https://dichvucong.gov.vn@evil.example is no link).
 * @param {string|null} url @returns {string|null}
 */
export function safeUrl(url) {
  if (!url || !/^https?:\/\//i.test(url)) return null;
  try {
    const parsed = new URL(url);
    return parsed.username || parsed.password ? null : parsed.href;
  } catch (error) {
    return null;
  }
}
