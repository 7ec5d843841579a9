"""The table of test_matrix.py: each name with what everybody gets there."""

from datetime import date

from courses.delivery.models import Programme
from learners.enrolments.calendar_queries import place_calendar
from learners.enrolments.models import CalendarFeed, Enrolment
from learners.enrolments.states import Feed
from learners.evaluation.queries import answer_href
from learners.evaluation.states import Kind
from tests.access.about_rows import ABOUT
from tests.access.addresses import (
    BAD,
    GONE,
    LEADERS,
    OK,
    ON,
    REFUSED,
    RUN_BY,
    Address,
    Rows,
    everybody,
    lesson,
    only,
    signed_in,
)
from tests.access.allocation_rows import ALLOCATIONS
from tests.access.capture_rows import CAPTURE
from tests.access.feedback_rows import FEEDBACK
from tests.access.file_rows import FILES
from tests.access.intake_rows import INTAKE
from tests.access.joining_rows import JOINING
from tests.access.judging_rows import JUDGING
from tests.access.message_rows import DATE_MESSAGES
from tests.access.person_rows import ONESELF, PEOPLE, SIGNING_IN, STAFF
from tests.access.planning_rows import PLANNING
from tests.access.portfolio_rows import PORTFOLIOS
from tests.access.qualification_rows import QUALIFICATIONS
from tests.access.queue_rows import QUEUE
from tests.access.record_rows import RECORDS
from tests.access.registers import REGISTERS, of_session
from tests.access.registration_rows import REGISTRATIONS
from tests.access.signing_rows import SIGNING
from tests.access.submission_rows import SUBMISSIONS
from tests.access.way_rows import WAYS
from tests.access.world import World


def of_certificate(world: World) -> tuple[str]:
    return (world.certificate.token,)


def of_place(world: World) -> tuple[str, int]:
    return (world.dates.token, world.place.pk)


def of_dates(world: World) -> tuple[str]:
    return (world.dates.token,)


def of_calendar(world: World) -> tuple[str]:
    """Amara's."""
    made = CalendarFeed.objects.get_or_create(
        account=world.cast.learner, shows=Feed.LEARNING, defaults={"made_at": world.dates.made_at}
    )
    return (made[0].token,)


def signed_place(place: Enrolment) -> str:
    return place_calendar(place.pk).rpartition("/")[2].removesuffix(".ics")


def of_cohort(world: World) -> tuple[int]:
    return (world.dates.pk,)


def of_programme(world: World) -> tuple[int]:
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}
    return (Programme.objects.get_or_create(name="Doorsteps", defaults={"funder": "A fund", **days})[0].pk,)


def of_link(world: World, kind: Kind) -> tuple[str]:
    return (answer_href(world.place, kind).split("/")[2],)


def of_venue(world: World) -> tuple[int]:
    return (world.cast.harbour.venues.get().pk,)


LEARNING: Rows = {
    "lesson": lesson(OK, OK),  # the page of a closed lesson says how to open it
    "lesson-progress": lesson(OK, REFUSED, data={"watched": "0-1", "position": "1"}),
    "lesson-read": lesson(ON, REFUSED, data={"done": "yes"}),
    "lesson-reflection": lesson(BAD, BAD, data={"text": "no block named"}),
    "lesson-video": lesson(OK, REFUSED),
    "lesson-audio": lesson(GONE, REFUSED),
    "lesson-poster": lesson(GONE, REFUSED),
    "lesson-captions": lesson(OK, REFUSED),
    "lesson-words": lesson(OK, REFUSED),
    "certificate": everybody(args=of_certificate),  # whoever has the link
    "certificate-pdf": everybody(args=of_certificate),
    "correct-certificate-name": only("learner", args=of_certificate),
    "hide-certificate": (
        signed_in(302, args=of_certificate),
        only("learner", status=302, args=of_certificate, data={"hidden": "yes"}),
    ),
    "verify": everybody(),
    "verify-certificate": everybody(args=lambda world: (world.certificate.serial,)),
}

PUBLIC: Rows = {
    "hubs": everybody(),
    "hub": everybody(args=lambda world: ("harbour-road",)),
    "health": everybody(),
    "course": everybody(args=lambda world: (world.slug,)),
    "page": everybody(args=lambda world: ("",)),
    "image": everybody(404, args=lambda world: ("nothing.png",)),
    "report-problem": everybody(),
    "report-problem-thanks": everybody(),
}

EDITORS: Rows = {
    "wagtailadmin_home": Address((302, 403, 403, 403, 200, 200)),
    "wagtailadmin_explore_root": Address((302, 403, 403, 403, 200, 200)),
    "editors-account": Address((302, 403, 403, 403, 200, 200)),
    "editors-video": Address((302, 403, 403, 403, 200, 200), args=lambda world: (world.video.pk, "video")),
}

PLACES: Rows = {
    "calendar": (signed_in(), signed_in(302, data={"shows": "learning"})),
    "calendar-feed": everybody(args=of_calendar),  # whoever has the address
    "place-calendar": everybody(args=lambda world: (signed_place(world.place),)),
    "dates": everybody(),
    "date-page": everybody(args=of_dates),
    "book-place": (
        Address((302, 302, 200, 200, 200, 200), args=of_dates),  # the learner has a place already
        signed_in(302, args=of_dates, data={"book": "yes"}),
    ),
    "cancel-place": (
        only("learner", args=of_dates),
        only("learner", status=302, args=of_dates, data={"why": ""}),
    ),
    "place-offer": (
        only("learner", args=lambda world: (world.offered.token,)),
        only("learner", status=302, args=lambda world: (world.offered.token,), data={"answer": "yes"}),
    ),
    "day-needs": only("learner", args=of_dates),
    "date-people": only("trainer", "coordinator", "manager", args=of_dates),
    "date-people-add": only("trainer", "coordinator", "manager", args=of_dates),
    "date-person": only("trainer", "coordinator", "manager", args=of_place),
    "date-person-move": (
        only("trainer", "coordinator", "manager", args=of_place),
        only("trainer", "coordinator", "manager", args=of_place, status=422, data={"to": "nowhere"}),
    ),
    "guardian-consent": only("trainer", "coordinator", "manager", args=of_place),
    "guardian-paper": only("trainer", "coordinator", "manager", status=404, args=of_place),
    "access-need": (signed_in(), signed_in(302, data={"words": "A quiet room."})),
    "date-code": everybody(),
    "short-code": everybody(302, args=lambda world: (world.dates.code,)),
}

RUNNING: Rows = {
    "cohort-list": only(*RUN_BY),
    "cohort-page": only(*RUN_BY, args=of_cohort),
    "cohort-certificates": only(*RUN_BY, args=of_cohort),
    "cohort-certificate-files": only(*RUN_BY, args=of_cohort),
    "cohort-progress": only(*RUN_BY, args=of_cohort),
    "cohort-export": (
        only(*RUN_BY, args=of_cohort),
        only(*RUN_BY, args=of_cohort, data={"of": "people", "format": "csv", "key": "k" * 22}),
    ),
    "export": signed_in(
        404, args=lambda world: ("nothing",)
    ),  # whose it is: tests/learners/group/test_lists.py
    "export-file": signed_in(404, args=lambda world: ("nothing",)),
    "cohort-new": only(*LEADERS),
    "cohort-copy": only(*LEADERS, args=of_cohort),
    "cohort-change": only(*LEADERS, args=of_cohort),
    "cohort-open": (
        only(*RUN_BY, args=of_cohort),  # a trainer sees why the button is not for them
        only(*LEADERS, status=302, args=of_cohort, data={}),
    ),
    "cohort-confirm": (
        only(*RUN_BY, args=of_cohort),
        only(*LEADERS, status=302, args=of_cohort, data={"why": "A class comes."}),
    ),
    "cohort-cancel": (
        only(*RUN_BY, args=of_cohort),
        only(*LEADERS, status=302, args=of_cohort, data={"why": "The hall is flooded."}),
    ),
    "cohort-trainers": (
        only(*LEADERS, args=of_cohort),
        only(*LEADERS, status=302, args=of_cohort, data={}),
    ),
    "cohort-session-add": only(*LEADERS, args=of_cohort),
    "cohort-session": only(*LEADERS, args=of_session),
    "cohort-session-cancel": (
        only(*RUN_BY, args=of_session),
        only(args=of_session, data={}),  # it is the only one
    ),
    "cohort-programmes": (
        only(*LEADERS, args=of_cohort),
        only(*LEADERS, status=302, args=of_cohort, data={}),
    ),
    "programmes": only("manager"),
    "programme-add": only("manager"),
    "programme": only("manager", args=of_programme),
    "cohort-venues": only(*LEADERS),
    "cohort-venue-add": only(*LEADERS),
    "cohort-venue": only(*LEADERS, args=of_venue),
    "cohort-venue-close": (
        only(*LEADERS, args=of_venue),
        only(*LEADERS, status=302, args=of_venue, data={}),
    ),
}

VOICES: Rows = {
    # whoever has the link; these dates are not over yet
    "evaluate": (
        everybody(args=lambda world: of_link(world, Kind.END)),
        everybody(403, args=lambda world: of_link(world, Kind.END), data={"relevance": "5", "named": "no"}),
    ),
    "feedback": only(*RUN_BY),
    "feedback-cards": only(*RUN_BY, args=of_cohort),
    "cohort-feedback": (
        only(*RUN_BY, args=of_cohort),
        only(*RUN_BY, status=405, refused=405, args=of_cohort, data={}),
    ),
    "follow-up": (
        everybody(args=lambda world: of_link(world, Kind.LATER)),
        everybody(403, args=lambda world: of_link(world, Kind.LATER), data={"acted": "yes", "named": "no"}),
    ),
}


TABLE: Rows = (
    QUALIFICATIONS  # before anybody is on the version that these open
    | SIGNING_IN
    | ABOUT
    | ONESELF
    | PEOPLE
    | STAFF
    | LEARNING
    | PUBLIC
    | EDITORS
    | PLACES
    | RUNNING
    | DATE_MESSAGES
    | REGISTERS
    | VOICES
    | INTAKE
    | FILES
    | PORTFOLIOS
    | CAPTURE
    | REGISTRATIONS
    | PLANNING
    | SUBMISSIONS
    | QUEUE
    | SIGNING
    | ALLOCATIONS
    | JUDGING
    | WAYS
    | RECORDS
    | FEEDBACK
    | JOINING
)
