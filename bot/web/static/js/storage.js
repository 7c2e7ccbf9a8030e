/** The site's storage for pages without the widget; in memory where it is blocked or full. */

/** @type {Map<string, string|null>} */
const memory = new Map();

/** @param {string} key @returns {string|null} */
export function get(key) {
  try {
    return memory.get(key) || localStorage.getItem(key);
  } catch (error) {
    return null;
  }
}

/** @param {string} key @param {string|null} value */
export function put(key, value) {
  memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    memory.delete(key);
  } catch (error) {
    // it stays in memory
  }
}

/** The conversation that the widget has on this site. @returns {string|null} */
export function conversationId() {
  try {
    const { conversationId: id } = JSON.parse(get("motcua.chat.v1") || "{}");
    return typeof id === "string" ? id : null;
  } catch (error) {
    return null;
  }
}
