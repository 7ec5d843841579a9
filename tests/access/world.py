"""One small Academy in which every address has something to show."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from academy.accounts.invitation_actions import invite
from academy.accounts.models import Account, Invitation, RoleAssignment
from academy.accounts.roles import Role
from academy.shared import clock
from courses.delivery.models import Cohort
from courses.media.models import Video
from learners.certificates.actions import confirm_name, issue_certificate, make_pdf
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place, cancel_place
from learners.progress.actions import mark_read
from learners.reminders.models import AddressTrouble, Sent
from learners.reminders.states import TroubleKind
from tests.cast import Cast, make_cast
from tests.factories import pages
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.reminders.letterbox import came
from tests.learners.reminders.lines import line


@dataclass(frozen=True, slots=True)
class World:
    """The cast; a course with a free and a closed lesson; Amara's certificate and a message to her; an invitation."""

    cast: Cast
    free: UUID
    closed: UUID
    slug: str
    video: Video
    certificate: Certificate
    message: Sent  # to Amara
    line: Sent  # to ring Yusuf about
    trouble: AddressTrouble  # with Amara's
    invitation: Invitation
    trainers_role: RoleAssignment
    passkey: Authenticator  # of Yusuf, who is none of those that ask
    dates: Cohort  # at Harbour Road, with Jo as trainer; Amara has a place
    offered: Cohort  # where a place is offered to her
    place: Enrolment  # hers


def make_world() -> World:
    cast = make_cast()
    for account in Account.objects.exclude(email=None):
        EmailAddress.objects.create(user=account, email=str(account.email), verified=True, primary=True)
    film = pages.video()
    course = pages.course("ACCESS")
    free = pages.lesson(pages.module(course, is_free=True), pages.film(film), pages.question())
    closed = pages.lesson(pages.module(course), pages.film(film))
    booked, offered = _dates(cast)
    return World(
        cast=cast,
        free=free.translation_key,
        closed=closed.translation_key,
        slug=course.slug,
        video=film,
        certificate=_certificate(cast.learner),
        message=came(
            cast.learner, "course_idle", at=clock.now(), useful_until=clock.now() + timedelta(days=7)
        ),
        line=line(cast.neighbour, cast.harbour),
        trouble=AddressTrouble.objects.create(
            account=cast.learner,
            email=str(cast.learner.email),
            kind=TroubleKind.BOUNCED,
            found_at=clock.now(),
        ),
        invitation=_invitation(cast),
        trainers_role=cast.trainer.roles.get(),
        passkey=Authenticator.objects.create(
            user=cast.neighbour,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "Passkey 1", "credential": {}},
        ),
        dates=booked,
        offered=offered,
        place=Enrolment.objects.get(cohort=booked, account=cast.learner),
    )


def _invitation(cast: Cast) -> Invitation:
    hub = cast.harbour.pk
    return invite(email="new@example.org", role=Role.TRAINER, hub_id=hub, by=cast.manager, now=clock.now())


def _dates(cast: Cast) -> tuple[Cohort, Cohort]:
    now, first = clock.now(), clock.today() + timedelta(days=30)
    booked = dates.cohort(10, first=first, at=cast.harbour, trainers=(cast.trainer,), now=now)
    offered = dates.cohort(1, first=first, at=cast.harbour, now=now)
    last = book_place(cohort_id=offered.pk, account_id=cast.stranger.pk, by=cast.stranger, now=now)
    for one in (booked, offered):
        book_place(cohort_id=one.pk, account_id=cast.learner.pk, by=cast.learner, now=now)
    cancel_place(place_id=last.pk, by=cast.stranger, now=now)
    return booked, offered


def _certificate(holder: Account) -> Certificate:
    now = clock.now()
    confirm_name(name=holder.full_name, by=holder, now=now)
    course = worlds.course(1)
    mark_read(lesson=worlds.lessons(course)[0], by=worlds.signed_in(holder), now=now)
    issued = issue_certificate(enrolment_id=Enrolment.objects.get(account=holder, course=course).pk, now=now)
    assert issued is not None
    make_pdf(certificate_id=issued.pk)
    issued.refresh_from_db()
    return issued
