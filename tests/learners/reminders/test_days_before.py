"""What people get before the day: at ten on the wall, also where the clocks change in between."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
import vobject
from django.core import mail
from django.db.models import F

from academy.accounts.models import Account
from courses.catalogue.models import Course
from courses.delivery.models import Cohort, Session, Venue, moment
from learners.enrolments.cohort_actions import cancel_cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place, cancel_place
from learners.enrolments.states import PlaceState
from learners.reminders.date_kinds import DATES
from learners.reminders.kinds import REMINDERS
from learners.reminders.letters import Due
from learners.reminders.models import Sent
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.reminders.date_happenings import TEN, booked, place_of, ten_on, trains
from tests.learners.reminders.happening import learner
from tests.learners.reminders.moments import sweep
from tests.learners.reminders.test_dates import press, sent_of
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db

DAYS = {"joining_instructions": 7, "can_you_come": 3, "tomorrow": 1}


def due(kind: str, now: datetime) -> list[Due]:
    return list(REMINDERS[kind].due(now))


def letter(kind: str, now: datetime):
    found = due(kind, now)
    return REMINDERS[kind].letters(found, now)[found[0]]


def written_to(who: Account) -> str:
    """The newest e-mail to this person, in one line."""
    return " ".join([one.body for one in mail.outbox if one.to == [who.email]][-1].split())


@pytest.mark.both
@pytest.mark.parametrize("kind", DAYS)
@pytest.mark.parametrize(
    ("day", "hour"),
    [
        (date(2026, 3, 30), {7: 10, 3: 10, 1: 9}),  # the Monday after the clocks went forward
        (date(2026, 10, 26), {7: 9, 3: 9, 1: 10}),  # the Monday after they went back
    ],
)
def test_ten_on_the_wall_across_both_clock_changes(kind: str, day: date, hour: dict[int, int]) -> None:
    """`hour`: what ten o'clock in London is in UTC so many days before."""
    begins = datetime.combine(day, time(), tzinfo=UTC) - timedelta(days=40)
    who, cohort = learner(1), dates.cohort(10, first=day, now=begins)
    book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=begins)
    days = DAYS[kind]
    at = datetime.combine(day - timedelta(days=days), time(hour[days]), tzinfo=UTC)
    assert due(kind, at - timedelta(seconds=1)) == []
    (found,) = due(kind, at)
    assert (found.at, found.until) == (at, moment(day, time(10), "Europe/London"))


def test_the_whole_way_to_the_day_is_four_messages(settings) -> None:
    """And the week's limit on what can wait holds none of them back."""
    settings.WEEKLY_MOST_MESSAGES = 1
    booked(1)
    hours = [NOON + timedelta(hours=number) for number in range(13 * 24)]
    came = [(at, mail.outbox[-1].subject) for at in hours if sweep(at, of=[one.key for one in DATES])]
    assert [at for at, _ in came] == [NOON, ten_on(26), ten_on(30), TEN - timedelta(days=1)]
    first, *others = [subject for _, subject in came]
    assert first.startswith("Your place is booked")
    assert others == [
        "How to get to Introduction to Community Organising, Thursday 3 December",
        "Can you come on Thursday 3 December?",
        "Tomorrow: Introduction to Community Organising",
    ]


class TestJoining:
    def test_whoever_books_late_has_it_at_once(self) -> None:
        who, cohort = learner(1), dates.cohort(10)
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=later(days=10))
        (found,) = due("joining_instructions", later(days=10))
        assert found.at == later(days=10)

    def test_a_day_that_moves_is_told_anew(self) -> None:
        booked(1)
        sweep(ten_on(26))
        Cohort.objects.update(
            starts_at=F("starts_at") + timedelta(days=4), ends_at=F("ends_at") + timedelta(days=4)
        )
        assert due("joining_instructions", ten_on(26)) == []
        (found,) = due("joining_instructions", ten_on(30))
        assert found.occasion == "2026-12-07"

    def test_it_says_what_is_known_of_the_way_in_and_nothing_else(self) -> None:
        trainer = dates.trainer()
        who, cohort = learner(1), dates.cohort(10, trainers=(trainer,), words="Bring a cup.", days=2)
        Venue.objects.update(step_free="yes", parking="Behind the hall", map_url="https://example.org/map")
        first = Course.objects.create(
            code="TASTE", slug="taste", title="A taste", kind="online", certificate_kind="none"
        )
        cohort.course.recommended_prior.add(first)
        cohort.sessions.filter(number=2).update(venue=None, online_url="https://example.org/room")
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
        sweep(ten_on(26))
        text = written_to(who)
        for words in (
            "Thursday 3 December 2026, 10am to 4pm: Main hall, Quay Street, Saltby",
            "Thursday 10 December 2026, 10am to 4pm: Online",
            "Join online here: https://example.org/room",
            "Getting into Main hall: Step-free: yes Parking: Behind the hall",
            "https://example.org/map",
            "With you will be Trainer.",
            "Bring a cup.",
            "It helps to have done A taste before.",
        ):
            assert words in text, words
        assert "Hearing loop" not in text and "at least" not in text

    def test_whoever_booked_hears_beforehand_that_they_may_be_too_few(self) -> None:
        who, cohort = learner(1), dates.cohort(10, min_to_run=3, min_for_certificate=5)
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
        sweep(ten_on(26))
        text = written_to(who)
        assert "So far 1 of at least 3 places are taken." in text
        assert "For a certificate at least 5 people have to take part. So far 1 have a place." in text


class TestCanYouCome:
    def asked(self) -> Account:
        who = booked(1)
        sweep(ten_on(30))
        return who

    def test_whoever_has_just_booked_is_not_asked(self) -> None:
        who, cohort = learner(1), dates.cohort(10)
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=TEN - timedelta(days=3, hours=23))
        assert due("can_you_come", ten_on(30)) == []
        Enrolment.objects.update(confirmed_at=TEN - timedelta(days=4))
        assert len(due("can_you_come", ten_on(30))) == 1

    @pytest.mark.both
    def test_no_gives_the_place_to_the_next_person(self) -> None:
        who = booked(1)
        cohort = Cohort.objects.get()
        Cohort.objects.update(capacity=1)
        second = worlds.person("Next In Line", "next@example.org")
        book_place(cohort_id=cohort.pk, account_id=second.pk, by=second, now=NOON)
        sweep(ten_on(30))
        with time_machine.travel(ten_on(30) + timedelta(hours=1), tick=False):
            status, page = press(sent_of("can_you_come", who), "not_coming")
        assert status == 302 and "free for somebody who waits" in page
        place = place_of(who)
        assert (place.state, place.ended_why) == (
            PlaceState.CANCELLED_BY_LEARNER,
            "They answered no to our message.",
        )
        assert place_of(second).state == PlaceState.OFFERED

    def test_yes_changes_nothing_but_the_log(self) -> None:
        who = self.asked()
        with time_machine.travel(ten_on(30) + timedelta(hours=1), tick=False):
            assert press(sent_of("can_you_come", who), "coming")[0] == 302
        assert place_of(who).state == PlaceState.CONFIRMED
        assert sent_of("can_you_come", who).answer == "coming"
        acted = REMINDERS["can_you_come"].acted
        assert acted is not None and acted(Sent.objects.all()).get().kind == "can_you_come"

    def test_yes_after_no_says_how_to_come_back(self) -> None:
        who = self.asked()
        with time_machine.travel(ten_on(30) + timedelta(hours=1), tick=False):
            press(sent_of("can_you_come", who), "not_coming")
            status, page = press(sent_of("can_you_come", who), "coming")
        assert status == 403 and "You can book again" in page

    @pytest.mark.both
    def test_no_when_it_has_begun_keeps_the_place_and_says_whom_to_tell(self) -> None:
        who = self.asked()
        with time_machine.travel(TEN, tick=False):
            status, page = press(sent_of("can_you_come", who), "not_coming")
        assert status == 403 and "tell Harbour Road" in page
        assert place_of(who).state == PlaceState.CONFIRMED


class TestTomorrow:
    def test_each_day_once_also_with_two_sessions_on_it_and_when_it_has_begun(self) -> None:
        who, cohort = learner(1), dates.cohort(10, days=2)
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
        second = Session.objects.get(number=2)
        evening = dates.session(cohort, 3, second.day, Venue.objects.get(sessions=second))
        Session.objects.filter(pk=evening.pk).update(
            begins=time(18), ends=time(20), starts_at=second.starts_at + timedelta(hours=8), ends_at=second.starts_at
            + timedelta(hours=10)
        )  # fmt: skip
        Cohort.objects.update(state="in_progress")
        (found,) = due("tomorrow", second.starts_at - timedelta(days=1))
        assert found.occasion == "2026-12-10"
        said = letter("tomorrow", second.starts_at - timedelta(days=1)).context["meetings"]
        assert [when for when, _ in said] == [
            "Thursday 10 December 2026, 10am to 4pm",
            "Thursday 10 December 2026, 6pm to 8pm",
        ]

    def test_whoever_booked_since_ten_has_just_been_told(self) -> None:
        who, cohort = learner(1), dates.cohort(10)
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=TEN - timedelta(hours=23))
        assert due("tomorrow", TEN - timedelta(hours=22)) == []
        Enrolment.objects.update(confirmed_at=TEN - timedelta(days=1))
        assert len(due("tomorrow", TEN - timedelta(hours=22))) == 1


class TestCancelled:
    def test_everybody_with_a_place_an_offer_or_a_wait_is_told_once(self) -> None:
        trainer = dates.trainer()
        cohort = dates.cohort(2, trainers=(trainer,))
        people = [learner(number) for number in range(4)]
        places = [book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON) for who in people]
        cancel_place(place_id=places[0].pk, by=people[0], now=later(hours=1))
        cancel_cohort(cohort_id=cohort.pk, by=dates.coordinator(), now=later(hours=2), why="The roof leaks.")
        assert sweep(later(hours=2)) == 3, "who gave it up before has nothing to do with it"
        message = mail.outbox[-1]
        text = " ".join(message.body.split())
        assert message.subject == "Cancelled: Introduction to Community Organising, Thursday 3 December"
        assert "Why: The roof leaks." in text and "Thursday 3 December 2026, 10am to 4pm" in text
        ((_, calendar, _),) = message.attachments
        (event,) = vobject.readOne(calendar).contents["vevent"]
        assert event.status.value == "CANCELLED", "and so it leaves a calendar into which it was put"
        assert sweep(later(hours=3)) == 0
        assert {row.kind for row in Sent.objects.all()} == {"cohort_cancelled"}

    def test_whoever_was_taken_off_by_the_hub_before_is_not_told(self) -> None:
        who = booked(1)
        cancel_place(place_id=place_of(who).pk, by=None, now=later(hours=1), by_hub=True)
        cancel_cohort(
            cohort_id=Cohort.objects.get().pk, by=dates.coordinator(), now=later(hours=2), why="Ill."
        )
        assert due("cohort_cancelled", later(hours=2)) == []


class TestTooFew:
    def test_without_a_trainer_it_goes_to_the_coordinator(self) -> None:
        dates.cohort(10, min_to_run=2)
        assert [one.account_id for one in due("below_minimum", ten_on(26))] == [dates.coordinator().pk]

    def test_enough_to_run_but_not_for_certificates(self) -> None:
        trains(1)
        Course.objects.update(min_for_certificate=4)
        Cohort.objects.update(min_to_run=1)
        sweep(ten_on(26))
        text = written_to(Account.objects.get(email="trainer1@example.org"))
        assert "Certificates need at least 4 people in the room." in text
        assert "It was to go ahead with" not in text

    def test_the_cohorts_own_minimum_stands_above_the_courses(self) -> None:
        trains(1)
        Course.objects.update(min_for_certificate=4)
        Cohort.objects.update(min_to_run=1, min_for_certificate=1)
        assert due("below_minimum", ten_on(26)) == []
