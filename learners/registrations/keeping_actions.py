"""At the end of its time a registration loses the words of its history: names, reasons, before and after."""

from collections.abc import Sequence
from datetime import datetime

from academy.shared.audit import chain_of
from academy.shared.disposals import dispose
from academy.shared.locks import locked
from academy.shared.models import AuditDetail
from learners.registrations.models import QualRegistration

REASON = "The time for which we keep it is over."


def forget_words(ids: Sequence[int], now: datetime) -> None:
    """The chain says it first; then the words of every link before go. Links, hashes and decisions stay."""
    for registration in locked(QualRegistration.objects.all(), ids):
        words = AuditDetail.objects.filter(event__chain=chain_of(registration))
        what = {"links": words.count()}
        told = dispose(
            registration, registration, reason=REASON, by=None, now=now, what=what, hub_id=registration.hub_id
        )
        words.filter(event__seq__lt=told.event.seq).delete()
