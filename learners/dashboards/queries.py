"""My learning: one next step, the places I have booked, what I am on, what I have earned."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from learners.certificates.queries import CertificateCard, cards_of
from learners.dashboards.plan_steps import with_plans
from learners.enrolments.models import Enrolment
from learners.enrolments.my_queries import PlaceCard, my_places
from learners.enrolments.states import EnrolmentKind
from learners.evaluation.queries import ToTell, open_for
from learners.progress.outlines import CourseView, NextStep
from learners.progress.queries import lesson_facts, missing_of, progress_by_enrolment
from learners.progress.rows import course_outline
from learners.registrations.models import QualRegistration
from learners.registrations.queries import RegistrationCard
from learners.registrations.queries import cards_of as cards_of_registrations
from learners.reminders.goal_queries import Desk, desk_of


@dataclass(frozen=True, slots=True)
class MyLearning:
    """Everything on the page: places with the soonest first, courses with the newest first; what one is asked about
    courses that are over."""

    next_step: NextStep | None
    places: tuple[PlaceCard, ...]
    courses: tuple[CourseView, ...]
    certificates: tuple[CertificateCard, ...]
    desk: Desk
    to_tell: tuple[ToTell, ...]
    registrations: tuple[RegistrationCard, ...]

    @property
    def under_way(self) -> bool:
        """Whether there is a lesson to set oneself a goal for."""
        return any(course.completed_on is None and course.next_step is not None for course in self.courses)


def my_learning(*, account: Account, now: datetime) -> MyLearning:
    """The page of one person. Five queries (eight with places on dates), however many courses and lessons; one more
    with something finished, with a weekly goal, and five more with a registration for a qualification."""
    registered = Exists(QualRegistration.objects.live().filter(account__in=rows_of(account)))
    ever = Enrolment.objects.counted().filter(account__in=rows_of(account)).annotate(registered=registered)
    ever = ever.select_related("course", "cohort").order_by("-started_at", "-pk")
    on_dates = any(place.kind == EnrolmentKind.COHORT for place in ever)
    mine = [place for place in ever if place.withdrawn_at is None]
    places = [place for place in mine if place.kind == EnrolmentKind.ONLINE]
    confirmed = account.certificate_name_confirmed_at is not None
    certificates = cards_of(
        [place for place in mine if place.kind == EnrolmentKind.ONLINE or place.completed_at is not None],
        name_confirmed=confirmed,
    )
    courses = _courses(places, now)
    desk = desk_of(account.pk, now=now)
    booked = my_places(account.pk, now=now) if on_dates else ()
    to_tell = open_for(account, now) if on_dates else ()
    asked = not ever or ever[0].registered  # type: ignore[attr-defined]
    on_the_way = with_plans(cards_of_registrations(account, now=now), account) if asked else ()
    waited_for, others = _of_qualifications(on_the_way)
    step = _offered(booked) or waited_for or _next_step(places, courses, certificates) or others
    return MyLearning(step, booked, courses, certificates, desk, to_tell, on_the_way)


def _offered(places: tuple[PlaceCard, ...]) -> NextStep | None:
    """A place that somebody else gets if it is not taken."""
    offered = next((place for place in places if place.answer_href), None)
    if offered is None:
        return None
    why = f"{offered.when}, at {offered.hub}. {offered.words}"
    title = f"A place is free for you: {offered.title}"
    return NextStep("Your next step", title, why, offered.answer_href, "Take it or leave it", "connect")


def _of_qualifications(cards: tuple[RegistrationCard, ...]) -> tuple[NextStep | None, NextStep | None]:
    """The first step of a registration that others wait for, which comes before a lesson; the first of the others."""
    found: dict[bool, NextStep] = {}
    for card in cards:
        if card.step_href:
            own = card.step.action or "Open it"
            step = NextStep("Your next step", card.step.title, card.step.why, card.step_href, own, "organise")
            found.setdefault(card.waits, step)
    return found.get(True), found.get(False)


def _courses(places: list[Enrolment], now: datetime) -> tuple[CourseView, ...]:
    facts = lesson_facts({place.course_id for place in places})
    progress = progress_by_enrolment(place.pk for place in places)
    outlines = []
    for place in places:
        mine = progress[place.pk]
        of_course = [fact for fact in facts if fact.course_id == place.course_id]
        outlines.append(
            course_outline(
                place.course,
                of_course,
                mine,
                opens_all=place.opens_all(now),
                joined=True,
                completed_at=place.completed_at,
                missing=() if place.completed_at else missing_of(of_course, mine),
            )
        )
    return tuple(outlines)


def _next_step(
    places: list[Enrolment], courses: tuple[CourseView, ...], certificates: tuple[CertificateCard, ...]
) -> NextStep | None:
    for card in certificates:
        if card.state == "waiting_name":
            why = "You have finished. We only need to know which name to print."
            return NextStep(
                "Your next step", "Get your certificate", why, card.href, "Tell us your name", "certificate"
            )
    unfinished = [course for course in courses if course.completed_on is None and course.shown]
    for course in unfinished:
        if course.next_step is not None:
            return course.next_step
    for course in unfinished:
        if not course.opens_all:
            why = f"You have done what is open to everyone in {course.title}. The rest is free for now."
            return NextStep(
                "Your next step",
                "Open the whole course",
                why,
                course.join_href,
                "Join the course",
                "organise",
            )
    return None
