"""Dossiers for the rest of the program: the only door of this feature. Its own parts import each other, never this file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.accounts.service import AuditEntry, clean_audit, write_audit
from bot.clock import utc_now
from bot.db import Database, retrying
from bot.dossiers import replies
from bot.dossiers.codes import Problem, Reading, readings
from bot.dossiers.deadlines import moment_said, remaining
from bot.dossiers.explaining import explain, looks_like_notice
from bot.dossiers.explaining_model import Explained, Find, Match
from bot.dossiers.explaining_telling import explain_text
from bot.dossiers.gateway import Answer, Gateway, NotFound, Unavailable
from bot.dossiers.lookup import Asker, Locked, MaybeEmpty, NotConnected, Pace, ProofKind, Refused, Systems, official_codes
from bot.dossiers.model import FINAL, Dossier, DossierState, Paper
from bot.dossiers.notices import Reach
from bot.dossiers.proof import matches, provable, read_proof
from bot.dossiers.telling import complaint, tell, tell_papers, tell_when
from bot.dossiers.tries import Taken, Tries, clean_tries, forgive
from bot.dossiers.watches import MOST_WATCHES, Watch, Watches
from bot.errors import StorageBusyError
from bot.logs import report
from bot.numbers import dossier_key

__all__ = [
    "FINAL",
    "MOST_WATCHES",
    "Asker",
    "Dossier",
    "DossierService",
    "DossierState",
    "Explained",
    "Find",
    "Locked",
    "Match",
    "NotConnected",
    "NotFound",
    "Pace",
    "Paper",
    "Problem",
    "ProofKind",
    "Reach",
    "Reading",
    "Refused",
    "Unavailable",
    "Watch",
    "Watches",
    "complaint",
    "explain",
    "explain_text",
    "looks_like_notice",
    "moment_said",
    "official_codes",
    "read_proof",
    "readings",
    "remaining",
    "replies",
    "tell",
    "tell_papers",
    "tell_when",
]

LOOKUP = "dossier.lookup"
_CODE = re.compile(r"[0-9A-Z.\-]{6,60}", re.ASCII)
_NO_DATABASE = Unavailable("database")
_NO_AUDIT = Unavailable("audit")

log = structlog.get_logger("motcua.dossiers")


@dataclass(frozen=True)
class _Outcome:
    """What a look-up came to: for the asker, and for the trail."""

    answer: Dossier | Refused | Unavailable
    outcome: str
    why: str | None = None


class DossierService:
    """Looks dossiers up for those who prove that they may know: ``DossierService(systems, database, proof_kind=...)``.

    Codes are in their official writing. No method raises but for a fault in this program; whoever is not answered hears Unavailable.
    """

    def __init__(
        self,
        systems: Systems,
        database: Database,
        *,
        proof_kind: ProofKind = "either",
        clock: Callable[[], datetime] = utc_now,
        pace: Pace | None = None,
    ) -> None:
        self.systems = systems
        self.proof_kind: ProofKind = proof_kind
        self._database, self._clock = database, clock
        self._tries = Tries(database)
        self._pace = pace or Pace()

    async def connected(self, code: str) -> bool:
        """Whether a system that we reach has the dossiers of that code's unit. Needs no proof, tells nothing of the dossier."""
        return await self._system(code) is not None

    async def look_up(self, code: str, proof: str, asker: Asker) -> Dossier | Refused | Locked | Unavailable | NotConnected:
        """The dossier for whoever gives the proof (four digits, from ``read_proof``).

        A wrong proof, no such dossier, and a dossier that nobody can prove are one answer that takes the same time.
        """
        started = self._pace.now()
        gateway = await self._system(code)
        if gateway is None:
            return NotConnected()
        taken = await self._take(code, asker)
        if not isinstance(taken, Taken):
            return taken
        found = await self._ask(gateway, code)
        settled = await self._settle(_judged(found, proof, self.proof_kind), taken, code, asker)
        if not isinstance(settled, Unavailable):
            self._pace.note(gateway.id, started)
        if isinstance(settled, Refused):
            await self._pace.hold(gateway.id, started)
        return settled

    async def see(self, code: str, asker: Asker) -> Dossier | Refused | Unavailable:
        """The dossier for one who proved it in this conversation a while ago: the caller answers for that."""
        found = await self._asked(code, asker.actor, why="proven")
        if isinstance(found, NotConnected):
            return Unavailable("not connected any more")
        return Refused() if isinstance(found, NotFound) else found

    async def for_staff(self, code: str, actor: str) -> Answer | NotConnected:
        """The dossier for staff (``actor`` is ``staff:7``), whose scope the caller has checked."""
        return await self._asked(code, actor)

    async def deny_staff(self, code: str, actor: str) -> Unavailable | None:
        """Write down that staff asked beyond their scope; Unavailable where that fails."""
        return None if await self._audit(self._entry(code, actor, "forbidden")) else _NO_AUDIT

    async def clean(self, now: datetime | None = None) -> None:
        """Delete tries older than a day and audit entries older than two years; to be called hourly. Raises StorageBusyError."""
        at = now or self._clock()

        async def once() -> None:
            async with self._database.write() as session:
                await clean_tries(session, at)
                await clean_audit(session, at)

        await retrying(once)

    # Steps

    async def _system(self, code: str) -> Gateway | None:
        """The system to ask; a table that nobody has filled is none."""
        gateway = self.systems.of(code) if _CODE.fullmatch(code) else None
        table: object = gateway
        return None if isinstance(table, MaybeEmpty) and not await table.has_any() else gateway

    async def _take(self, code: str, asker: Asker) -> Taken | Locked | Unavailable:
        try:
            taken = await self._tries.take(dossier_key(code), asker.person, self._clock())
        except (StorageBusyError, SQLAlchemyError) as error:
            report(log, "a try could not be counted, so nothing is checked", error)
            return _NO_DATABASE
        if isinstance(taken, Locked) and not await self._audit(self._entry(code, asker.actor, "locked")):
            return _NO_AUDIT
        return taken

    async def _ask(self, gateway: Gateway, code: str) -> Answer:
        """The system's answer, whatever it does; never another dossier than the one asked for."""
        try:
            found = await gateway.lookup(code)
        except Exception as error:
            report(log, "a system's gateway broke", error, system=gateway.id)
            return Unavailable("gateway broke")
        if isinstance(found, Dossier) and dossier_key(found.code) != dossier_key(code):
            log.error("a system told another dossier", system=gateway.id)
            return Unavailable("another dossier")
        return found

    async def _settle(self, judged: _Outcome, taken: Taken, code: str, asker: Asker) -> Dossier | Refused | Unavailable:
        """Forgive the try unless it was wrong, and write the trail: both, or nothing is told."""
        forgiven = None if isinstance(judged.answer, Refused) else taken
        earlier = isinstance(judged.answer, Dossier) and asker.alone
        entry = self._entry(code, asker.actor, judged.outcome, judged.why)
        return judged.answer if await self._audit(entry, forgiven, earlier=earlier) else _NO_AUDIT

    async def _asked(self, code: str, actor: str, why: str | None = None) -> Answer | NotConnected:
        gateway = await self._system(code)
        if gateway is None:
            return NotConnected()
        found = await self._ask(gateway, code)
        reason = found.reason if isinstance(found, Unavailable) else why
        return found if await self._audit(self._entry(code, actor, _name(found), reason)) else _NO_AUDIT

    def _entry(self, code: str, actor: str, outcome: str, why: str | None = None) -> AuditEntry:
        return AuditEntry(self._clock(), actor, LOOKUP, code, outcome, why)

    async def _audit(self, entry: AuditEntry, forgiven: Taken | None = None, *, earlier: bool = False) -> bool:
        """Whether the entry is kept; a try is forgiven in the same transaction."""

        async def once() -> None:
            async with self._database.write(urgent=True) as session:
                if forgiven is not None:
                    await forgive(session, forgiven, earlier=earlier)
                write_audit(session, entry)

        try:
            await retrying(once)
        except (StorageBusyError, SQLAlchemyError) as error:
            report(log, "a look-up could not be written down, so nothing is told", error)
            return False
        return True


def _judged(found: Answer, proof: str, kind: ProofKind) -> _Outcome:
    """The comparison runs whatever was found."""
    dossier = found if isinstance(found, Dossier) else None
    right = matches(dossier, proof, kind)
    if isinstance(found, Unavailable):
        return _Outcome(found, "unavailable", found.reason)
    if dossier is None:
        return _Outcome(Refused(), "refused", "not_found")
    if right:
        return _Outcome(dossier, "found")
    return _Outcome(Refused(), "refused", "wrong_proof" if provable(dossier, kind) else "nothing_to_prove_by")


def _name(found: Answer) -> str:
    match found:
        case Dossier():
            return "found"
        case NotFound():
            return "not_found"
        case Unavailable():
            return "unavailable"
