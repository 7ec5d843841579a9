"""Six sample cohorts at the sample hubs, with places: one full with a waiting list, one cancelled, one being prepared.

Made by the same actions as real ones. They are counted from the day on which they are loaded first, and then stay.
"""

import base64
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress

from academy.accounts.actions import SignupAnswers, complete_signup
from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from cms.sample.writing import key_of
from courses.catalogue.models import Course
from courses.delivery.actions import NewCohort, create_cohort, open_cohort
from courses.delivery.models import Cohort
from courses.delivery.rules import Meeting
from courses.delivery.states import Access
from courses.delivery.venue_actions import VenueFacts, add_venue
from learners.enrolments.cohort_actions import cancel_cohort
from learners.enrolments.place_actions import book_place

THURSDAY, SATURDAY, WEDNESDAY = 3, 5, 2
WORDS = "Lunch and tea are here for you, and bus fares are paid back on the day. Bring nothing but yourself."

VENUES = {
    "harbour-road": VenueFacts(
        "The Old Chapel (sample)",
        "12 Harbour Road, Saltby",
        entrance="The blue door beside the big one. Ring if it is shut.",
        step_free=Access.YES,
        accessible_toilet=Access.YES,
        hearing_loop=Access.YES,
        parking="Two places for blue badges in the yard.",
        transport="Buses 4 and 19 stop at the harbour gate, two minutes away.",
        capacity=24,
    ),
    "millfield": VenueFacts(
        "The room over the library (sample)",
        "Market Square, Millfield Cross",
        entrance="Through the library, then by lift or stairs to the first floor.",
        step_free=Access.YES,
        accessible_toilet=Access.PARTLY,
        transport="Five minutes from Millfield Cross station.",
        capacity=16,
    ),
}
NEIGHBOURS = ("Priya Shah", "Owen Hughes", "Leila Haddad", "Marek Kowal", "Ruth Okoro", "Sam Whitlow")


@dataclass(frozen=True, slots=True)
class SampleDates:
    """`weekday` from Monday 0, that many weeks after the coming one. `booked`: e-mail addresses, in order."""

    name: str
    course: str
    hub: str
    weekday: int
    weeks: int
    begins: time
    ends: time
    capacity: int
    min_to_run: int
    sessions: int = 1
    online: bool = False
    opened: bool = True
    cancelled_why: str = ""
    booked: tuple[str, ...] = ()


def _address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@neighbours.example.org"


EVERYBODY = tuple(_address(name) for name in NEIGHBOURS)
DATES = (
    SampleDates(
        "intro", "INTRO", "harbour-road", THURSDAY, 1, time(10), time(16), 12, 6,
        booked=("amara@example.org", *EVERYBODY[:5]),
    ),
    SampleDates(
        "full", "LISTEN", "harbour-road", WEDNESDAY, 2, time(18), time(20, 30), 3, 3, booked=EVERYBODY,
    ),
    SampleDates("saturday", "INTRO", "millfield", SATURDAY, 3, time(10), time(16), 16, 6, booked=EVERYBODY[:2]),
    SampleDates(
        "power", "POWER", "millfield", THURSDAY, 4, time(9, 30), time(13), 14, 6, sessions=2, online=True,
    ),
    SampleDates(
        "cancelled", "INTRO", "millfield", WEDNESDAY, 2, time(10), time(16), 12, 6, booked=EVERYBODY[2:4],
        cancelled_why="The library is closed that week. We are sorry.",
    ),
    SampleDates("draft", "LISTEN", "harbour-road", WEDNESDAY, 8, time(18), time(20, 30), 12, 4, opened=False),
)  # fmt: skip


def load_dates(*, now: datetime) -> None:
    """Every cohort that is not there yet, with its people. What is there is left as it is."""
    tokens = {token_of(one): one for one in DATES}
    there = set(Cohort.objects.filter(token__in=tokens).values_list("token", flat=True))
    for token, one in tokens.items():
        if token not in there:
            _load(one, token, now)


def _load(one: SampleDates, token: str, now: datetime) -> None:
    by = Account.objects.get(email="manager@example.org")
    hub, course = Hub.objects.get(slug=one.hub), Course.objects.get(code=one.course)
    venue = None if one.online else add_venue(hub_id=hub.pk, facts=VENUES[one.hub], by=by, now=now).pk
    trainer = Account.objects.filter(email="trainer@example.org", roles__hub=hub).values_list("pk", flat=True)
    new = NewCohort(
        course_id=course.pk,
        hub_id=hub.pk,
        capacity=one.capacity,
        meetings=_meetings(one, venue, london_date(now)),
        min_to_run=one.min_to_run,
        words="" if one.online else WORDS,
        trainer_ids=tuple(trainer),
        key=token,
    )
    cohort = create_cohort(new=new, by=by, now=now)
    if not one.opened:
        return
    open_cohort(cohort_id=cohort.pk, by=by, now=now)
    for email in one.booked:
        who = _person(email, now)
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=now)
    if one.cancelled_why:
        cancel_cohort(cohort_id=cohort.pk, by=by, now=now, why=one.cancelled_why)


def _meetings(one: SampleDates, venue_id: int | None, today: date) -> tuple[Meeting, ...]:
    first = today + timedelta(days=(one.weekday - today.weekday()) % 7 + 7 * one.weeks)
    link = "https://meet.example.org/sample" if one.online else ""
    days = (first + timedelta(weeks=number) for number in range(one.sessions))
    return tuple(Meeting(day, one.begins, one.ends, venue_id, link) for day in days)


def _person(email: str, now: datetime) -> Account:
    """One of the sample people, or one of NEIGHBOURS."""
    known = Account.objects.filter(email=email).first()
    return known or made_up(next(name for name in NEIGHBOURS if _address(name) == email), now=now)


def made_up(name: str, *, now: datetime) -> Account:
    """A neighbour whom nobody signs in as; made when there is none."""
    email = _address(name)
    known = Account.objects.filter(email=email).first()
    if known is not None:
        return known
    account = Account.objects.create_user(email, is_sample=True, joined_at=now)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    answers = SignupAnswers(full_name=name, is_adult=True)
    return complete_signup(account_id=account.pk, answers=answers, now=now)


def neighbour(name: str) -> Account:
    """One of NEIGHBOURS, once they have been loaded."""
    return Account.objects.get(email=_address(name))


def token_of(one: SampleDates) -> str:
    """Always the same, wherever and whenever it is loaded."""
    return base64.urlsafe_b64encode(key_of(f"dates/{one.name}").bytes).decode().rstrip("=")
