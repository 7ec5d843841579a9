"""Records about places on courses: from the wish to come to the register and the certificate."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from academy.accounts.models import Account
from courses.delivery.models import Cohort
from learners.attendance.models import AttendanceMark, CheckInRequest, RegisterSignoff, SheetPhoto, WalkIn
from learners.enrolments.models import DayNeeds, Enrolment, Interest
from learners.enrolments.states import PlaceState
from learners.evaluation.models import Evaluation, EvaluationForm, FollowUp
from learners.intake.models import ImportRow, PeopleImport, SeatCode
from learners.intake.states import RowState
from tests.academy.keeping.people import There, certificate, place_on, row_of, somebody, walked_in
from tests.learners.places import dates


def _day_needs(began: datetime) -> There:
    return row_of(DayNeeds.objects.create(enrolment=place_on(began), diet="No nuts", saved_at=began))


def _reason(began: datetime) -> There:
    place = place_on(
        began - timedelta(days=9),
        state=PlaceState.CANCELLED_BY_LEARNER,
        seat=None,
        ended_at=began,
        ended_why="I am ill",
    )
    return lambda: Enrolment.objects.get(pk=place.pk).ended_why != ""


def _interest(began: datetime) -> There:
    return row_of(
        Interest.objects.create(account=somebody(), course=dates.course(), since=began, ended_at=began)
    )


def _evaluation(began: datetime) -> There:
    place = place_on(began)
    assert place.cohort is not None
    form = EvaluationForm.objects.create(cohort=place.cohort)
    made = Evaluation.objects.create(
        form=form, said_by=place, relevance=4, helped="The stories", confidence=[[2, 4]]
    )
    facts = ("said_by", "helped", "better", "in_the_way")
    return lambda: any(Evaluation.objects.filter(pk=made.pk).values_list(*facts).get())


def _follow_up(began: datetime) -> There:
    place = place_on(began)
    assert place.cohort is not None
    form = EvaluationForm.objects.create(cohort=place.cohort)
    made = FollowUp.objects.create(
        form=form, said_by=place, acted=True, acted_with=12, story="We got the bus back."
    )
    return lambda: any(
        FollowUp.objects.filter(pk=made.pk).values_list("said_by", "story", "would_help").get()
    )


def _list(began: datetime) -> There:
    made = PeopleImport(
        hub=dates.hub(), course=dates.course(), asked_by=somebody(), asked_at=began, file_name="people.csv"
    )
    made.file.save("people.csv", ContentFile(b"Ned,ned@example.org"))
    ImportRow.objects.create(listing=made, line=2, name="Ned", state=RowState.READY)
    stored = str(made.file.name)
    return lambda: ImportRow.objects.exists() or default_storage.exists(stored)


def _seat_code(began: datetime) -> There:
    cohort = dates.cohort()
    Cohort.objects.filter(pk=cohort.pk).update(starts_at=began)
    facts = {"full_name": "Ned", "email": "ned@example.org", "made_by": somebody(), "made_at": began}
    return row_of(SeatCode.objects.create(cohort=cohort, expires_at=began, **facts))


def _register(began: datetime) -> There:
    made = walked_in(began, somebody("Ned", None))
    sheet = default_storage.save("sheets/photo.jpg", ContentFile(b"names"))
    facts = {"sent_sha256": "0" * 64, "width": 9, "height": 9, "added_by": made.added_by, "added_at": began}
    SheetPhoto.objects.create(session=made.session, file=sheet, **facts)
    kept = (AttendanceMark, RegisterSignoff, SheetPhoto, WalkIn)
    return lambda: any(model.objects.exists() for model in kept) or default_storage.exists(sheet)


def _check_in(began: datetime) -> There:
    place = place_on(began)
    assert place.cohort is not None
    made = CheckInRequest.objects.create(
        session=place.cohort.sessions.get(), name="Nedd", device="a-phone", asked_at=began
    )
    return row_of(made)


def _certificate(began: datetime) -> There:
    pdf = default_storage.save("certificates/kept.pdf", ContentFile(b"%PDF"))
    made = certificate(began, pdf=pdf, pdf_sha256="0" * 64)
    return lambda: row_of(made)() or default_storage.exists(pdf)


def _walk_in(began: datetime) -> There:
    ned = somebody("Ned Newcomer", None, name_for_certificate="Ned Newcomer")
    walked_in(began, ned)
    return lambda: any(
        Account.objects.filter(pk=ned.pk).values_list("full_name", "name_for_certificate").get()
    )


OF_PLACES: dict[str, Callable[[datetime], There]] = {
    "day-needs": _day_needs,
    "reasons-of-places": _reason,
    "interest": _interest,
    "evaluations": _evaluation,
    "follow-ups": _follow_up,
    "lists-of-people": _list,
    "seat-codes": _seat_code,
    "registers": _register,
    "check-in-requests": _check_in,
    "attendance-certificates": _certificate,
    "unclaimed-walk-ins": _walk_in,
}
