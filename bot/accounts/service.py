"""Staff and the audit trail, for the other features."""

from __future__ import annotations

from bot.accounts.audit import AUDIT_KEPT, AuditEntry, clean_audit, read_audit, write_audit
from bot.accounts.tokens import Accounts, Role, Staff, TokenInfo
from bot.accounts.units import UNIT, within

__all__ = [
    "AUDIT_KEPT", "UNIT", "Accounts", "AuditEntry", "Role", "Staff", "TokenInfo", "clean_audit", "read_audit", "within", "write_audit",
]  # fmt: skip
