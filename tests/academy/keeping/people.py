"""The people and places that the records of these tests are about."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from academy.accounts.models import Account
from courses.catalogue.kinds import CertificateKind
from courses.delivery.models import Cohort
from learners.attendance.models import AttendanceMark, RegisterSignoff, WalkIn
from learners.attendance.states import Mark, Source
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind, PlaceState
from tests.learners import worlds
from tests.learners.places import dates

There = Callable[[], bool]


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), UTC)


def somebody(name: str = "Amara Diallo", email: str | None = "amara@example.org", **more: object) -> Account:
    known = Account.objects.filter(full_name=name).first()
    return known or worlds.person(name, email, **more)


def place_on(began: datetime, who: Account | None = None, **more: object) -> Enrolment:
    """On dates that were over at this moment."""
    cohort = dates.cohort(first=began.date(), now=began)
    Cohort.objects.filter(pk=cohort.pk).update(starts_at=began - timedelta(hours=6), ends_at=began)
    cohort.refresh_from_db()
    facts = {"state": PlaceState.ATTENDED, "seat": 1, "opens_at": began, "started_at": began, **more}
    return Enrolment.objects.create(
        account=who or somebody(), course=cohort.course, cohort=cohort, kind=EnrolmentKind.COHORT, **facts
    )


def walked_in(began: datetime, who: Account, **more: object) -> WalkIn:
    """With a mark and a signed register of the day."""
    place = place_on(began, who, completed_at=began)
    assert place.cohort is not None
    day, by = place.cohort.sessions.get(), place.cohort.made_by
    AttendanceMark.objects.create(
        session=day, enrolment=place, mark=Mark.PRESENT, device="phone", marked_at=began, recorded_at=began,
        recorded_by=by, source=Source.SCREEN,
    )  # fmt: skip
    RegisterSignoff.objects.create(
        session=day, version=1, signed_by=by, signed_name="Jo", signed_at=began, length=360, there=1,
        lines=[{"enrolment": place.pk, "account": who.pk, "name": who.full_name, "mark": "present", "minutes": None}],
    )  # fmt: skip
    facts = {"newcomer": True, "added_by": by, "added_at": began, **more}
    return WalkIn.objects.create(session=day, enrolment=place, **facts)


def certificate(began: datetime, place: Enrolment | None = None, **more: object) -> Certificate:
    place = place or place_on(began, completed_at=began)
    facts: dict[str, object] = {
        "kind": CertificateKind.ATTENDANCE,
        "name": "Amara Diallo",
        "issued_at": began,
    }
    facts |= {"course_title": "Introduction", "issuer": "The Academy", "completed_on": began.date()}
    return Certificate.objects.create(enrolment=place, template_version="attendance-1", **{**facts, **more})


def row_of(made: object) -> There:
    """Whether this very row is there."""
    model, pk = type(made), made.pk  # type: ignore[attr-defined]
    return lambda: bool(model.objects.filter(pk=pk).exists())  # type: ignore[attr-defined]
