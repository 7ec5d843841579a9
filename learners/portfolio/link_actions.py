"""Saying what a piece shows. The registration is locked first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.qualifications.models import Criterion
from learners.portfolio.models import EvidenceItem, EvidenceLink
from learners.portfolio.policies import may_link_evidence
from learners.registrations.models import QualRegistration

NOT_TAKEN = (
    "One of these belongs to a unit that you do not take. Load the page again, and choose from what it shows."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that a piece shows: where in it (page 3, or 2:15), and a word to the assessor."""

    criterion: int
    note: str = ""
    place: str = ""


@transaction.atomic
def say_what_it_shows(
    *, item_id: int, registration_id: int, shown: Iterable[Shown], by: Account, now: datetime
) -> int:
    """These and no others, for this registration. How many it shows now. What was handed in stays as it was."""
    registration = locked_one(QualRegistration.objects.select_related("account"), registration_id)
    item = locked_one(EvidenceItem.objects.select_related("account"), item_id)
    may_link_evidence(by, item, registration).enforce()
    wanted = {one.criterion: one for one in shown}
    _taken(registration, wanted)
    there = {
        one.criterion_id: one for one in EvidenceLink.objects.filter(item=item, registration=registration)
    }
    gone = [pk for pk in there if pk not in wanted]
    EvidenceLink.objects.filter(item=item, registration=registration, criterion__in=gone).delete()
    changed = bool(gone)
    for pk, one in wanted.items():
        changed |= _say(there.get(pk), item, registration, one, by=by, now=now)
    if changed:
        registration.moved_at = now
        registration.save(update_fields=["moved_at"])
        audit(
            registration,
            "evidence_linked",
            by=by,
            now=now,
            about=item,
            hub_id=registration.hub_id,
            before={"criteria": sorted(there)},
            after={"criteria": sorted(wanted)},
        )
    return len(wanted)


def _taken(registration: QualRegistration, wanted: Iterable[int]) -> None:
    """Of the units of this learner; raises Refused."""
    taken = registration.units.values_list("unit", flat=True)
    known = Criterion.objects.filter(version=registration.version_id, outcome__unit__in=taken)
    if set(wanted) - set(known.values_list("pk", flat=True)):
        raise Refused(NOT_TAKEN)


def _say(
    link: EvidenceLink | None,
    item: EvidenceItem,
    registration: QualRegistration,
    one: Shown,
    *,
    by: Account,
    now: datetime,
) -> bool:
    """Whether anything is different now."""
    if link is None:
        EvidenceLink.objects.create(
            item=item,
            registration=registration,
            criterion_id=one.criterion,
            note=one.note,
            place=one.place,
            linked_by=by,
            linked_at=now,
        )
        return True
    if (link.note, link.place) == (one.note, one.place):
        return False
    link.note, link.place = one.note, one.place
    link.save(update_fields=["note", "place"])
    return True
