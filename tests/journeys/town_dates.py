"""Places on dates in every state that people can find themselves in, and more dates than one page holds."""

from datetime import time, timedelta

from academy.accounts.models import Account
from academy.shared import clock
from cms.sample.dates import DATES, token_of
from courses.catalogue.models import Course
from courses.delivery.actions import NewCohort, create_cohort, open_cohort
from courses.delivery.models import Cohort, Venue
from courses.delivery.rules import Meeting
from learners.enrolments.behalf_actions import book_known
from learners.enrolments.care_actions import DayFacts, save_day_needs
from learners.enrolments.interest_actions import ask_to_be_told
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place, cancel_place
from learners.enrolments.place_policies import ANOTHER_DATE
from learners.enrolments.states import PlaceState

CROWD = 24
LONG = "A group with a name that is much longer than anybody would say it aloud, for parents of the harbour"


def fill_dates(people: dict[str, Account]) -> dict[str, Cohort]:
    """Nia waits, Kit needs a guardian, Gus is offered a place, Rosa's offer ran out, Hubert was booked by Tess."""
    dates = {one.name: Cohort.objects.get(token=token_of(one)) for one in DATES}
    now, intro, full = clock.now(), dates["intro"], dates["full"]
    for name in ("nia", "lena"):
        book_place(cohort_id=full.pk, account_id=people[name].pk, by=people[name], now=now)
    for name in ("kit", "amara"):
        book_place(cohort_id=intro.pk, account_id=people[name].pk, by=people[name], now=now)
    place = book_known(
        cohort_id=intro.pk,
        account_id=people["hubert"].pk,
        agreed="On the telephone.",
        by=people["tess"],
        now=now,
    )
    facts = DayFacts(
        "A seat near the door. " * 20, "No nuts, no eggs", people["hubert"].full_name, "01632960001"
    )
    save_day_needs(place_id=place.pk, facts=facts, by=people["hubert"], now=now)
    dates |= {"offered": _one(people, LONG, 1, 40), "late": _one(people, "", 1, 41)}
    for name, who in (("offered", people["gus"]), ("late", people["rosa"])):
        first = book_place(cohort_id=dates[name].pk, account_id=people["bess"].pk, by=people["bess"], now=now)
        book_place(cohort_id=dates[name].pk, account_id=who.pk, by=who, now=now)
        cancel_place(place_id=first.pk, by=people["bess"], now=now)
    late = Enrolment.objects.filter(cohort=dates["late"], state=PlaceState.OFFERED)
    late.update(offer_expires_at=now - timedelta(hours=1))
    for course in Course.objects.filter(slug__in=("introduction", "listening")):
        hub_id = dates["full"].hub_id
        ask_to_be_told(
            account_id=people["hubert"].pk, course_id=course.pk, hub_id=hub_id, by=people["hubert"], now=now
        )
    for number in range(CROWD):
        _one(people, f"group {number}", 12, 50 + number)
    return dates


def _one(people: dict[str, Account], title: str, capacity: int, days: int) -> Cohort:
    now, venue = clock.now(), Venue.objects.order_by("pk")[0]
    new = NewCohort(
        course_id=Course.objects.get(code="LISTEN").pk,
        hub_id=venue.hub_id,
        capacity=capacity,
        meetings=(Meeting(clock.today() + timedelta(days=days), time(18), time(20, 30), venue.pk),),
        title=title,
        words=ANOTHER_DATE,
    )
    cohort = create_cohort(new=new, by=people["mona"], now=now)
    return open_cohort(cohort_id=cohort.pk, by=people["mona"], now=now)
