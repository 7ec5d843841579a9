"""What of registers is kept for a time, each with the moment from which that time runs (`kept_from`)."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.queries import of_person
from courses.delivery.models import Session
from learners.attendance.models import AttendanceMark, CheckInRequest, RegisterSignoff, SheetPhoto, WalkIn
from learners.enrolments.models import Enrolment


def registers() -> QuerySet[Session]:
    """Sessions with a register, from the end of the dates they belong to."""
    kept = [
        Exists(model.objects.filter(session=OuterRef("pk")))
        for model in (AttendanceMark, RegisterSignoff, SheetPhoto, WalkIn)
    ]
    return Session.objects.filter(kept[0] | kept[1] | kept[2] | kept[3]).annotate(
        kept_from=F("cohort__ends_at")
    )


def check_in_requests() -> QuerySet[CheckInRequest]:
    """From the moment the name was typed."""
    return CheckInRequest.objects.annotate(kept_from=F("asked_at"))


def unclaimed_walk_ins() -> QuerySet[Account]:
    """People who are a name and a slip: no way to reach them, never signed in, no role and nothing online, by whichever
    of their rows. From the end of the last dates they have a place on.

    Whoever claims a slip joins its row to their own. A slip that was claimed, and is here, was given back.
    """
    slips = WalkIn.objects.filter(of_person(OuterRef("pk"), "enrolment__account"))
    places = Enrolment.objects.filter(of_person(OuterRef("pk")))
    joined = Account.objects.filter(joined_to=OuterRef("pk"))
    nobody = Account.objects.filter(
        Exists(slips.filter(newcomer=True)),
        ~Exists(places.filter(Q(cohort__isnull=True) | Q(cohort__ends_at__isnull=True))),
        ~Exists(RoleAssignment.objects.filter(of_person(OuterRef("pk")))),
        ~Exists(joined.filter(~Q(phone="", last_login=None))),
        email=None,
        phone="",
        last_login=None,
        joined_to=None,
    ).exclude(full_name="")
    last = places.order_by("-cohort__ends_at").values("cohort__ends_at")[:1]
    return nobody.annotate(kept_from=Subquery(last))
