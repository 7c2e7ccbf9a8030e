/** Which papers somebody already has: kept on this machine, per conversation and procedure, and shown on every list of it. */

export const TICKS_KEY = "motcua.ticks.v1";
const KEEP_MS = 7 * 24 * 3600 * 1000;
const MAX_LISTS = 50;
const MAX_PAPERS = 200;
const NOWHERE = "page";

/** @typedef {{papers: string[], at: number}} Ticked */

/** What keeps strings by name: the widget's store, or storage.js. @typedef {{get: (key: string) => string|null, put: (key: string, value: string|null) => void}} Keeper */

export class Ticks {
  /** @param {Keeper} keeper @param {() => string|null} conversation the id of the conversation of this moment */
  constructor(keeper, conversation) {
    this.keeper = keeper;
    this.conversation = conversation;
  }

  /** @param {string} code @returns {string[]} keys of the papers ticked */
  of(code) {
    const list = this.read()[this.name(code)];
    return list ? list.papers : [];
  }

  /** @param {string} code @param {string} paper @param {boolean} on */
  set(code, paper, on) {
    const all = this.read();
    const others = this.of(code).filter((key) => key !== paper);
    const papers = on ? [...others, paper] : others;
    delete all[this.name(code)];
    if (papers.length > 0) all[this.name(code)] = { papers: papers.slice(-MAX_PAPERS), at: Date.now() };
    this.write(all);
  }

  /** @param {string} code @returns {string} */
  name(code) {
    return `${this.conversation() || NOWHERE}:${code}`;
  }

  /** Well-formed lists of the last days. @returns {Object<string, Ticked>} */
  read() {
    try {
      return kept(JSON.parse(this.keeper.get(TICKS_KEY) || "{}"));
    } catch (error) {
      return {};
    }
  }

  /** @param {Object<string, Ticked>} all */
  write(all) {
    const names = Object.keys(all).slice(-MAX_LISTS);
    this.keeper.put(TICKS_KEY, names.length > 0 ? JSON.stringify(pick(all, names)) : null);
  }
}

/** @param {any} raw @returns {Object<string, Ticked>} */
function kept(raw) {
  const names = Object.keys(raw || {}).filter((name) => isFresh(raw[name]));
  names.forEach((name) => {
    raw[name].papers = raw[name].papers.filter((/** @type {any} */ key) => typeof key === "string");
  });
  return pick(raw, names);
}

/** @param {any} list @returns {boolean} */
function isFresh(list) {
  return list && Array.isArray(list.papers) && typeof list.at === "number" && list.at > Date.now() - KEEP_MS;
}

/** @param {Object<string, Ticked>} all @param {string[]} names @returns {Object<string, Ticked>} */
function pick(all, names) {
  /** @type {Object<string, Ticked>} */
  const found = {};
  names.forEach((name) => { found[name] = all[name]; });
  return found;
}

/**
 * Set the boxes and the counters of every list below `root` as they are stored.
 * @param {ParentNode} root @param {Ticks} ticks @param {(have: number, all: number) => string} say
 */
export function showTicks(root, ticks, say) {
  root.querySelectorAll("[data-checklist]").forEach((list) => {
    const ticked = ticks.of(list.getAttribute("data-checklist") || "");
    boxes(list).forEach((box) => { box.checked = ticked.includes(box.getAttribute("data-tick") || ""); });
    count(list, say);
  });
}

/** A box was tapped: store it and show it wherever the same procedure stands. @param {Event} event @param {ParentNode} root @param {Ticks} ticks @param {(have: number, all: number) => string} say */
export function onTick(event, root, ticks, say) {
  const box = event.target;
  const list = box instanceof HTMLInputElement && box.dataset.tick !== undefined && box.closest("[data-checklist]");
  if (!list || !(box instanceof HTMLInputElement)) return;
  ticks.set(list.getAttribute("data-checklist") || "", box.dataset.tick || "", box.checked);
  showTicks(root, ticks, say);
}

/** Papers that are needed only in some cases are not counted. @param {Element} list @param {(have: number, all: number) => string} say */
function count(list, say) {
  const line = list.querySelector("[data-count]");
  if (!(line instanceof HTMLElement)) return;
  const needed = boxes(list).filter((box) => box.dataset.maybe === undefined);
  const said = say(needed.filter((box) => box.checked).length, needed.length);
  if (line.textContent !== said) line.textContent = said;
  line.hidden = needed.length === 0;
}

/** @param {Element} list @returns {HTMLInputElement[]} */
function boxes(list) {
  return Array.from(list.querySelectorAll("input[data-tick]"));
}
