"""The fake servers by hand: what is typed reaches the bot as a person's message, what the bot says is printed."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

import httpx

from tests.fakes import telegram, zalo
from tests.fakes.zalo_events import Json

PERSON = 1001
HELP = "Type a message. /tap N taps a button of the last message that had any; /photo, /voice, /place send one; /follow (Zalo); /quit ends."

B = TypeVar("B")
Deliver = Callable[[], httpx.Response | None]


class Person(Protocol):
    """Who sits at the console."""

    def say(self, text: str) -> None: ...

    def tap(self, number: int) -> None: ...

    def show(self, what: str) -> bool:
        """Sends a ``/photo`` and the like; False where this channel has no such thing."""
        ...


def converse(person: Person, lines: Iterable[str]) -> None:
    """Plays typed lines until ``/quit`` or their end. Other words with a slash, such as /start, are messages."""
    for line in (line.strip() for line in lines):
        command, _, rest = line.partition(" ")
        if command == "/quit":
            return
        if command == "/tap":
            _tap(person, rest)
        elif line and not person.show(command):
            person.say(line)


def _tap(person: Person, number: str) -> None:
    try:
        person.tap(int(number))
    except (ValueError, IndexError):
        print(f"  no button {number!r}")


def _deliver(deliver: Deliver) -> None:
    """Says what became of a webhook where it was not taken."""
    try:
        response = deliver()
    except httpx.HTTPError as error:
        print(f"  the webhook cannot be reached: {error}")
        return
    if response is not None and not response.is_success:
        print(f"  the webhook answered {response.status_code}: {response.text[:200]}")


class TelegramPerson:
    """A person in a private chat. With a webhook the updates are posted there, else they wait for getUpdates."""

    def __init__(self, fake: telegram.FakeTelegram, webhook: str = "", secret: str | None = None) -> None:
        self._fake, self._webhook, self._secret = fake, webhook, secret
        self._last: telegram.Sent | None = None
        fake.on_sent = self._print

    def say(self, text: str) -> None:
        self._route()
        _deliver(lambda: self._fake.say(PERSON, text))

    def tap(self, number: int) -> None:
        button = _pick(self._last.buttons if self._last else (), number)
        if button.url is not None:
            print(f"  opens {button.url}")
        elif self._last is not None:
            self._route()
            last = self._last
            _deliver(lambda: self._fake.tap(last, number))

    def show(self, what: str) -> bool:
        makers: dict[str, Callable[[int, int], Json]] = {
            "/photo": telegram.photo_update,
            "/voice": telegram.voice_update,
            "/place": telegram.location_update,
        }
        maker = makers.get(what)
        if maker is not None:
            self._route()
            _deliver(lambda: self._fake.push(maker(self._fake.updates.next_id(), PERSON)))
        return maker is not None

    def _route(self) -> None:
        """The webhook of the command line goes before one that the bot itself has set."""
        if self._webhook:
            self._fake.updates.webhook, self._fake.updates.secret = self._webhook, self._secret

    def _print(self, sent: telegram.Sent) -> None:
        self._last = sent if sent.buttons else self._last
        file = f" [file {sent.document.name}, {len(sent.document.content)} bytes]" if sent.document else ""
        _show(sent.text + file, [button.text for button in sent.buttons])


class ZaloPerson:
    """A follower of the account, whose events are posted to a webhook, signed."""

    def __init__(self, fake: zalo.FakeZalo, webhook: str) -> None:
        self._fake, self._webhook = fake, webhook
        self._buttons: tuple[zalo.Button, ...] = ()
        fake.on_sent = self._print

    def say(self, text: str) -> None:
        self._post(zalo.text_event(zalo.USER_ID, _msg_id(), text))

    def tap(self, number: int) -> None:
        button = _pick(self._buttons, number)
        if button.type == "oa.query.show":
            self.say(button.value)
        else:
            print(f"  opens {button.value}")

    def show(self, what: str) -> bool:
        makers: dict[str, Callable[[str, str], Json]] = {
            "/photo": zalo.image_event,
            "/voice": zalo.audio_event,
            "/place": zalo.location_event,
        }
        if what in makers:
            self._post(makers[what](zalo.USER_ID, _msg_id()))
        elif what == "/follow":
            self._post(zalo.follow_event(zalo.USER_ID))
        return what in makers or what == "/follow"

    def _post(self, event: Json) -> None:
        _deliver(lambda: self._fake.deliver(event, self._webhook))

    def _print(self, sent: zalo.Sent) -> None:
        self._buttons = sent.buttons or self._buttons
        words = f"[template {sent.template_id}] {dict(sent.template_data)}" if sent.template_id else sent.text
        _show(words, [button.title for button in sent.buttons])


def _pick(buttons: tuple[B, ...], number: int) -> B:
    if not 1 <= number <= len(buttons):
        raise IndexError(number)
    return buttons[number - 1]


def _show(text: str, buttons: list[str]) -> None:
    print("bot> " + text.replace("\n", "\n     "))
    for number, button in enumerate(buttons, 1):
        print(f"     [{number}] {button}")
    sys.stdout.flush()


def _msg_id() -> str:
    return f"{time.time_ns():x}"


def _lines() -> Iterable[str]:
    try:
        yield from sys.stdin
    except KeyboardInterrupt:
        return


def telegram_console() -> None:
    """``python -m tests.fakes.telegram [--port 8081] [--token T] [--webhook URL --secret S]``."""
    parser = argparse.ArgumentParser(description=telegram.__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default=telegram.TOKEN)
    parser.add_argument("--webhook", default="", help="post updates here instead of waiting for getUpdates")
    parser.add_argument("--secret", help="the webhook's secret token")
    chosen = parser.parse_args()
    with telegram.FakeTelegram(chosen.token, port=chosen.port, http_webhooks=True) as fake:
        print(f"export MOTCUA_TELEGRAM_TOKEN={fake.token} MOTCUA_TELEGRAM_API_URL={fake.url}\n{HELP}", flush=True)
        converse(TelegramPerson(fake, chosen.webhook, chosen.secret), _lines())


def zalo_console() -> None:
    """``python -m tests.fakes.zalo [--port 8082] [--webhook URL]``."""
    parser = argparse.ArgumentParser(description=zalo.__doc__)
    parser.add_argument("--port", type=int, default=8082)
    parser.add_argument("--webhook", default="http://127.0.0.1:8000/webhooks/zalo")
    chosen = parser.parse_args()
    with zalo.FakeZalo(port=chosen.port) as fake:
        print(f"export MOTCUA_ZALO_APP_ID={fake.app_id} MOTCUA_ZALO_APP_SECRET={fake.secret_key} MOTCUA_ZALO_OA_SECRET={fake.oa_secret}")
        print(f"export MOTCUA_ZALO_API_URL={fake.url} MOTCUA_ZALO_OAUTH_URL={fake.url}")
        print(f"access token {fake.access_token}, refresh token {fake.refresh_token}\n{HELP}", flush=True)
        converse(ZaloPerson(fake, chosen.webhook), _lines())
