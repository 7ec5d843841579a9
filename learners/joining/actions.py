"""Joining two rows of one person, and undoing it. Locked first: the cohorts, then the places, then both rows.

Undoing puts back what joining changed, from what it wrote down. What was signed, issued or given up in between stays
with the row for which that was done.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from academy.accounts.joining_actions import point, point_back
from academy.accounts.models import Account, Joining, ToldApart
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.jobs import enqueue
from academy.shared.locks import locked
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.attendance.models import WalkIn
from learners.certificates.queries import certificates_due_for
from learners.enrolments.models import Enrolment
from learners.enrolments.states import LIVE
from learners.joining.course_actions import bring_courses, bring_wishes, part_courses, part_wishes
from learners.joining.place_actions import bring_places, part_places
from learners.joining.policies import may_claim, may_join, may_join_own, may_look, may_undo, shared_hub
from learners.joining.queries import walk_in_of_slip

SAY_WHY = "Write how you know that this is one person, such as “She told me at the door”."
JUST_NOW = "Somebody changed a place of one of these just now. Look at both again, and press once more."
UNKNOWN = "We do not know this code. Check each letter and number: it looks like DAY-7K3F-9Q2M-XW4D."


@transaction.atomic
def claim_slip(*, code: str, by: Account, now: datetime) -> WalkIn:
    """The day of this slip becomes part of the record of whoever holds it and is signed in. It works once.

    The same person pressing twice gets the same day.
    """
    walk_in = walk_in_of_slip(code)
    if walk_in is None:
        raise Refused(UNKNOWN)
    theirs = walk_in.enrolment.account
    if theirs.person_id != by.pk:
        cohorts, rows = _locked(by.pk, theirs.pk)
        walk_in = WalkIn.objects.select_related("session__cohort__hub", "enrolment__account").get(
            pk=walk_in.pk
        )
        if walk_in.enrolment.account.person_id != by.pk:
            may_claim(by, walk_in, now=now).enforce()
            hub = walk_in.session.cohort.hub
            _join(rows[by.pk], rows[theirs.pk], cohorts, how=Joining.How.SLIP, hub=hub, by=by, now=now)
    if walk_in.claimed_at is None:
        WalkIn.objects.filter(pk=walk_in.pk, claimed_at=None).update(claimed_at=now)
        walk_in.claimed_at = now
    return walk_in


@transaction.atomic
def join_people(*, kept_id: int, other_id: int, why: str, by: Account, now: datetime) -> Joining:
    """The hub has seen both side by side and says how it knows. A second time changes nothing."""
    if (known := _joined_already(kept_id, other_id)) is not None:
        return known
    cohorts, rows = _locked(kept_id, other_id)
    kept, other = rows[kept_id], rows[other_id]
    may_join(by, kept, other, now=now).enforce()
    if not why.strip():
        raise Refused(SAY_WHY)
    hub = shared_hub(by, kept, other, now=now)
    return _join(kept, other, cohorts, how=Joining.How.STAFF, hub=hub, by=by, now=now, why=why.strip()[:300])


@transaction.atomic
def join_own(*, other_id: int, by: Account, now: datetime) -> Joining:
    """The person says that another account is theirs, too; whoever calls this has seen the proof."""
    if (known := _joined_already(by.pk, other_id)) is not None:
        return known
    cohorts, rows = _locked(by.pk, other_id)
    may_join_own(rows[by.pk], rows[other_id], now=now).enforce()
    return _join(rows[by.pk], rows[other_id], cohorts, how=Joining.How.SELF, hub=None, by=by, now=now)


@transaction.atomic
def undo_joining(*, joining_id: int, by: Account, now: datetime) -> Joining:
    """Two people again. A second time changes nothing."""
    found = Joining.objects.get(pk=joining_id)
    cohorts, rows = _locked(
        found.kept_id, found.other_id, of=[one["double"] for one in found.changes["places"]]
    )
    joining = Joining.objects.select_related("kept", "hub").get(pk=joining_id)
    if joining.undone_at is not None:
        return joining
    may_undo(by, joining, now=now).enforce()
    kept, other = rows[joining.kept_id], rows[joining.other_id]
    point_back(other, kept, joining.changes["rows"])
    part_courses(joining.changes["courses"], by=by, now=now)
    part_wishes(joining.changes.get("wishes", []), kept, other, joined_at=joining.done_at)
    part_places(joining.changes["places"], cohorts, by=by, now=now)
    joining.undone_at, joining.undone_by = now, by
    joining.save(update_fields=["undone_at", "undone_by"])
    for root in (kept, other):
        audit(root, "joining_undone", by=by, now=now, about=joining, hub_id=joining.hub_id)
    return joining


@transaction.atomic
def tell_apart(*, one_id: int, other_id: int, by: Account, now: datetime) -> None:
    """The hub has seen both: they are two people, and nobody is asked again. A second time changes nothing."""
    rows = locked(Account.objects.all(), [one_id, other_id])
    one, other = rows
    may_look(by, one, other, now=now).enforce()
    facts = {"said_by": by, "said_at": now}
    _, made = ToldApart.objects.get_or_create(lower=one, higher=other, defaults=facts)
    if made:
        for root, beside in ((one, other), (other, one)):
            audit(root, "told_apart", by=by, now=now, after={"other": beside.pk})


def _joined_already(kept_id: int, other_id: int) -> Joining | None:
    rows = Joining.objects.filter(kept=kept_id, other=other_id, undone_at=None)
    return rows.filter(other__joined_to=kept_id).first()


def _locked(
    one_id: int, other_id: int, of: list[int] | None = None
) -> tuple[dict[int, Cohort], dict[int, Account]]:
    """The cohorts of both by id, and both rows by id. `of`: places whose cohorts are wanted, too."""
    places = _live_places(one_id, other_id, of or [])
    cohort_ids = set(places.values_list("cohort", flat=True))
    rows = Cohort.objects.select_related("course", "hub")
    cohorts = {one.pk: one for one in locked(rows, [pk for pk in cohort_ids if pk is not None])}
    locked(Enrolment.objects.all(), places.values_list("pk", flat=True))
    accounts = {one.pk: one for one in locked(Account.objects.all(), [one_id, other_id])}
    now_of = set(places.values_list("cohort", flat=True))  # a place may have come while we waited
    if not {pk for pk in now_of if pk is not None} <= set(cohorts):
        raise Refused(JUST_NOW)
    return cohorts, accounts


def _live_places(one_id: int, other_id: int, of: list[int]) -> Any:
    ids = [one_id, other_id]
    theirs = Q(account__in=ids) | Q(account__joined_to__in=ids)
    return Enrolment.objects.filter(Q(pk__in=of) | theirs & Q(state__in=LIVE), cohort__isnull=False).order_by(
        "pk"
    )


def _join(
    kept: Account,
    other: Account,
    cohorts: dict[int, Cohort],
    *,
    how: Joining.How,
    hub: Hub | None,
    by: Account,
    now: datetime,
    why: str = "",
) -> Joining:
    changes = {
        "places": bring_places(kept, other, cohorts, by=by, now=now),
        "courses": bring_courses(kept, other, by=by, now=now),
        "wishes": bring_wishes(kept, other, now=now),
        "rows": point(other, kept, now=now),
    }
    joining = Joining.objects.create(
        kept=kept, other=other, how=how, why=why, hub=hub, done_by=by, done_at=now, changes=changes
    )
    for root in (kept, other):
        audit(
            root,
            "joined",
            by=by,
            now=now,
            about=joining,
            hub_id=hub.pk if hub else None,
            reason=why,
            after={"kept": kept.pk, "other": other.pk, "how": how.value},
        )
    for enrolment_id in certificates_due_for(kept.pk):
        enqueue("learners.certificates.issue", enrolment_id=enrolment_id)
    return joining
