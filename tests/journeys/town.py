"""Everybody and everything that the pages can be about: the sample Academy, and the people whom it does not have."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import signing
from django.core.management import call_command
from django.db import transaction

from academy.accounts.actions import SignupAnswers, complete_signup
from academy.accounts.invitation_actions import invite
from academy.accounts.models import Account, Invitation
from academy.accounts.role_actions import assign
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared import clock
from cms.models import LessonPage
from courses.catalogue.models import Course, Lesson
from courses.delivery.models import Cohort, Session
from learners.certificates.actions import confirm_name, correct_name, issue_certificate, make_pdf
from learners.certificates.models import Certificate
from learners.certificates.states import CertificateState
from learners.enrolments.actions import join_course
from learners.enrolments.models import Enrolment
from learners.enrolments.visitors import SALT, Visitor
from learners.progress.actions import mark_read
from learners.reminders.models import Sent
from tests.factories.pages import take_down
from tests.journeys.inboxes import fill_inboxes
from tests.journeys.registers import open_registers
from tests.journeys.ringing import fill_lists
from tests.journeys.town_dates import fill_dates
from tests.journeys.town_lists import fill_people_lists
from tests.journeys.twice import enter_twice

# The longest that a form takes, and a word in it that has nowhere to break.
LONG_NAME = (
    "Hubert Blaine Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren "
    "Ó Súilleabháin-Featherstonehaugh-Cholmondeley Jr."
)
LONG_EMAIL = (
    "hubert.blaine.wolfeschlegelsteinhausenbergerdorff@a-department-with-quite-a-long-name.example.org"
)
PASSWORD = "four green bikes sing"  # Mona's and Edie's
CROWD = 60  # more than one page of a list


@dataclass(frozen=True, slots=True)
class Town:
    """`people` by first name. `certificates`: issued, replaced, revoked, making. `invitations`: open, late.
    `messages`: to Amara. `sessions`: now, signed, late; each with its register."""

    people: dict[str, Account]
    free: Lesson
    second: Lesson
    closed: Lesson
    gone: Lesson
    guest_cookie: str
    certificates: dict[str, Certificate] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)
    messages: dict[str, Sent] = field(default_factory=dict)
    dates: dict[str, Cohort] = field(default_factory=dict)  # by name, see town_dates.py
    sessions: dict[str, Session] = field(default_factory=dict)


def build_town() -> Town:
    """Loads the sample Academy and adds to it. Takes about six seconds."""
    call_command("load_sample", verbosity=0)
    people = _learners() | _staff()
    people |= {a.full_name.split()[0].lower(): a for a in Account.objects.filter(is_sample=True)}
    focus = Lesson.objects.filter(module__course__code="FOCUS").select_related("module__course", "video")
    taste = list(
        Lesson.objects.filter(module__course__code="TASTE").select_related("module__course", "video")
    )
    town = Town(
        people=people,
        free=focus.get(module__number=1, number=1),
        second=focus.get(module__number=1, number=2),
        closed=focus.get(module__number=3, number=3),
        gone=focus.get(module__number=7, number=10),
        guest_cookie=_guest(focus.get(module__number=1, number=2)),
    )
    for name in ("lena", "gus", "hubert", "rosa"):
        for lesson in taste:
            mark_read(lesson=lesson, by=Visitor(account_id=people[name].pk), now=clock.now())
    _certificates(town)
    _invitations(town)
    fill_lists(town.people)
    town.sessions.update(open_registers(town.people))
    enter_twice(town.people)
    town.messages.update(fill_inboxes(town.people))
    town.dates.update(fill_dates(town.people))
    fill_people_lists(town.people)
    take_down(LessonPage.objects.get(translation_key=town.gone.key))
    return town


def _guest(lesson: Lesson) -> str:
    """The cookie of somebody who has read a lesson without an account."""
    saved = mark_read(lesson=lesson, by=Visitor(), now=clock.now())
    return signing.dumps(saved.guest_key, salt=SALT)


def _person(name: str, email: str | None, **facts: Any) -> Account:
    account = Account.objects.create_user(email, **{"full_name": name, "is_adult": True, **facts})
    if email:
        EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account


def _learners() -> dict[str, Account]:
    """Nia has done nothing, Lena waits for her name, Gus for the printer; Kit is 15; nobody knows Una yet."""
    now, harbour = clock.now(), Hub.objects.get(slug="harbour-road")
    people = {
        "nia": _person("Nia New", "nia@example.org"),
        "lena": _person("Lena Late", "lena@example.org"),
        "gus": _person("Gus Green", "gus@example.org"),
        "rosa": _person("Rosa Taken Back", "rosa@example.org"),
        "una": _person("", "una@example.org", is_adult=None),
        "yusuf": _person("Yusuf Khan", None, hub=harbour),
        "hubert": _person(LONG_NAME, LONG_EMAIL, hub=harbour, phone="07700 900123"),
    }
    kit = _person("", "kit@example.org", is_adult=None)
    born = now.date() - timedelta(days=15 * 366)
    answers = SignupAnswers(full_name="Kit Young", is_adult=False, date_of_birth=born)
    people["kit"] = complete_signup(account_id=kit.pk, answers=answers, now=now)
    for number in range(CROWD):
        _person(f"Neighbour {number:02} of Harbour Road", f"neighbour{number}@example.org", hub=harbour)
    data = {"name": "Nia’s telephone", "credential": {}}
    Authenticator.objects.create(user=people["gus"], type=Authenticator.Type.WEBAUTHN, data=data)
    return people


def _staff() -> dict[str, Account]:
    """Bess looks after two hubs, and does one thing more."""
    bess, now = _person("Bess Both", "bess@example.org"), clock.now()
    hubs = list(Hub.objects.order_by("name")[:2])
    with transaction.atomic():
        for role, hub in ((Role.COORDINATOR, hubs[0]), (Role.COORDINATOR, hubs[1]), (Role.TRAINER, hubs[0])):
            assign(bess, role, hub, by=None, now=now)
    for email in ("manager@example.org", "editor@example.org"):
        account = Account.objects.get(email=email)
        account.set_password(PASSWORD)
        account.save()
    edie = Account.objects.get(email="editor@example.org")
    TOTP.activate(edie, generate_totp_secret())
    RecoveryCodes.activate(edie)
    return {"bess": bess}


def _certificates(town: Town) -> None:
    """One in every state."""
    now, femi = clock.now(), town.people["femi"]
    first = Certificate.objects.get(enrolment__account=femi)
    new = correct_name(certificate_id=first.pk, name="Olúwafẹ́mi Adeyemi", by=femi, now=now)
    make_pdf(certificate_id=new.pk)
    town.certificates.update(replaced=first, issued=new)
    for state, name in (("making", "gus"), ("long", "hubert"), ("revoked", "rosa")):
        person = town.people[name]
        confirm_name(name=person.full_name, by=person, now=now)
        place = Enrolment.objects.get(account=person)
        made = issue_certificate(enrolment_id=place.pk, now=now)
        assert made is not None
        town.certificates[state] = made
    make_pdf(certificate_id=town.certificates["long"].pk)
    reason = "It was given to the wrong person. Ask the Academy."
    Certificate.objects.filter(pk=town.certificates["revoked"].pk).update(
        state=CertificateState.REVOKED, ended_at=now, ended_reason=reason
    )
    join_course(course_id=Course.objects.get(code="FOCUS").pk, by=town.people["lena"], now=now)


def _invitations(town: Town) -> None:
    manager, now = town.people["mona"], clock.now()
    harbour = Hub.objects.get(slug="harbour-road")
    for key, email, at in (
        ("open", "new@example.org", now),
        ("long", f"x{LONG_EMAIL}", now),
        ("late", "slow@example.org", now - timedelta(days=20)),
    ):
        town.invitations[key] = invite(email=email, role=Role.TRAINER, hub_id=harbour.pk, by=manager, now=at)
