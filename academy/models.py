"""Every table of this app, from its slices."""

from academy.accounts.models import (
    AccessNeed,
    Account,
    ConsentRecord,
    GuardianConsent,
    HandedCode,
    Invitation,
    Joining,
    NoticeShown,
    RoleAssignment,
    ToldApart,
)
from academy.hubs.models import Hub
from academy.shared.models import AuditDetail, AuditEvent

__all__ = [
    "AccessNeed",
    "Account",
    "AuditDetail",
    "AuditEvent",
    "ConsentRecord",
    "GuardianConsent",
    "HandedCode",
    "Hub",
    "Invitation",
    "Joining",
    "NoticeShown",
    "RoleAssignment",
    "ToldApart",
]
