/** A personal checklist as a card in the chat: drawn, ticked and shared. Loaded with the first reply that carries one. */

import { toChecklist } from "./checklist_data.js";
import { shareLink } from "./sharing.js";
import { TICKS_KEY, Ticks, onTick, showTicks } from "./ticks.js";
import { WORDS, papersReady } from "./words.js";

/** @typedef {import("./types.js").Widget} Widget */
/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {import("./checklist_data.js").Checklist} Checklist */
/** @typedef {import("./checklist_data.js").Paper} Paper */
/** @typedef {import("./checklist_data.js").Group} Group */
/** @typedef {import("./checklist_data.js").Answer} Answer */
/** @typedef {Node|string|null} Child */

/** The helpers of widget.js, which cannot be imported; set by `start`. @type {import("./types.js").Tools} */
let tools;
/** An address of the service, without our own origin. @type {(path: string) => string} */
let address;

/** @type {(spec: string, ...children: any[]) => any} */
const el = (spec, ...children) => tools.el(spec, ...children);

/**
 * Draw the checklists of a widget from now on.
 * @param {Widget} widget @returns {{nodes: (reply: Outgoing) => Node[], show: () => void}} a reply's body; what is ticked
 */
export function start(widget) {
  const { log } = widget.ui;
  const ticks = new Ticks(widget.store, () => widget.store.chat.conversationId);
  const show = () => showTicks(log, ticks, papersReady);
  tools = widget.tools;
  address = (path) => widget.url(path).replace(`${window.location.origin}/`, "/");
  log.addEventListener("change", (/** @type {Event} */ event) => onTick(event, log, ticks, papersReady));
  log.addEventListener("click", (/** @type {Event} */ event) => share(widget, event));
  window.addEventListener("storage", (event) => {
    if (event.key === TICKS_KEY || event.key === null) show();
  });
  widget.style("checklist");
  return { nodes: replyNodes, show };
}

/** @param {Widget} widget @param {Event} event */
async function share(widget, event) {
  const button = event.target instanceof Element ? event.target.closest("[data-share]") : null;
  const list = button && button.closest("[data-checklist]");
  if (!(list instanceof HTMLElement)) return;
  const url = new URL(list.dataset.link || "/", window.location.href).href;
  const said = await shareLink(url, list.dataset.name || "");
  if (said) widget.note(said);
}

/**
 * The list is drawn instead of the paragraph that says the same; what else was said stays around it.
 * @param {Outgoing} reply @returns {Node[]}
 */
function replyNodes(reply) {
  const checklist = toChecklist(reply.checklist);
  const paragraphs = reply.text.split(/\n\s*\n/);
  const at = paragraphs.findIndex((paragraph) => paragraph.startsWith(`${checklist.name}:`));
  const before = at < 0 ? paragraphs : paragraphs.slice(0, at);
  const after = at < 0 ? [] : paragraphs.slice(at + 1);
  return [tools.textToNodes(before.join("\n\n")), checklistElement(checklist), tools.textToNodes(after.join("\n\n"))];
}

/** @param {Checklist} checklist @returns {HTMLElement} */
function checklistElement(checklist) {
  const link = checklistPath(checklist, "");
  return el("section", {
    class: "checklist",
    "aria-label": `${WORDS.checklist}: ${checklist.name}`,
    "data-checklist": checklist.code,
    "data-link": link,
    "data-name": checklist.name,
  }, [
    el("p.checklist__kind", [WORDS.checklist]),
    el("h4.checklist__title", [checklist.name]),
    el("p.checklist__code", [`${WORDS.code} ${checklist.code}`]),
    answersElement(checklist),
    papersElement(checklist),
    ...sectionsOf(checklist),
    toolsElement(checklist, link),
  ]);
}

/** The link to a checklist. @param {Checklist} checklist @param {string} ending "", ".pdf" or ".png" @returns {string} */
function checklistPath(checklist, ending) {
  const query = new URLSearchParams();
  checklist.answers.forEach((answer) => query.append("q", `${answer.question_id}:${answer.option_id}`));
  checklist.skipped.forEach((question) => query.append("skip", question));
  const said = query.toString().replace(/%3A/g, ":");
  return address(`checklists/${encodeURIComponent(checklist.code)}${ending}${said ? `?${said}` : ""}`);
}

/** @param {Checklist} checklist @returns {HTMLElement|null} */
function answersElement(checklist) {
  if (checklist.answers.length === 0 && checklist.skipped.length === 0) return null;
  return part(WORDS.answers, [
    el("ul.answers", checklist.answers.map((answer) => answerElement(checklist.code, answer))),
    checklist.skipped.length > 0 ? el("p.checklist__aside", [WORDS.skipped]) : null,
  ]);
}

/** What was answered, with a button that asks it again. @param {string} code @param {Answer} answer @returns {HTMLElement} */
function answerElement(code, answer) {
  const edit = el("button", {
    type: "button",
    class: "copy",
    "data-value": `guide:${code}:edit:${answer.question_id}`,
    "data-label": `${WORDS.editAnswer}: ${answer.question}`,
    "aria-label": `${WORDS.editAnswer}: ${answer.question} ${answer.answer}`,
  }, [WORDS.editAnswer]);
  return el("li", [el("span", [`${answer.question} `, el("strong", [answer.answer])]), " ", edit]);
}

/** @param {Checklist} checklist @returns {HTMLElement} */
function papersElement(checklist) {
  const { papers } = checklist;
  if (papers.length === 0) return part(WORDS.papers, [el("p", [WORDS.noPapers])]);
  const sure = papers.filter((paper) => paper.condition === null);
  const conditions = Array.from(new Set(papers.map((paper) => paper.condition))).filter((condition) => condition !== null);
  return part(WORDS.papers, [
    el("p", { class: "checklist__count", role: "status", "data-count": "", hidden: "" }),
    sure.length > 0 ? paperList(sure, WORDS.papers) : null,
    ...conditions.map((condition) => conditionElement(String(condition), papers)),
  ]);
}

/** @param {string} condition @param {Paper[]} papers @returns {HTMLElement} */
function conditionElement(condition, papers) {
  const said = condition.charAt(0).toUpperCase() + condition.slice(1);
  return el("div", [
    el("h6.checklist__condition", [said]),
    paperList(papers.filter((paper) => paper.condition === condition), said),
  ]);
}

/** @param {Paper[]} papers @param {string} label @returns {HTMLElement} */
function paperList(papers, label) {
  return el("ul", { class: "papers", role: "list", "aria-label": label }, papers.map(paperElement));
}

/** @param {Paper} paper @returns {HTMLElement} */
function paperElement(paper) {
  /** @type {Object<string, string>} */
  const box = { type: "checkbox", class: "paper__tick", "data-tick": paper.key, autocomplete: "off" };
  if (paper.condition !== null) box["data-maybe"] = "";
  const said = counts(paper);
  const text = el("span.paper__text", [
    el("span.paper__name", [paper.name]),
    said ? el("span.paper__counts", [said]) : null,
    paper.note ? el("span.paper__note", [paper.note]) : null,
  ]);
  return el("li.paper", [el("label.paper__label", [el("input", box), text]), formElement(paper)]);
}

/** The form to fill in, where it has a file or another name than the paper. @param {Paper} paper @returns {HTMLElement|null} */
function formElement(paper) {
  const linked = tools.safeUrl(paper.form_url) !== null;
  const name = paper.form || "";
  const told = name !== "" && (linked || !paper.name.toLowerCase().includes(name.toLowerCase()));
  if (!told && !linked) return null;
  const word = linked ? WORDS.formFile : WORDS.form;
  return el("p.paper__form", [tools.outsideLink(paper.form_url, ".link", [told ? `${word}: ${name}` : word])]);
}

/** @param {Paper} paper @returns {string} */
function counts(paper) {
  return [
    paper.originals ? `${paper.originals} ${WORDS.originals}` : "",
    paper.copies ? `${paper.copies} ${WORDS.copies}` : "",
    paper.show_only ? WORDS.showOnly : "",
  ].filter((fact) => fact !== "").join(", ");
}

/** What the page prints too: less here than there, since a card in a chat must stay short. @param {Checklist} checklist @returns {Child[]} */
function sectionsOf(checklist) {
  return [
    section(WORDS.fees, checklist.fees),
    section(WORDS.times, checklist.times),
    section(WORDS.offices, plain(checklist.offices)),
    folded(WORDS.howToFile, checklist.how_to_file),
    folded(WORDS.steps, plain(checklist.steps)),
    section(WORDS.notes, plain(checklist.notes)),
    section(WORDS.unknown, plain(checklist.unknown)),
  ];
}

/** @param {string[]} lines @returns {Group[]} */
function plain(lines) {
  return lines.length > 0 ? [{ heading: null, lines }] : [];
}

/** @param {string} title @param {Group[]} groups @returns {HTMLElement|null} */
function section(title, groups) {
  return groups.length > 0 ? part(title, groupNodes(groups)) : null;
}

/** @param {string} title @param {Group[]} groups @returns {HTMLElement|null} */
function folded(title, groups) {
  if (groups.length === 0) return null;
  return el("details.checklist__part", [el("summary", [title]), ...groupNodes(groups)]);
}

/** What holds for every way to file stands first. @param {Group[]} groups @returns {HTMLElement[]} */
function groupNodes(groups) {
  const ordered = [...groups.filter((group) => group.heading === null), ...groups.filter((group) => group.heading !== null)];
  return ordered.map((group) => el("div", [
    group.heading ? el("h6", [group.heading]) : null,
    el("ul", {}, group.lines.map((line) => el("li", [line]))),
  ]));
}

/** @param {string} title @param {Child[]} children @returns {HTMLElement} */
function part(title, children) {
  return el("div.checklist__part", [el("h5", [title]), ...children]);
}

/** @param {Checklist} checklist @param {string} link @returns {HTMLElement} */
function toolsElement(checklist, link) {
  return el("div", { class: "tools", role: "group", "aria-label": WORDS.tools }, [
    el("a", { class: "tool", href: `${link}#in`, target: "_blank", rel: "noopener" }, [WORDS.print]),
    el("a", { class: "tool", href: checklistPath(checklist, ".pdf"), target: "_blank", rel: "noopener" }, [WORDS.pdf]),
    el("a", { class: "tool", href: checklistPath(checklist, ".png"), target: "_blank", rel: "noopener" }, [WORDS.png]),
    el("button", { type: "button", class: "tool", "data-share": "" }, [WORDS.share]),
  ]);
}
