"""Registers of the town: one that is being marked today, one that is signed, one that nobody has signed yet."""

from datetime import timedelta

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared import clock
from academy.shared.clock import london_date
from academy.shared.photos import read_photo
from courses.catalogue.models import Course
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.states import CohortState
from learners.attendance.actions import Kept, Wanted, mark_people, merge_marks
from learners.attendance.here_actions import check_in
from learners.attendance.photo_actions import add_photos
from learners.attendance.sign_actions import amend_register, sign_register
from learners.attendance.walk_in_actions import add_walk_in
from learners.certificates.actions import confirm_name, issue_certificate
from learners.certificates.review_actions import look_again_at
from learners.enrolments.models import DayNeeds, Enrolment
from learners.enrolments.place_actions import book_place
from tests.factories.photos import picture, upload
from tests.learners.places import dates

MANY_WORDS = "Needs a chair with arms near the door, and step-free ways all day. " * 4


def open_registers(people: dict[str, Account]) -> dict[str, Session]:
    """`now`: two of four are marked, and there is a walk-in; `signed`: a mark came in since; `late`: nobody signed."""
    sessions = {name: _session(name, days, people) for name, days in (("now", 0), ("signed", 2), ("late", 3))}
    tess, now = people["tess"], clock.now()
    hubert = Enrolment.objects.get(cohort=sessions["now"].cohort, account=people["hubert"])
    DayNeeds.objects.create(enrolment=hubert, needs=MANY_WORDS, diet="No nuts", saved_at=now)
    wanted = [Wanted(hubert.pk, "late", 20)]
    mark_people(session_id=sessions["now"].pk, wanted=wanted, by=tess, now=now)
    add_walk_in(session_id=sessions["now"].pk, name="Kit Lawal", by=tess, now=now)
    check_in(session_id=sessions["now"].pk, typed="Road Hubert", device="door", now=now)
    sheet = read_photo(upload(picture(size=(900, 1200))))
    add_photos(session_id=sessions["now"].pk, photos=[sheet], by=tess, now=now)
    places = list(Enrolment.objects.filter(cohort=sessions["signed"].cohort))
    wanted = [Wanted(place.pk, "present") for place in places]
    mark_people(session_id=sessions["signed"].pk, wanted=wanted, by=tess, now=now)
    sign_register(session_id=sessions["signed"].pk, by=tess, now=now)
    _doubt(sessions["signed"], Enrolment.objects.get(pk=places[-1].pk), tess)
    after = Kept("late", str(places[0].pk), timedelta(0), "phone", 1, mark="absent")
    merge_marks(session_id=sessions["signed"].pk, kept=[after], by=tess, now=now + timedelta(seconds=1))
    return sessions


def _doubt(session: Session, place: Enrolment, tess: Account) -> None:
    """A certificate that the changed register does not earn any more."""
    now = clock.now()
    confirm_name(name=place.account.full_name, by=place.account, now=now)
    issue_certificate(enrolment_id=place.pk, now=now)
    wanted = [Wanted(place.pk, "absent")]
    amend_register(session_id=session.pk, wanted=wanted, reason="Not there after lunch.", by=tess, now=now)
    look_again_at(cohort_id=session.cohort_id, now=now)


def _session(name: str, days_ago: int, people: dict[str, Account]) -> Session:
    harbour, now = Hub.objects.get(slug="harbour-road"), clock.now()
    day = london_date(now) - timedelta(days=days_ago)
    cohort = dates.cohort(
        6,
        at=harbour,
        of=Course.objects.get(code="INTRO"),
        first=day + timedelta(days=30),
        title=f"the {name} group",
    )
    CohortTrainer.objects.create(cohort=cohort, account=people["tess"], added_at=now)
    for who in ("hubert", "nia", "gus"):
        book_place(cohort_id=cohort.pk, account_id=people[who].pk, by=people[who], now=now)
    begins = now - timedelta(days=days_ago, hours=1)
    session = cohort.sessions.get()
    session.day, session.starts_at, session.ends_at = day, begins, begins + timedelta(hours=2)
    session.save()
    Cohort.objects.filter(pk=cohort.pk).update(
        state=CohortState.IN_PROGRESS, starts_at=session.starts_at, ends_at=session.ends_at
    )
    return Session.objects.select_related("cohort").get(pk=session.pk)
