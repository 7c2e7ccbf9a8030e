"""What browser tests share: the sizes of screens, an app on a real socket, and a page whose errors count."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}

expect.set_options(timeout=15_000)  # a machine that runs other tests too is slow


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the app on a real socket."""
    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", ws="none"))
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join(30)


@contextmanager
def watched(context: BrowserContext, provoked: str = "Failed to load resource") -> Iterator[Page]:
    """A new page; at the end there must have been no error in it, other than the ``provoked`` ones."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" and provoked not in said.text else None)
    yield page
    assert errors == []
