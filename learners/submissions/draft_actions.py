"""Putting together what is handed in. Until then it is a choice of links, and nothing of it is kept for good."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from learners.portfolio.models import EvidenceLink
from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission
from learners.submissions.policies import may_hand_in
from learners.submissions.states import SubmissionState


@transaction.atomic
def choose(*, registration_id: int, links: Collection[int], by: Account, now: datetime) -> Submission:
    """These go in next, and no others: ids of links. What is not a link of this registration is left out."""
    registration = locked_one(QualRegistration.objects.all(), registration_id)
    may_hand_in(by, registration, on=london_date(now)).enforce()
    known = EvidenceLink.objects.filter(
        pk__in=links, registration=registration, item__withdrawn_at__isnull=True
    ).order_by("pk")
    draft = draft_of(registration)
    if draft is None:
        highest = registration.submissions.aggregate(highest=Max("number"))["highest"] or 0
        draft = Submission(registration=registration, number=highest + 1, made_at=now)
    draft.chosen = list(known.values_list("pk", flat=True))
    draft.save()
    return draft


@transaction.atomic
def write_words(*, registration_id: int, words: str, by: Account, now: datetime) -> None:
    """What the learner says to the assessor beside the work."""
    registration = locked_one(QualRegistration.objects.all(), registration_id)
    may_hand_in(by, registration, on=london_date(now)).enforce()
    registration.submissions.filter(state=SubmissionState.DRAFT).update(words=words.strip())


@transaction.atomic
def keep_answers(
    *, registration_id: int, ai_used: bool | None, help_words: str, by: Account, now: datetime
) -> None:
    """What was answered beside the declaration, while the person still has to show that it is them."""
    registration = locked_one(QualRegistration.objects.all(), registration_id)
    may_hand_in(by, registration, on=london_date(now)).enforce()
    drafts = registration.submissions.filter(state=SubmissionState.DRAFT)
    drafts.update(ai_used=ai_used, help_words=help_words.strip())


def draft_of(registration: QualRegistration) -> Submission | None:
    """What is being put together; one at a time."""
    return registration.submissions.filter(state=SubmissionState.DRAFT).first()
