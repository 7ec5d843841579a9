"""What joining does with online courses. The caller has locked both rows.

Lessons of a course that is under way are added to the place of the row that is kept, as a guest's are. A course that
was finished stays where its certificate is.
"""

from datetime import datetime
from typing import TypedDict

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.audit import audit
from academy.shared.locks import locked
from learners.completion.actions import settle
from learners.enrolments.actions import online_place
from learners.enrolments.models import Enrolment, Interest
from learners.enrolments.states import WHOLE_COURSE, EnrolmentKind
from learners.progress.guests import add_progress
from learners.progress.models import LessonProgress, Reflection


class CourseChange(TypedDict):
    """double: the place that ended. stands: the one that goes on. opened: what was open to it before."""

    double: int
    stands: int
    opened: str


def bring_courses(kept: Account, other: Account, *, by: Account, now: datetime) -> list[CourseChange]:
    """Go on under the row that is kept with what is under way. Nothing that it has done already becomes less."""
    theirs = Enrolment.objects.live().filter(
        account__in=rows_of(other), kind=EnrolmentKind.ONLINE, completed_at__isnull=True
    )
    ids = list(theirs.values_list("pk", flat=True))
    return [_bring(double, kept, by, now) for double in locked(theirs.select_related("course"), ids)]


def bring_wishes(kept: Account, other: Account, *, now: datetime) -> list[int]:
    """What the other row was waiting for, the kept one waits for; what both waited for ends for the other, so that one
    person is counted once. Gives the ids of the other's, as they were."""
    have = Interest.objects.filter(account=kept, ended_at=None)
    mine = set(have.values_list("course", "hub"))
    theirs = Interest.objects.filter(account=other, ended_at=None).values_list("pk", "course", "hub")
    moved: list[int] = []
    ended: list[int] = []
    for pk, course, hub in theirs:
        (ended if (course, hub) in mine else moved).append(pk)
    Interest.objects.filter(pk__in=moved).update(account=kept)
    Interest.objects.filter(pk__in=ended).update(ended_at=now)
    return moved + ended


def part_wishes(theirs: list[int], kept: Account, other: Account, *, joined_at: datetime) -> None:
    """They wait for themselves again."""
    rows = Interest.objects.filter(pk__in=theirs)
    rows.filter(account=other, ended_at=joined_at).update(ended_at=None)
    rows.filter(account=kept).update(account=other)


def _bring(double: Enrolment, kept: Account, by: Account, now: datetime) -> CourseChange:
    stands = online_place(course=double.course, account_id=kept.pk, now=now)
    change = CourseChange(double=double.pk, stands=stands.pk, opened=stands.entitlement)
    if double.entitlement in WHOLE_COURSE and stands.entitlement not in WHOLE_COURSE:
        stands.entitlement = double.entitlement
        stands.save(update_fields=["entitlement"])
    rows = LessonProgress.objects.filter(enrolment=double).select_related("lesson").order_by("pk")
    became_done = [add_progress(stands, row, now) for row in rows]
    for written in Reflection.objects.filter(enrolment=double).exclude(text=""):
        Reflection.objects.get_or_create(
            enrolment=stands,
            lesson_id=written.lesson_id,
            block_id=written.block_id,
            defaults={"text": written.text, "saved_at": written.saved_at},
        )
    double.withdrawn_at = now
    double.save(update_fields=["withdrawn_at"])
    audit(double, "entered_twice", by=by, now=now)
    audit(stands, "lessons_added", by=by, now=now, after={"lessons": len(became_done), "from": double.pk})
    if any(became_done):
        settle(enrolment_id=stands.pk, now=now)
    return change


def part_courses(changes: list[CourseChange], *, by: Account, now: datetime) -> None:
    """The other's places are open again as they were. Lessons that were added stay: nothing learned is taken away."""
    for change in changes:
        double = Enrolment.objects.get(pk=change["double"])
        double.withdrawn_at = None
        double.save(update_fields=["withdrawn_at"])
        Enrolment.objects.filter(pk=change["stands"], completed_at__isnull=True).update(
            entitlement=change["opened"]
        )
        audit(double, "entered_twice_undone", by=by, now=now)
