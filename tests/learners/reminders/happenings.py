"""One happening for each kind of message: a small world in which it becomes due, and what makes it go away again.

A new kind needs a line in HAPPENINGS; test_kinds.py asks the same of all of them.
"""

from datetime import UTC, date, datetime, timedelta

from academy.accounts.actions import choose_news
from academy.accounts.models import Account, ConsentRecord, NoticeShown, RoleAssignment
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from courses.catalogue.models import Course
from learners.certificates.actions import correct_name
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from learners.progress.actions import mark_read
from learners.progress.models import LessonProgress
from learners.reminders.models import Sent, StudyGoal
from learners.reminders.states import SentState
from tests import cast
from tests.learners import worlds
from tests.learners.reminders import (
    adjusting_happenings,
    after_happenings,
    date_happenings,
    judging_happenings,
    qualification_happenings,
    told_happenings,
)
from tests.learners.reminders.happening import Happening, learner
from tests.learners.worlds import NOON, later


def the_course() -> Course:
    """Two lessons that are free, and two that are not."""
    return Course.objects.filter(code="TASTE").first() or worlds.course(2, 2)


def begun(number: int) -> Account:
    """One lesson is done at NOON, a Friday."""
    who = learner(number)
    mark_read(lesson=worlds.lessons(the_course())[0], by=worlds.signed_in(who), now=NOON)
    return who


def signed_up(number: int) -> Account:
    who = learner(number)
    the_course()
    NoticeShown.objects.create(account=who, version="2026-11", shown_at=NOON)
    return who


def finished(number: int) -> Account:
    who = learner(number)
    place = worlds.joined(who, the_course())
    Enrolment.objects.filter(pk=place.pk).update(completed_at=NOON)
    return who


def wants_news(number: int) -> Account:
    who = finished(number)
    ConsentRecord.objects.create(
        account=who, channel="email", given=True, wording_version="2026-11", recorded_at=NOON
    )
    return who


def with_certificate(number: int, pdf: str | None = "certificates/one.pdf") -> Account:
    who = finished(number)
    Certificate.objects.create(
        enrolment=Enrolment.objects.get(account=who),
        kind="completion",
        name=who.full_name,
        course_title="A taste of organising",
        issuer="Academy",
        completed_on=NOON.date(),
        issued_at=NOON,
        template_version="1",
        pdf=pdf,
    )
    return who


def with_goal(number: int) -> Account:
    """Three lessons a week, Fridays at six in the evening."""
    who = begun(number)
    StudyGoal.objects.create(account=who, lessons=3, weekday=4, hour=18, set_at=NOON)
    return who


def rings(number: int) -> Account:
    """A trainer on whose list somebody has stood since Thursday."""
    trainer = cast.person(f"Jo{number} Trainer")
    hub = cast.hub(f"Hub {number}")
    cast.hold(trainer, Role.TRAINER, hub)
    to_ring(hub, number)
    return trainer


def to_ring(hub: Hub | None, number: int = 0) -> Sent:
    yusuf = worlds.person("Yusuf Khan", email=None, hub=hub)
    thursday = later(days=-1)
    return Sent.objects.create(
        account=yusuf,
        kind="course_idle",
        subject=f"enrolment:{number}",
        state=SentState.TO_RING,
        way="phone",
        hub=hub,
        due_at=thursday,
        useful_until=thursday + timedelta(days=7),
        not_before=thursday,
    )


# --- what may happen meanwhile -----------------------------------------------------------------------------


def closes(who: Account) -> None:
    Account.objects.filter(pk=who.pk).update(is_active=False)


def leaves(who: Account) -> None:
    Enrolment.objects.update(withdrawn_at=NOON)


def finishes(who: Account) -> None:
    Enrolment.objects.update(completed_at=NOON)


def course_comes_down(who: Account) -> None:
    Course.objects.update(published=False)


def comes_back(who: Account) -> None:
    LessonProgress.objects.update(saved_at=later(days=6))


def sets_goal(who: Account) -> None:
    StudyGoal.objects.create(account=who, lessons=1, weekday=1, hour=9, set_at=NOON)


def does_two_more(who: Account) -> None:
    """On Thursday of the week of the study day; that meets a goal of two, with one lesson left."""
    place = worlds.joined(who, the_course())
    for lesson in worlds.lessons(place.course)[1:3]:
        mark_read(lesson=lesson, by=worlds.signed_in(who), now=later(days=6))
    StudyGoal.objects.update(lessons=2)


def changes_address(who: Account) -> None:
    Account.objects.filter(pk=who.pk).update(email="another@example.org")


def says_no_to_news(who: Account) -> None:
    choose_news(account_id=who.pk, news={"email": False}, now=later(days=5))


def turns_out_to_be_17(who: Account) -> None:
    Account.objects.filter(pk=who.pk).update(date_of_birth=date(2009, 1, 1))


def gets_another_name(who: Account) -> None:
    certificate = Certificate.objects.get()
    correct_name(certificate_id=certificate.pk, name="Amara J.", by=who, now=NOON)


def loses_role(who: Account) -> None:
    RoleAssignment.objects.filter(account=who).update(ends_on=NOON.date())


MORNING, AFTERNOON = (datetime(2026, 11, 20, hour, tzinfo=UTC) for hour in (9, 17))
FRIDAY_EVENING = datetime(2026, 11, 27, 18, tzinfo=UTC)

PAUSED = {
    "came back": comes_back,
    "finished": finishes,
    "left": leaves,
    "course down": course_comes_down,
    "account closed": closes,
    "set a goal": sets_goal,
}

HAPPENINGS: dict[str, Happening] = {
    "welcome": Happening(
        signed_up,
        at=NOON,
        until=later(days=2),
        gone={"account closed": closes, "not their address": changes_address},
    ),
    "certificate_ready": Happening(
        with_certificate,
        at=NOON,
        until=later(days=14),
        gone={
            "account closed": closes,
            "taken back": lambda who: worlds.take_back(Certificate.objects.get()),
            "replaced": gets_another_name,
        },
    ),
    "course_idle": Happening(begun, at=later(days=7), until=later(days=14), gone=PAUSED),
    "course_idle_again": Happening(
        begun,
        at=later(days=21),
        until=later(days=28),
        gone={
            **PAUSED,
            "came back": lambda who: LessonProgress.objects.update(saved_at=later(days=20)),
        },
    ),
    "study_day": Happening(
        with_goal,
        at=FRIDAY_EVENING,
        until=FRIDAY_EVENING + timedelta(hours=3),
        gone={
            "goal met": does_two_more,
            "goal given up": lambda who: StudyGoal.objects.all().delete(),
            "another day": lambda who: StudyGoal.objects.update(weekday=5),
            "later today": lambda who: StudyGoal.objects.update(hour=19),
            "finished": finishes,
            "left": leaves,
            "course down": course_comes_down,
            "account closed": closes,
        },
    ),
    "next_course": Happening(
        wants_news,
        at=later(days=5),
        until=later(days=35),
        gone={
            "consent withdrawn": says_no_to_news,
            "under 18": turns_out_to_be_17,
            "not their address": changes_address,
            "left": leaves,
            "account closed": closes,
        },
        without_email=False,
    ),
    "people_to_ring": Happening(
        rings,
        at=MORNING,
        until=AFTERNOON,
        gone={
            "told": lambda who: Sent.objects.update(state=SentState.TOLD, rung_by=who, rung_at=NOON),
            "past its use": lambda who: Sent.objects.update(useful_until=MORNING),
            "they left us": lambda who: Account.objects.filter(full_name="Yusuf Khan").update(
                is_active=False
            ),
            "role ended": loses_role,
            "account closed": closes,
        },
    ),
    **date_happenings.HAPPENINGS,
    **after_happenings.HAPPENINGS,
    **qualification_happenings.HAPPENINGS,
    **judging_happenings.HAPPENINGS,
    **adjusting_happenings.HAPPENINGS,
    **told_happenings.HAPPENINGS,
}
