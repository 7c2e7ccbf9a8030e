/**
 * What widget.js and its modules speak of; there is no code here.
 *
 * @typedef {{label: string, value: string}} Button
 * @typedef {{title: string, subtitle: string|null, url: string|null, url_label: string|null}} Card
 * @typedef {{title: string, code: string|null, decision: string|null, url: string|null, checked: string|null}} Source
 * @typedef {{text: string, buttons: Button[], card: Card|null, sources: Source[], checklist: Object|null}} Outgoing one reply
 *
 * A turn as the answer to a message and the stream of a conversation tell it.
 * @typedef {{turn: number|undefined, message_id: string|null, conversation_id: string|undefined, text: string|undefined,
 *   replies: Outgoing[], outcome: string|null, at: string|undefined}} Turn
 *
 * Messages as they are stored. A question's id is its message_id; it waits to be sent, has failed (a sentence) or is answered;
 * `notBefore` (milliseconds) holds sending back while another tab sends it, or until the server wants to hear of it again.
 * @typedef {{id: string, at: number, role: "user", text: string, button: string|null, failed: string|null, waiting: boolean,
 *   notBefore: number}} Question
 * @typedef {{id: string, at: number, role: "bot", reply: Outgoing, outcome: string|null, turn: number|undefined}} Answer
 * @typedef {{conversationId: string|null, turn: number, unread: number, messages: (Question|Answer)[]}} Chat
 *
 * What a module may use of the element <mot-cua>: its parts by id, its store, its helpers, and what it can do.
 * @typedef {{el: function, button: function, outsideLink: function, safeUrl: function, textToNodes: function, list: function,
 *   WORDS: Object}} Tools
 * @typedef {HTMLElement & {ui: Object<string, any>, root: HTMLElement, store: any, tools: Tools, page: boolean, base: string,
 *   url: (path: string) => string, note: (sentence: string) => void, send: (text: string, value: string|null) => boolean,
 *   write: (text: string) => void, draw: () => Promise<void>, take: (turn: Turn) => Promise<void>, flush: () => Promise<void>,
 *   stop: () => void, look: () => void, focusBox: () => void, use: (name: string, verb: string, ...rest: any[]) => Promise<any>,
 *   style: (name: string) => Promise<any>, nodes: Map<string, HTMLElement>}} Widget
 */
export {};
