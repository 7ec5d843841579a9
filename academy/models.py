"""Every table of this app, from its slices."""

from academy.accounts.models import (
    Account,
    ConsentRecord,
    HandedCode,
    Invitation,
    NoticeShown,
    RoleAssignment,
)
from academy.hubs.models import Hub
from academy.shared.models import AuditDetail, AuditEvent

__all__ = [
    "Account",
    "AuditDetail",
    "AuditEvent",
    "ConsentRecord",
    "HandedCode",
    "Hub",
    "Invitation",
    "NoticeShown",
    "RoleAssignment",
]
