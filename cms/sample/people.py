"""Sample people: whom one can sign in as, and what they have done so far. Through the same actions as real people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction

from academy.accounts.actions import SignupAnswers, complete_signup, confirm_certificate_name
from academy.accounts.models import Account
from academy.accounts.role_actions import assign
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared.locks import locked_one
from courses.catalogue.models import Course, Lesson
from learners.certificates.actions import issue_certificate, make_pdf
from learners.enrolments.actions import join_course
from learners.enrolments.models import Enrolment
from learners.enrolments.visitors import Visitor
from learners.progress.actions import record_watching
from learners.progress.rules import Report


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody made up. `lessons`: how many of Framework Focus they have watched, the last of them `paused_days` ago.

    Without an e-mail address they are one of the people of their hub, who sign in with a code that the hub hands them.
    """

    name: str
    email: str
    may: str
    role: Role | None = None
    hub: str = ""
    lessons: int = 0
    joined_days_ago: int = 60
    paused_days: int = 2
    phone: str = ""


STAFF_DAYS = 400  # they ran courses that are over

PEOPLE = (
    SamplePerson(
        "Mona Rahman",
        "manager@example.org",
        "runs the Academy: people, roles, pages",
        Role.MANAGER,
        joined_days_ago=STAFF_DAYS,
    ),
    SamplePerson(
        "Colin Marsh",
        "coordinator@example.org",
        "looks after the hub Harbour Road: its people and their sign-in codes",
        Role.COORDINATOR,
        hub="harbour-road",
        joined_days_ago=STAFF_DAYS,
    ),
    SamplePerson(
        "Tess Nowak",
        "trainer@example.org",
        "trains people at Harbour Road",
        Role.TRAINER,
        hub="harbour-road",
        joined_days_ago=STAFF_DAYS,
    ),
    SamplePerson(
        "Asif Rahim",
        "assessor@example.org",
        "assesses people who go for the sample qualification",
        Role.ASSESSOR,
        hub="harbour-road",
        joined_days_ago=STAFF_DAYS,
    ),
    SamplePerson(
        "Tilda Novak",
        "trainee@example.org",
        "learns to assess; Asif signs beside her",
        Role.ASSESSOR,
        hub="harbour-road",
        joined_days_ago=STAFF_DAYS,
    ),
    SamplePerson(
        "Quentin Hale",
        "quality@example.org",
        "checks samples of what was assessed, and leads on quality",
        Role.QUALITY,
        joined_days_ago=STAFF_DAYS,
    ),
    SamplePerson("Edie Clarke", "editor@example.org", "writes and publishes pages at /editors/", Role.EDITOR),
    SamplePerson(
        "Amara Diallo",
        "amara@example.org",
        "a learner half way through Framework Focus",
        lessons=35,
        joined_days_ago=20,
    ),
    SamplePerson(
        "Femi Adeyemi", "femi@example.org", "a learner who has finished, with a certificate", lessons=70
    ),
    SamplePerson(
        "Ravi Shah",
        "ravi@example.org",
        "a learner who paused a week ago, and gets a kind word",
        lessons=6,
        joined_days_ago=18,
        paused_days=8,
    ),
    SamplePerson(
        "Grace Obi",
        "",
        "a learner of Harbour Road without e-mail, who is waiting to be rung",
        hub="harbour-road",
        lessons=4,
        joined_days_ago=16,
        paused_days=8,
        phone="01632 960 418",
    ),
)


def sample_people() -> list[str]:
    """One line for each: name, e-mail address, what they can do."""
    width = max(len(person.email) for person in PEOPLE)
    return [f"{person.email or '(a code)':<{width}}  {person.name}, {person.may}" for person in PEOPLE]


def load_people(*, now: datetime) -> list[Account]:
    """Everybody above. Who is there already is left as they are."""
    return [_load(person, now) for person in PEOPLE]


@transaction.atomic
def _load(person: SamplePerson, now: datetime) -> Account:
    known = Account.objects.filter(is_sample=True, full_name=person.name, email=person.email or None)
    if account := known.first():
        return account
    began = now - timedelta(days=person.joined_days_ago)
    account = _sign_up(person, began)
    hub = Hub.objects.get(slug=person.hub) if person.hub else None
    if person.role:
        account = locked_one(Account.objects.all(), account.pk)
        assign(account, person.role, hub, by=None, now=began)
    elif hub or person.phone:
        account.hub, account.phone = hub, person.phone
        account.save(update_fields=["hub", "phone"])
    if person.lessons:
        _learn(account, person, began=began, now=now)
    return account


def _sign_up(person: SamplePerson, began: datetime) -> Account:
    account = Account.objects.create_user(person.email or None, is_sample=True, joined_at=began)
    if person.email:
        EmailAddress.objects.create(user=account, email=person.email, verified=True, primary=True)
    answers = SignupAnswers(full_name=person.name, is_adult=True)
    return complete_signup(account_id=account.pk, answers=answers, now=began)


def _learn(account: Account, person: SamplePerson, *, began: datetime, now: datetime) -> None:
    """Watch that many lessons of Framework Focus from the first on, evenly until they paused."""
    course = Course.objects.get(code="FOCUS")
    enrolment = join_course(course_id=course.pk, by=account, now=began)
    confirm_certificate_name(account_id=account.pk, name=account.full_name, now=began)
    facts = Lesson.objects.filter(module__course=course, published=True).order_by("module__number", "number")
    lessons = list(facts.select_related("module__course", "video")[: person.lessons])
    step = (now - timedelta(days=person.paused_days) - began) / max(1, len(lessons))
    who = Visitor(account_id=account.pk)
    for place, lesson in enumerate(lessons, start=1):
        report = Report(((0, lesson.seconds),), lesson.seconds)
        record_watching(lesson=lesson, report=report, by=who, now=began + place * step)
    _certify(enrolment)


def _certify(enrolment: Enrolment) -> None:
    """What the worker would do: the sample certificate is there from the first moment."""
    enrolment.refresh_from_db()
    if enrolment.completed_at is None:
        return
    certificate = issue_certificate(enrolment_id=enrolment.pk, now=enrolment.completed_at)
    if certificate is not None:
        make_pdf(certificate_id=certificate.pk)
