/** Turns told by the server as they come: server-sent events of one conversation. */

/** @typedef {import("./types.js").Widget} Widget */

const HIDDEN_MS = 60000;
const REFUSED_MS = 5000;
const MAX_REFUSED = 3;
/** Needed later, perhaps without a network; fetched when the talk has begun. */
const SOON = ["trouble", "menu", "copy"];

/** @type {WeakMap<Widget, Stream>} */
const streams = new WeakMap();

/** Follow this conversation from now on; null follows none. @param {Widget} widget @param {string|null} id */
export function follow(widget, id) {
  if (!streams.has(widget)) import("./given.js").then((it) => it.watch(widget), () => null);
  const stream = streams.get(widget) || new Stream(widget);
  streams.set(widget, stream);
  stream.follow(id);
  if (id) SOON.forEach((name) => import(`./${name}.js`).catch(() => null));
}

/** A dropped connection is renewed by the browser. A refused one is tried again twice, then the widget goes on without. */
class Stream {
  /** @param {Widget} widget */
  constructor(widget) {
    this.widget = widget;
    /** @type {string|null} */
    this.id = null;
    /** @type {EventSource|null} */
    this.source = null;
    this.refused = 0;
    this.timer = 0;
    document.addEventListener("visibilitychange", () => this.onVisible());
    window.addEventListener("online", () => this.open());
  }

  /** @param {string|null} id */
  follow(id) {
    this.close();
    this.id = id;
    this.refused = 0;
    this.open();
  }

  open() {
    if (!this.id || this.source || this.refused >= MAX_REFUSED || !window.EventSource || document.hidden) return;
    const { widget } = this;
    const source = new EventSource(widget.url(`api/v1/conversations/${this.id}/events?after=${widget.store.chat.turn}`));
    this.source = source;
    source.onmessage = (event) => this.onTurn(event);
    source.onerror = () => {
      if (!widget.isConnected) this.close();
      else if (source === this.source && source.readyState === EventSource.CLOSED) this.onRefused();
    };
  }

  /** The record has no checklists: what a tab is waiting for, it hears better by its own call. @param {MessageEvent} event */
  onTurn(event) {
    const { widget } = this;
    const turn = JSON.parse(event.data);
    this.refused = 0;
    widget.store.reload();
    const asked = widget.store.find(turn.message_id);
    const awaited = asked && asked.waiting && asked.notBefore > Date.now();
    if (!widget.isConnected) this.close();
    else if (!awaited) widget.take(turn);
  }

  onRefused() {
    this.close();
    this.refused += 1;
    this.timer = setTimeout(() => this.open(), REFUSED_MS * this.refused);
  }

  /** A page nobody looks at gives its connection back after a minute. */
  onVisible() {
    clearTimeout(this.timer);
    if (document.hidden) this.timer = setTimeout(() => this.close(), HIDDEN_MS);
    else this.open();
  }

  close() {
    clearTimeout(this.timer);
    if (this.source) this.source.close();
    this.source = null;
  }
}
