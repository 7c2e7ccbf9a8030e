"""A site of somebody else with two pages, ``/`` and ``/two``; what stands in the query becomes ``data-*`` of the script."""

from __future__ import annotations

import html
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/rude.css">
</head>
<body>
<h1>{title}</h1>
<p><a href="/{query}">One</a> <a href="/two{query}">Two</a> <button id="before">A button of the site</button></p>
<p>{filler}</p>
<script src="{host}/static/widget.js"{data} async></script>
</body>
</html>
"""
_RUDE = "html { font-size: 62.5%; } body { color: #0a0; } * { letter-spacing: 3px; text-transform: uppercase; } button { display: none; } #before { display: inline; }"
"""Rules of careless sites; none of them may show inside the widget."""


@contextmanager
def foreign_site(policy: str) -> Iterator[ForeignSite]:
    """A running site. ``policy`` is its Content-Security-Policy, with ``HOST`` for the address of the service, which is set later."""
    site = ForeignSite(policy)
    thread = threading.Thread(target=site.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.server.shutdown()
        site.server.server_close()
        thread.join(10)


class ForeignSite:
    """The site's address, and the address of the service that it embeds."""

    def __init__(self, policy: str) -> None:
        self.policy = policy
        self.host = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body = site.answer(self.path)
                self.send_response(200)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Security-Policy", site.policy.replace("HOST", site.host))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                return None

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path: str) -> tuple[str, str]:
        """The type and the text of a page or of the style sheet."""
        asked = urlsplit(path)
        if asked.path == "/rude.css":
            return "text/css", _RUDE
        data = "".join(f' data-{name}="{html.escape(value)}"' for name, value in parse_qsl(asked.query))
        query = f"?{html.escape(asked.query)}" if asked.query else ""
        title = "Page two" if asked.path == "/two" else "Page one"
        return "text/html", _PAGE.format(title=title, query=query, host=self.host, data=data, filler="Words of the site. " * 60)
