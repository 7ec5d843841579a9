"""Recording feedback for a round that is open, and taking a recording out again. The registration is the root."""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from learners.assessment.actions import locked_round
from learners.assessment.policies import may_save
from learners.assessment.speaking import is_shared, leave_out, place_in
from learners.portfolio.attaching import Sent, attach
from learners.portfolio.file_actions import remove_file
from learners.portfolio.models import EvidenceFile, EvidenceItem

TAKEN_OUT = "Taken out by the assessor"


def record_spoken(*, judgement_id: int, sent: Sent, by: Account, now: datetime) -> list[str]:
    """Keep these recordings with the round. What could not be taken comes back in words; raises Refused."""
    item = _place(judgement_id=judgement_id, by=by, now=now)
    return attach(item=item, sent=sent, by=by, now=now)


@transaction.atomic
def take_out_spoken(*, judgement_id: int, file_token: str, by: Account, now: datetime) -> None:
    """Take out one recording; the content goes, unless an earlier round was sent with it. A second time: nothing."""
    judgement = locked_round(judgement_id)
    may_save(by, judgement, now=now).enforce()
    files = EvidenceFile.objects.filter(item=judgement.spoken_id or 0, removed_at=None)
    file = files.filter(token=file_token).first()
    if file is None:
        return
    if is_shared(judgement):
        leave_out(judgement)
        return
    remove_file(file_id=file.pk, by=by, now=now, why=TAKEN_OUT)
    if not files.exists():
        leave_out(judgement)


@transaction.atomic
def _place(*, judgement_id: int, by: Account, now: datetime) -> EvidenceItem:
    judgement = locked_round(judgement_id)
    may_save(by, judgement, now=now).enforce()
    return place_in(judgement, now=now)
