"""Small worlds for the tests of learners: a course with facts, without pages."""

import uuid
from datetime import UTC, datetime, timedelta

from django.core.files.base import ContentFile

from academy.accounts.models import Account
from courses.catalogue.kinds import CertificateKind, CourseKind, DoneBy
from courses.catalogue.models import Course, Lesson, Module
from courses.media.models import Video
from learners.certificates import actions as certificates
from learners.certificates.models import Certificate
from learners.certificates.states import CertificateState
from learners.enrolments.actions import join_course
from learners.enrolments.models import Enrolment
from learners.enrolments.visitors import Visitor
from learners.progress.actions import mark_read

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CAPTIONS = (
    "WEBVTT\n\n00:00.000 --> 00:05.000\nHello, neighbour.\n\n00:05.000 --> 00:10.000\nHow is the lift?\n"
)


def later(**parts: float) -> datetime:
    """NOON and a while."""
    return NOON + timedelta(**parts)


def person(name: str = "Amara Diallo", email: str | None = "amara@example.org", **more) -> Account:
    return Account.objects.create_user(email=email, full_name=name, is_adult=True, **more)


def video(seconds: int = 10) -> Video:
    made = Video(
        title="A clip", duration_s=seconds, captions=CAPTIONS, transcript="Hello, neighbour. How is the lift?"
    )
    made.file.save("clip.mp4", ContentFile(bytes(range(256)) * 8), save=False)
    made.bytes = 2048
    made.save()
    return made


def course(
    *modules: int, code: str = "TASTE", seconds: int = 10, free: tuple[int, ...] = (1,), **more
) -> Course:
    """A published online course; `modules` says how many lessons each module has."""
    made = Course.objects.create(
        code=code,
        slug=code.lower(),
        title=more.pop("title", "A taste of organising"),
        kind=more.pop("kind", CourseKind.ONLINE),
        certificate_kind=more.pop("certificate_kind", CertificateKind.COMPLETION),
        published=True,
        **more,
    )
    clip = video(seconds)
    for number, lessons in enumerate(modules, start=1):
        module = Module.objects.create(
            course=made, key=uuid.uuid4(), number=number, title=f"Part {number}", is_free=number in free
        )
        for place in range(1, lessons + 1):
            Lesson.objects.create(
                module=module,
                key=uuid.uuid4(),
                number=place,
                title=f"Lesson {place} of part {number}",
                done_by=DoneBy.WATCHING,
                video=clip,
                seconds=seconds,
                published_at=NOON,
            )
    return made


def lessons(of: Course) -> list[Lesson]:
    """In the order of the course, with what actions want beside them."""
    rows = Lesson.objects.filter(module__course=of).select_related("module__course", "video")
    return list(rows.order_by("module__number", "number"))


def joined(who: Account, to: Course) -> Enrolment:
    return join_course(course_id=to.pk, by=who, now=NOON)


def signed_in(who: Account) -> Visitor:
    return Visitor(account_id=who.pk)


def finished(name: str = "Amara Diallo", *, confirmed: bool = True, now: datetime = NOON) -> Enrolment:
    """A place on a course of one lesson that is done; with `confirmed` its certificate is due."""
    amara = person(name)
    if confirmed:
        certificates.confirm_name(name=name, by=amara, now=now)
    lesson = lessons(course(1))[0]
    mark_read(lesson=lesson, by=signed_in(amara), now=now)
    return Enrolment.objects.get(account=amara)


def issued(place: Enrolment, now: datetime = NOON) -> Certificate:
    certificate = certificates.issue_certificate(enrolment_id=place.pk, now=now)
    assert certificate is not None
    return certificate


def printed(place: Enrolment) -> Certificate:
    certificate = issued(place)
    certificates.make_pdf(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    return certificate


def take_back(certificate: Certificate) -> None:
    reason = "It was given to the wrong person."
    Certificate.objects.filter(pk=certificate.pk).update(
        state=CertificateState.REVOKED, ended_at=NOON, ended_reason=reason
    )
