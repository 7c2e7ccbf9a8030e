"""A one-stop system in memory, a clock to turn, and somebody who asks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.dossiers.gateway import Answer, Gateway, NotFound
from bot.dossiers.model import Dossier, DossierState
from bot.dossiers.service import Asker

CODE, OTHER = "H56.14-240823-0001", "H56.14-240823-0002"
UNKNOWN, UNPROVABLE = "H56.14-240823-0404", "H56.14-240823-0500"
PHONE, PERSONAL_ID = "0912345678", "046085004321"
RIGHT, WRONG = "5678", "9999"
START = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def dossier(code: str = CODE, phone: str | None = PHONE, personal_id: str | None = PERSONAL_ID) -> Dossier:
    return Dossier(
        code=code, system="hue", state=DossierState.PROCESSING, applicant_name="Người Mẫu Văn An", phone=phone, personal_id=personal_id
    )


@dataclass
class OneStop:
    """Knows some dossiers. ``before`` happens at each look-up; ``says`` answers instead of the table."""

    id: str = "hue"
    name: str = "Một cửa (mẫu)"
    prefixes: tuple[str, ...] = ("H56",)
    known: dict[str, Dossier] = field(
        default_factory=lambda: {CODE: dossier(), OTHER: dossier(OTHER), UNPROVABLE: dossier(UNPROVABLE, None, None)}
    )
    before: Callable[[str], Awaitable[None]] | None = None
    says: Answer | Exception | None = None
    asked: list[str] = field(default_factory=list)

    async def lookup(self, code: str) -> Answer:
        self.asked.append(code)
        if self.before is not None:
            await self.before(code)
        if isinstance(self.says, Exception):
            raise self.says
        return self.known.get(code, NotFound()) if self.says is None else self.says

    async def forget(self, code: str) -> None:
        return None

    async def close(self) -> None:
        return None


@dataclass
class EmptyTable(OneStop):
    """A table that somebody may have filled."""

    filled: bool = False

    async def has_any(self) -> bool:
        return self.filled


@dataclass
class Side:
    """The systems side by side: one of them, for its prefixes."""

    gateway: Gateway

    def of(self, code: str) -> Gateway | None:
        return self.gateway if code.startswith(self.gateway.prefixes) else None


@dataclass
class Clock:
    """Stands still until it is turned."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


def citizen(number: int = 1) -> Asker:
    """Somebody on Telegram."""
    return Asker("telegram", f"conversation-{number}", f"telegram:{number}")


def visitor(address: int = 1, conversation: int = 1) -> Asker:
    """Somebody on the web, from an address, in a conversation."""
    return Asker("web", f"conversation-{conversation}", f"web:192.0.2.{address}")
