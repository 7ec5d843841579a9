"""Every table of this app, from its slices."""

from academy.accounts.looking_models import Looking
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
from academy.keeping.models import Hold, Round
from academy.shared.models import AuditDetail, AuditEvent, Disposal
from academy.shared.upload_models import Upload

__all__ = [
    "AccessNeed",
    "Account",
    "AuditDetail",
    "AuditEvent",
    "Disposal",
    "ConsentRecord",
    "GuardianConsent",
    "HandedCode",
    "Hold",
    "Hub",
    "Invitation",
    "Joining",
    "Looking",
    "NoticeShown",
    "RoleAssignment",
    "Round",
    "ToldApart",
    "Upload",
]
