"""A look at a draft: the learner asks, the assessor answers in words. Nothing is judged by it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import SHOWABLE
from learners.registrations.models import QualRegistration
from learners.registrations.standing import standing_of
from learners.submissions.models import DraftLook, DraftLookItem
from learners.submissions.policies import PIECES_IN_A_LOOK, may_answer_look, may_ask_look, may_hand_in


@transaction.atomic
def ask_look(
    *, registration_id: int, items: Collection[int], words: str, by: Account, now: datetime
) -> DraftLook:
    """Ask the assessor to look at these pieces (ids). The same question twice is asked once."""
    registration = locked_one(QualRegistration.objects.select_related("account"), registration_id)
    standing = standing_of(by, registration, on=london_date(now))
    may_hand_in(by, registration, on=london_date(now), standing=standing).enforce()
    if (same := _asked_already(registration, items, words)) is not None:
        return same
    may_ask_look(by, registration, on=london_date(now), standing=standing).enforce()
    linked = EvidenceItem.objects.filter(
        pk__in=items, links__registration=registration, withdrawn_at__isnull=True
    ).distinct()
    found = list(linked.order_by("pk"))
    if not found:
        raise Refused("Tick at least one piece.")
    if len(found) > PIECES_IN_A_LOOK:
        raise Refused(f"Ask for at most {PIECES_IN_A_LOOK} pieces at a time.")
    if hidden := [one.title for one in found if one.others not in SHOWABLE]:
        raise Refused(
            f"Somebody may be recognised in {', '.join(hidden)}. Say who, or cover them, before anybody else sees it."
        )
    look = DraftLook.objects.create(registration=registration, words=words.strip(), asked_at=now)
    DraftLookItem.objects.bulk_create(DraftLookItem(look=look, item=one) for one in found)
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    after = {"pieces": [one.pk for one in found]}
    audit(registration, "look_asked", by=by, now=now, about=look, hub_id=registration.hub_id, after=after)
    return look


@transaction.atomic
def answer_look(*, look_id: int, answer: str, by: Account, now: datetime) -> None:
    """Say what is good and what to do next. Once: the learner can ask again."""
    registration_id = DraftLook.objects.values_list("registration", flat=True).get(pk=look_id)
    registration = locked_one(QualRegistration.objects.all(), registration_id)
    look = DraftLook.objects.select_related("registration__account").get(pk=look_id)
    may_answer_look(by, look, on=london_date(now)).enforce()
    if not answer.strip():
        raise Refused("Write your answer.")
    look.answer, look.answered_by, look.answered_at = answer.strip(), by, now
    look.save(update_fields=["answer", "answered_by", "answered_at"])
    QualRegistration.objects.filter(pk=registration.pk).update(moved_at=now)
    audit(registration, "look_answered", by=by, now=now, about=look, hub_id=registration.hub_id)
    enqueue("learners.reminders.send_due", kind="look_answered")


def _asked_already(registration: QualRegistration, items: Collection[int], words: str) -> DraftLook | None:
    """An open question of the same words about the same pieces: the button was pressed twice."""
    for look in registration.looks.filter(answered_at__isnull=True, words=words.strip()):
        if set(look.items.values_list("item", flat=True)) == set(items):
            return look
    return None
