"""Numbers for Prometheus, one registry per app."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """What the service counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter("motcua_requests", "HTTP requests", ["method", "route", "status"], registry=self.registry)
        self.seconds = Histogram("motcua_request_seconds", "Time per HTTP request", ["route"], buckets=_SECONDS, registry=self.registry)
        self.messages = Counter("motcua_messages", "Messages answered", ["channel", "outcome", "nlu"], registry=self.registry)
        self.refused = Counter("motcua_rate_limited", "Messages refused by the rate limit", ["channel"], registry=self.registry)
        self.events = Counter(
            "motcua_events", "Events of channels: new, known, forged, unreadable", ["channel", "what"], registry=self.registry
        )
        self.sent = Counter("motcua_sent", "Messages sent to channels", ["channel"], registry=self.registry)
        self.dead = Counter("motcua_dead", "Events and messages given up", ["channel", "queue"], registry=self.registry)
        self.ready = Gauge("motcua_ready", "1 when messages can be answered", registry=self.registry)
        self.nlu_ok = Gauge("motcua_nlu_ok", "1 when the language model answers in time", registry=self.registry)

    def render(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)
