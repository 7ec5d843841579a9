"""People to whom a message is due: half of a kind that is never sent twice, half of one that is."""

from datetime import timedelta

from django.db import connection

from academy.accounts.models import Account
from academy.shared import clock
from courses.catalogue.models import Course
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind, Entitlement
from learners.progress.models import LessonProgress
from tests.learners import worlds

NEVER_TWICE, AGAIN = "course_idle", "certificate_ready"
IDLE_SINCE = timedelta(days=8)


def people_with_messages_due(*, never_twice: int, again: int) -> None:
    """So many of each kind, every one to somebody else: idle<n>@example.org and ready<n>@example.org."""
    course = worlds.course(2)
    _idle(course, [_person("idle", number) for number in range(never_twice)])
    _ready(course, [_person("ready", number) for number in range(again)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _person(word: str, number: int) -> Account:
    return Account(
        email=f"{word}{number}@example.org", full_name=f"Person {number}", is_adult=True, password="!"
    )


def _places(course: Course, people: list[Account], *, finished: bool) -> list[Enrolment]:
    began = clock.now() - IDLE_SINCE
    return Enrolment.objects.bulk_create(
        Enrolment(
            account=account,
            course=course,
            kind=EnrolmentKind.ONLINE,
            entitlement=Entitlement.GRANTED,
            opens_at=began,
            started_at=began,
            completed_at=clock.now() if finished else None,
        )
        for account in Account.objects.bulk_create(people)
    )


def _idle(course: Course, people: list[Account]) -> None:
    first = worlds.lessons(course)[0]
    LessonProgress.objects.bulk_create(
        LessonProgress(enrolment=place, lesson=first, seconds=1, bits=b"\1", saved_at=place.started_at)
        for place in _places(course, people, finished=False)
    )


def _ready(course: Course, people: list[Account]) -> None:
    now = clock.now()
    Certificate.objects.bulk_create(
        Certificate(
            enrolment=place,
            kind=course.certificate_kind,
            name=place.account.full_name,
            course_title=course.title,
            issuer="The Academy",
            completed_on=now.date(),
            issued_at=now - timedelta(minutes=1),
            template_version="1",
            pdf="certificates/made.pdf",
            pdf_sha256="0" * 64,
        )
        for place in _places(course, people, finished=True)
    )
