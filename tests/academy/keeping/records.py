"""One record of each kind of academy/retention.py, whose time began to run at a given moment.

A maker gives a function that says whether what has to go is still there.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as SignedIn
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from academy.accounts.models import (
    Account,
    ConsentRecord,
    GuardianConsent,
    HandedCode,
    Invitation,
    NoticeShown,
)
from academy.accounts.roles import Role
from academy.keeping.models import Round
from academy.shared.audit import audit
from academy.shared.models import AuditDetail
from academy.shared.upload_actions import begin, path_of
from cms.problems.models import PageProblem, ProblemStatus
from courses.catalogue.kinds import CertificateKind
from courses.delivery.models import Cohort
from learners.attendance.models import AttendanceMark, CheckInRequest, RegisterSignoff, SheetPhoto, WalkIn
from learners.attendance.states import Mark, Source
from learners.certificates.models import Certificate
from learners.dashboards.models import Export, ExportFormat, ExportOf
from learners.enrolments.models import DayNeeds, Enrolment, Guest, Interest
from learners.enrolments.states import EnrolmentKind, PlaceState
from learners.equality.models import Background, EqualityAnswers
from learners.equality.states import Where
from learners.evaluation.models import Evaluation, EvaluationForm, FollowUp
from learners.intake.models import ImportRow, PeopleImport, SeatCode
from learners.intake.states import RowState
from learners.portfolio.copy_models import PortfolioCopy
from learners.registrations.models import QualRegistration
from learners.reminders.models import AddressTrouble, CohortLetter
from learners.reminders.states import TroubleKind
from tests.cast import hold
from tests.learners import qualifying, worlds
from tests.learners.places import dates
from tests.learners.reminders.letterbox import came

There = Callable[[], bool]
BY_MONTH = ("equality", "paper-slips")  # nobody knows on which day of it


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


def _row(made: object) -> There:
    model, pk = type(made), made.pk  # type: ignore[attr-defined]
    return lambda: bool(model.objects.filter(pk=pk).exists())  # type: ignore[attr-defined]


def _day_needs(began: datetime) -> There:
    return _row(DayNeeds.objects.create(enrolment=place_on(began), diet="No nuts", saved_at=began))


def _guardian_consent(began: datetime) -> There:
    paper = default_storage.save("guardians/paper.jpg", ContentFile(b"signed"))
    made = GuardianConsent.objects.create(
        account=somebody(), guardian_name="Ola", contact="01632 960 111", scope="to take part",
        given_on=began.date() - timedelta(days=300), ends_on=began.date(), paper=paper,
        recorded_by=somebody(), recorded_at=began,
    )  # fmt: skip
    return lambda: _row(made)() or default_storage.exists(paper)


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
    return _row(
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
    return _row(SeatCode.objects.create(cohort=cohort, expires_at=began, **facts))


def _export(began: datetime) -> There:
    file = default_storage.save("exports/people.csv", ContentFile(b"Ned"))
    facts = {"key": "a", "of": ExportOf.PEOPLE, "format": ExportFormat.CSV, "file": file}
    made = Export.objects.create(asked_by=somebody(), asked_at=began, cohort=dates.cohort(), **facts)
    return lambda: _row(made)() or default_storage.exists(file)


def _portfolio_copy(began: datetime) -> There:
    name = default_storage.save("portfolio-copies/one.zip", ContentFile(b"PK"))
    made = PortfolioCopy.objects.create(asked_by=somebody(), asked_at=began, finished_at=began, file=name)
    return lambda: _row(made)() or default_storage.exists(name)


def _upload(began: datetime) -> There:
    made = begin(owner=somebody(), rows=[], name="film.mp4", length=5, room=5, now=began)
    path = path_of(made)
    return lambda: _row(made)() or path.exists()


def month_over_at(began: datetime) -> date:
    """The first of the month whose 31 days are over at this moment."""
    return (began - timedelta(days=31)).date()


def _equality(began: datetime) -> There:
    EqualityAnswers.objects.create(key="a" * 64, questions="1", month=month_over_at(began), answers={})
    return lambda: EqualityAnswers.objects.exists()


def _slip(began: datetime) -> There:
    made = Background.objects.create(
        slip="a-slip", where=Where.TOLD, region="North East", month=month_over_at(began)
    )
    return _row(made)


def _problem(began: datetime) -> There:
    return _row(
        PageProblem.objects.create(page="/", words="A word", status=ProblemStatus.DONE, done_at=began)
    )


def _message(began: datetime) -> There:
    return _row(came(somebody(), at=began, useful_until=began + timedelta(days=2)))


def _letter(began: datetime) -> There:
    cohort, by = dates.cohort(), somebody()
    facts = {
        "cohort": cohort,
        "written_by": by,
        "title": "Bring a coat",
        "words": "It is cold.",
        "written_at": began,
    }
    draft = CohortLetter.objects.create(**facts)
    sent = CohortLetter.objects.create(sent_by=by, sent_at=began, people=3, **facts)
    return lambda: _row(draft)() or _row(sent)()


def _trouble(began: datetime) -> There:
    made = AddressTrouble.objects.create(
        account=somebody(), email="old@example.org", kind=TroubleKind.BOUNCED, found_at=began, ended_at=began
    )
    return _row(made)


def _consent(began: datetime) -> There:
    facts = {"account": somebody(), "channel": "email", "wording_version": "1"}
    yes = ConsentRecord.objects.create(given=True, recorded_at=began - timedelta(days=90), **facts)
    no = ConsentRecord.objects.create(given=False, recorded_at=began, **facts)
    return lambda: _row(yes)() or _row(no)()


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
    return _row(made)


def _certificate(began: datetime) -> There:
    pdf = default_storage.save("certificates/kept.pdf", ContentFile(b"%PDF"))
    made = certificate(began, pdf=pdf, pdf_sha256="0" * 64)
    return lambda: _row(made)() or default_storage.exists(pdf)


def _walk_in(began: datetime) -> There:
    ned = somebody("Ned Newcomer", None, name_for_certificate="Ned Newcomer")
    walked_in(began, ned)
    return lambda: any(
        Account.objects.filter(pk=ned.pk).values_list("full_name", "name_for_certificate").get()
    )


def _sign_up(began: datetime) -> There:
    nia = somebody("Nia New", "new@example.org", joined_at=began, phone="01632 960 222")
    NoticeShown.objects.create(account=nia, version="1", shown_at=began)
    EmailAddress.objects.create(user=nia, email="new@example.org")
    facts = ("full_name", "email", "phone", "date_of_birth")
    return lambda: (
        any(Account.objects.filter(pk=nia.pk).values_list(*facts).get()) or EmailAddress.objects.exists()
    )


def _guest(began: datetime) -> There:
    return _row(Guest.objects.create(last_seen_at=began))


def _invitation(began: datetime) -> There:
    made = Invitation.objects.create(
        email="jo@example.org", role=Role.TRAINER, hub=dates.hub(), invited_by=somebody(), expires_at=began
    )
    return _row(made)


def _hub_code(began: datetime) -> There:
    made = HandedCode.objects.create(
        account=somebody(), handle="ABCD", code_hash="0" * 64, made_by=somebody(), hub=dates.hub(),
        made_at=began - timedelta(minutes=10), expires_at=began,
    )  # fmt: skip
    return _row(made)


def _session(began: datetime) -> There:
    return _row(SignedIn.objects.create(session_key="over", session_data="x", expire_date=began))


def _device(began: datetime) -> There:
    made = UserSession.objects.create(
        user=somebody(), ip="192.0.2.7", session_key="gone", user_agent="A phone"
    )
    UserSession.objects.filter(pk=made.pk).update(created_at=began)
    return _row(made)


def _audit_words(began: datetime) -> There:
    event = audit(somebody(), "name_changed", by=somebody(), now=began, reason="a slip")
    return _row(AuditDetail.objects.get(event=event))


def _registration_words(began: datetime) -> There:
    manager = somebody("Rita Records", "rita@example.org")
    hold(manager, Role.MANAGER)
    ended = qualifying.registered(somebody(), dates.hub(), manager)
    QualRegistration.objects.filter(pk=ended.pk).update(
        state="withdrawn", ended_at=began, ended_why="Moved away"
    )
    event = audit(ended, "registration_withdrawn", by=somebody(), now=began, reason="Moved away")
    return _row(AuditDetail.objects.get(event=event))


def _round(began: datetime) -> There:
    return _row(Round.objects.create(key="messages", at=began, gone=3))


MAKERS: dict[str, Callable[[datetime], There]] = {
    "day-needs": _day_needs,
    "guardian-consents": _guardian_consent,
    "reasons-of-places": _reason,
    "interest": _interest,
    "evaluations": _evaluation,
    "follow-ups": _follow_up,
    "lists-of-people": _list,
    "seat-codes": _seat_code,
    "uploads": _upload,
    "portfolio-copies": _portfolio_copy,
    "exports": _export,
    "page-problems": _problem,
    "messages": _message,
    "cohort-letters": _letter,
    "address-troubles": _trouble,
    "news-consents": _consent,
    "registers": _register,
    "check-in-requests": _check_in,
    "attendance-certificates": _certificate,
    "unclaimed-walk-ins": _walk_in,
    "unfinished-sign-ups": _sign_up,
    "guests": _guest,
    "invitations": _invitation,
    "hub-codes": _hub_code,
    "sessions": _session,
    "signed-in-devices": _device,
    "audit-words": _audit_words,
    "registration-words": _registration_words,
    "rounds": _round,
    "equality": _equality,
    "paper-slips": _slip,
}
