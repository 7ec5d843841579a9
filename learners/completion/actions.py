"""The one place that says a course is done."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.module_loading import import_string

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from courses.catalogue.kinds import CertificateKind, CourseKind
from learners.completion.models import ModuleCompletion
from learners.completion.policies import may_finish
from learners.completion.queries import place_on
from learners.completion.rules import Part, Verdict, decide
from learners.enrolments.models import Enrolment

Requirement = Callable[[Enrolment], Sequence[Part]]

# The slices that feed completion stand above this one, so they are named by path and found when asked.
REQUIREMENTS: dict[CourseKind, tuple[str, ...]] = {
    CourseKind.ONLINE: ("learners.progress.requirements.lessons_done",),
    CourseKind.INTRO: ("learners.attendance.requirements.sessions_attended",),
    CourseKind.FOLLOW_ON: ("learners.attendance.requirements.sessions_attended",),
    CourseKind.QUALIFICATION_PREP: ("learners.attendance.requirements.sessions_attended",),
}


def verdict_on(enrolment: Enrolment) -> Verdict:
    """The decision as it would be taken now. Reads only."""
    requirements: list[Requirement] = [
        import_string(path) for path in REQUIREMENTS[CourseKind(enrolment.course.kind)]
    ]
    return decide([part for requirement in requirements for part in requirement(enrolment)])


def settle(*, enrolment_id: int, now: datetime) -> Verdict:
    """Record what has become done, in the transaction of whoever changed a fact. Any repeat changes nothing.

    Locks the enrolment. Nothing is ever taken back here: an edited course leaves completion as it was.
    """
    enrolment = locked_one(Enrolment.objects.select_related("course"), enrolment_id)
    verdict = verdict_on(enrolment)
    ModuleCompletion.objects.bulk_create(
        [
            ModuleCompletion(enrolment=enrolment, module_id=module_id, completed_at=now)
            for module_id in sorted(verdict.groups_done)
        ],
        ignore_conflicts=True,
    )
    if verdict.complete and enrolment.completed_at is None and enrolment.withdrawn_at is None:
        enrolment.completed_at = now
        enrolment.save(update_fields=["completed_at"])
        audit(enrolment, "course_completed", by=None, now=now)
        if enrolment.course.certificate_kind != CertificateKind.NONE:
            enqueue("learners.certificates.issue", enrolment_id=enrolment.pk)
    return verdict


@transaction.atomic
def finish_course(*, course_id: int, by: Account, now: datetime) -> None:
    """The person says that they are through, when the one lesson they had left was taken down: nothing else would ask.

    Refused, with what is missing, where something is. A second time changes nothing.
    """
    place = place_on(course_id, by.pk)
    verdict = settle(enrolment_id=place.pk, now=now) if place is not None else None
    may_finish(verdict).enforce()
