"""What of the house's own records is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet

from academy.shared.audit import KEEP_THEIR_WORDS
from academy.shared.models import AuditDetail
from academy.shared.upload_models import Upload


def audit_words() -> QuerySet[AuditDetail]:
    """From the moment of the event; but for chains whose words go by a disposal, with their root, and for seals."""
    rows = AuditDetail.objects.all()
    for kind in KEEP_THEIR_WORDS:
        rows = rows.exclude(event__chain=kind).exclude(event__chain__startswith=f"{kind}:")
    return rows.annotate(kept_from=F("event__at"))


def sessions() -> QuerySet[Session]:
    """From the moment a session runs out."""
    return Session.objects.annotate(kept_from=F("expire_date"))


def uploads() -> QuerySet[Upload]:
    """From the moment when a part last came."""
    return Upload.objects.annotate(kept_from=F("moved_at"))
