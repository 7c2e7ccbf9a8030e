/** Pictures pasted into the panel or dropped on it; what reads them is fetched with the first one. */

/** @typedef {import("./types.js").Widget} Widget */

/** Take pictures from now on. @param {Widget} widget */
export function watch(widget) {
  ["paste", "dragover", "drop"].forEach((kind) => widget.ui.panel.addEventListener(kind, (/** @type {any} */ event) => take(widget, event)));
}

/** Text stays text, also where an office program adds its picture to it. @param {Widget} widget @param {any} event */
function take(widget, event) {
  const { types, files } = event.clipboardData || event.dataTransfer;
  const kinds = Array.from(types);
  if (!kinds.includes("Files") || kinds.includes("text/plain")) return;
  event.preventDefault();
  if (event.type !== "dragover" && files.length > 0) widget.use("receipt", "read", files[0]);
}
