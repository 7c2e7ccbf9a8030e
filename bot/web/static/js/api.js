/** The one call to the server: post a message, get the replies or an ApiError. */

import { WORDS } from "./words.js";

/** @typedef {{label: string, value: string}} Button */
/** @typedef {{title: string, subtitle: string|null, url: string|null, url_label: string|null}} Card */
/** @typedef {{title: string, code: string|null, decision: string|null, url: string|null, checked: string|null}} Source */
/** @typedef {{question_id: string, option_id: string, question: string, answer: string}} Answer */
/** @typedef {{key: string, name: string, originals: number, copies: number, show_only: boolean, note: string|null,
 *   form: string|null, form_url: string|null, condition: string|null}} Paper */
/** @typedef {{heading: string|null, lines: string[]}} Group */
/** @typedef {{code: string, name: string, answers: Answer[], skipped: string[], papers: Paper[], fees: Group[], times: Group[],
 *   offices: string[], how_to_file: Group[], notes: string[], steps: string[], unknown: string[], online_url: string|null,
 *   official_url: string|null, sources: Source[]}} Checklist */
/** @typedef {{text: string, buttons: Button[], card: Card|null, sources: Source[], checklist: Checklist|null}} Outgoing */
/** @typedef {{conversationId: string|null, replies: Outgoing[], outcome: string|null}} Reply */
/** @typedef {{conversationId: string|null, text: string, button: string|null}} Question */

export const TIMEOUT_MS = 20000;
const URL_PATH = "/api/v1/messages";

/** What went wrong, in a sentence for people. `retryAfter` is in seconds. */
export class ApiError extends Error {
  /** @param {string} code @param {string} message @param {number} [retryAfter] */
  constructor(code, message, retryAfter = 0) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/**
 * Post one message and wait at most TIMEOUT_MS for the whole answer.
 * @param {Question} question
 * @param {AbortController} controller aborting it from outside rejects with the code "aborted"
 * @returns {Promise<Reply>}
 */
export async function sendMessage(question, controller) {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, TIMEOUT_MS);
  try {
    return await post(question, controller.signal);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    if (late) throw new ApiError("timeout", WORDS.timeout);
    if (controller.signal.aborted) throw new ApiError("aborted", "");
    throw new ApiError("network", WORDS.network);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Question} question @param {AbortSignal} signal @returns {Promise<Reply>} */
async function post(question, signal) {
  const response = await fetch(URL_PATH, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ conversation_id: question.conversationId, text: question.text, button: question.button }),
    credentials: "same-origin",
    cache: "no-store",
    signal,
  });
  const body = await readJson(response, signal);
  if (!response.ok) throw toError(response, body);
  if (!body || !Array.isArray(body.replies)) throw new ApiError("bad_reply", WORDS.failure);
  return {
    conversationId: string(body.conversation_id),
    replies: body.replies.map(toOutgoing),
    outcome: body.meta ? string(body.meta.outcome) : null,
  };
}

/** A body that is no JSON (a proxy's error page) reads as null. @param {Response} response @param {AbortSignal} signal */
async function readJson(response, signal) {
  try {
    return await response.json();
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}

/** @param {Response} response @param {any} body @returns {ApiError} */
function toError(response, body) {
  const told = (body && body.error) || {};
  const fallback = response.status === 429 ? WORDS.tooMany : WORDS.failure;
  const code = string(told.code) || `http_${response.status}`;
  return new ApiError(code, string(told.message) || fallback, secondsUntil(response.headers.get("Retry-After")));
}

/** Retry-After is a number of seconds or an HTTP date. @param {string|null} header @returns {number} */
export function secondsUntil(header) {
  if (!header) return 0;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(Math.ceil(seconds), 3600) : 0;
}

/**
 * A reply with every field present, whatever the server or an old stored transcript left out.
 * @param {any} raw @returns {Outgoing}
 */
export function toOutgoing(raw) {
  const reply = raw || {};
  return {
    text: string(reply.text) || "",
    buttons: list(reply.buttons).map(toButton).filter((button) => button.label !== ""),
    card: reply.card ? toCard(reply.card) : null,
    sources: list(reply.sources).map(toSource),
    checklist: reply.checklist && string(reply.checklist.code) ? toChecklist(reply.checklist) : null,
  };
}

/** @param {any} raw @returns {Button} */
function toButton(raw) {
  const label = string(raw && raw.label) || "";
  return { label, value: string(raw && raw.value) || label };
}

/** @param {any} raw @returns {Card} */
function toCard(raw) {
  return {
    title: string(raw.title) || "",
    subtitle: string(raw.subtitle),
    url: string(raw.url),
    url_label: string(raw.url_label),
  };
}

/** @param {any} raw @returns {Source} */
function toSource(raw) {
  const source = raw || {};
  return {
    title: string(source.title) || "",
    code: string(source.code),
    decision: string(source.decision),
    url: string(source.url),
    checked: string(source.checked),
  };
}

/** @param {any} raw @returns {Checklist} */
function toChecklist(raw) {
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
    online_url: string(raw.online_url),
    official_url: string(raw.official_url),
    sources: list(raw.sources).map(toSource),
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
