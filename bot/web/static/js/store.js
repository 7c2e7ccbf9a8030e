/** The conversation and the reader's settings, kept over a reload where the browser allows it. */

import { toOutgoing } from "./api.js";

/** @typedef {import("./api.js").Outgoing} Outgoing */
/**
 * `failed` is the sentence to show under a message that got no answer.
 * @typedef {{id: string, at: number, role: "user", text: string, button: string|null, failed: string|null}} UserMessage
 */
/** @typedef {{id: string, at: number, role: "bot", reply: Outgoing, outcome: string|null}} BotMessage */
/** @typedef {UserMessage|BotMessage} Message */
/** @typedef {{conversationId: string|null, messages: Message[]}} Conversation */

export const CHAT_KEY = "motcua.chat.v1";
const LARGE_KEY = "motcua.large";
const MAX_MESSAGES = 100;
const KEEP_MS = 7 * 24 * 3600 * 1000;

export class Store {
  /** @param {Storage|null} storage null keeps everything in memory only */
  constructor(storage) {
    this.storage = storage;
    /** @type {Conversation} */
    this.chat = { conversationId: null, messages: [] };
    this.reload();
  }

  /** Read again what is stored: at the start, and when another tab wrote. */
  reload() {
    if (!this.storage) return;
    this.chat = parse(read(this.storage, CHAT_KEY));
  }

  /** @param {string} text @param {string|null} button @returns {UserMessage} */
  ask(text, button) {
    /** @type {UserMessage} */
    const message = { id: newId(), at: Date.now(), role: "user", text, button, failed: null };
    this.chat.messages.push(message);
    this.save();
    return message;
  }

  /**
   * @param {UserMessage} question @param {string|null} conversationId
   * @param {Outgoing[]} replies @param {string|null} outcome @returns {BotMessage[]}
   */
  answer(question, conversationId, replies, outcome) {
    const messages = replies.map((reply) => botMessage(reply, outcome));
    this.chat.conversationId = conversationId || this.chat.conversationId;
    this.mark(question.id, null);
    this.chat.messages.push(...messages);
    this.save();
    return messages;
  }

  /** @param {string} id @param {string} sentence */
  fail(id, sentence) {
    this.mark(id, sentence);
    this.save();
  }

  /** @param {string} id @param {string|null} sentence */
  mark(id, sentence) {
    const message = this.find(id);
    if (message && message.role === "user") message.failed = sentence;
  }

  /** @param {string} id @returns {Message|null} */
  find(id) {
    return this.chat.messages.find((message) => message.id === id) || null;
  }

  /** @param {string} id */
  remove(id) {
    this.chat.messages = this.chat.messages.filter((message) => message.id !== id);
    this.save();
  }

  /** A question left without an answer by a reload, or null. @returns {UserMessage|null} */
  unanswered() {
    const last = this.chat.messages[this.chat.messages.length - 1];
    return last && last.role === "user" && last.failed === null ? last : null;
  }

  clear() {
    this.chat = { conversationId: null, messages: [] };
    this.save();
  }

  save() {
    this.chat.messages = this.chat.messages.slice(-MAX_MESSAGES);
    if (!this.storage) return;
    const empty = this.chat.messages.length === 0 && this.chat.conversationId === null;
    write(this.storage, CHAT_KEY, empty ? null : JSON.stringify(this.chat));
  }

  /** @returns {boolean} */
  get large() {
    return this.storage !== null && read(this.storage, LARGE_KEY) === "1";
  }

  /** @param {boolean} on */
  set large(on) {
    if (this.storage) write(this.storage, LARGE_KEY, on ? "1" : null);
  }
}

/** The browser's storage, or null where it is blocked or full. @returns {Storage|null} */
export function browserStorage() {
  try {
    const storage = window.localStorage;
    storage.setItem("motcua.probe", "1");
    storage.removeItem("motcua.probe");
    return storage;
  } catch (error) {
    return null;
  }
}

/** @param {Storage} storage @param {string} key @returns {string|null} */
function read(storage, key) {
  try {
    return storage.getItem(key);
  } catch (error) {
    return null;
  }
}

/**
 * A full storage loses the copy for the reload, never the conversation on the page.
 * @param {Storage} storage @param {string} key @param {string|null} value
 */
function write(storage, key, value) {
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, value);
  } catch (error) {
    console.warn("motcua: the conversation could not be stored", error);
  }
}

/** Only well-formed messages of the last days come back. @param {string|null} json @returns {Conversation} */
export function parse(json) {
  try {
    const raw = JSON.parse(json || "{}");
    const messages = (Array.isArray(raw.messages) ? raw.messages : []).map(toMessage).filter(Boolean);
    const last = messages[messages.length - 1];
    if (!last || last.at < Date.now() - KEEP_MS) return { conversationId: null, messages: [] };
    return { conversationId: typeof raw.conversationId === "string" ? raw.conversationId : null, messages };
  } catch (error) {
    return { conversationId: null, messages: [] };
  }
}

/** @param {any} raw @returns {Message|null} */
function toMessage(raw) {
  if (!raw || !/^[a-z0-9]+$/.test(raw.id) || typeof raw.at !== "number") return null;
  if (raw.role === "bot") return { ...botMessage(toOutgoing(raw.reply), text(raw.outcome)), id: raw.id, at: raw.at };
  if (raw.role !== "user" || typeof raw.text !== "string") return null;
  return { id: raw.id, at: raw.at, role: "user", text: raw.text, button: text(raw.button), failed: text(raw.failed) };
}

/** @param {Outgoing} reply @param {string|null} outcome @returns {BotMessage} */
function botMessage(reply, outcome) {
  return { id: newId(), at: Date.now(), role: "bot", reply, outcome };
}

/** @param {any} value @returns {string|null} */
function text(value) {
  return typeof value === "string" ? value : null;
}

/** @returns {string} */
function newId() {
  return Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
}
