/** A checklist as the server or an old stored transcript gives it, with every field present. */

/** @typedef {{question_id: string, option_id: string, question: string, answer: string}} Answer */
/** @typedef {{key: string, name: string, originals: number, copies: number, show_only: boolean, note: string|null,
 *   form: string|null, form_url: string|null, condition: string|null}} Paper */
/** @typedef {{heading: string|null, lines: string[]}} Group */
/** @typedef {{code: string, name: string, answers: Answer[], skipped: string[], papers: Paper[], fees: Group[], times: Group[],
 *   offices: string[], how_to_file: Group[], notes: string[], steps: string[], unknown: string[]}} Checklist */

/** @param {any} raw @returns {Checklist} */
export function toChecklist(raw) {
  return {
    code: string(raw.code) || "",
    name: string(raw.name) || "",
    answers: list(raw.answers).map(toAnswer),
    skipped: strings(raw.skipped),
    papers: list(raw.papers).map(toPaper),
    fees: list(raw.fees).map(toGroup),
    times: list(raw.times).map(toGroup),
    offices: strings(raw.offices),
    how_to_file: list(raw.how_to_file).map(toGroup),
    notes: strings(raw.notes),
    steps: strings(raw.steps),
    unknown: strings(raw.unknown),
  };
}

/** @param {any} raw @returns {Answer} */
function toAnswer(raw) {
  const answer = raw || {};
  return {
    question_id: string(answer.question_id) || "",
    option_id: string(answer.option_id) || "",
    question: string(answer.question) || "",
    answer: string(answer.answer) || "",
  };
}

/** @param {any} raw @returns {Paper} */
function toPaper(raw) {
  const paper = raw || {};
  return {
    key: string(paper.key) || string(paper.name) || "",
    name: string(paper.name) || "",
    originals: Number(paper.originals) || 0,
    copies: Number(paper.copies) || 0,
    show_only: paper.show_only === true,
    note: string(paper.note),
    form: string(paper.form),
    form_url: string(paper.form_url),
    condition: string(paper.condition),
  };
}

/** @param {any} raw @returns {Group} */
function toGroup(raw) {
  const group = raw || {};
  return { heading: string(group.heading), lines: strings(group.lines) };
}

/** @param {any} value @returns {string[]} */
function strings(value) {
  return list(value).filter((text) => typeof text === "string" && text !== "");
}

/** @param {any} value @returns {any[]} */
function list(value) {
  return Array.isArray(value) ? value : [];
}

/** @param {any} value @returns {string|null} */
function string(value) {
  return typeof value === "string" && value !== "" ? value : null;
}
