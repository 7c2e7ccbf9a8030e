/** A site's own colour, with text on it that can be read. */

const COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
/** WCAG AA for text. */
const CONTRAST = 4.5;
const LIGHT = { surface: "#ffffff", text: "#221d19" };
const DARK = { surface: "#211d1a", text: "#f2ece4" };

/** What is no #rgb or #rrggbb is passed over. @param {HTMLElement} root @param {string} said */
export function paint(root, said) {
  const colour = said.trim();
  if (!COLOUR.test(colour)) return;
  const black = contrast(colour, "#000000");
  const white = contrast(colour, "#ffffff");
  root.style.setProperty("--own", colour);
  root.style.setProperty("--own-on", white >= black ? "#ffffff" : "#000000");
  root.style.setProperty("--own-light", readable(colour, LIGHT));
  root.style.setProperty("--own-dark", readable(colour, DARK));
}

/** The colour as text, where it can be read there. @param {string} colour @param {{surface: string, text: string}} on */
function readable(colour, on) {
  return contrast(colour, on.surface) >= CONTRAST ? colour : on.text;
}

/** @param {string} one @param {string} other @returns {number} from 1 to 21 */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @param {string} colour @returns {number} WCAG's relative luminance */
function luminance(colour) {
  const long = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, "$&$&") : colour;
  const [red, green, blue] = [1, 3, 5].map((at) => linear(parseInt(long.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {number} share @returns {number} */
function linear(share) {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}
